import type { ImageSource } from './case.ts';
import { InvalidInputError } from './errors.ts';

/**
 * Throws InvalidInputError unless an image says what it is and brings what that needs.
 *
 * @param place which image it is, for the error
 */
export function checkImageSource(image: ImageSource, place: string): void {
  const given: Partial<Record<'kind' | 'path' | 'data', unknown>> = Object(image);
  const { kind, path, data } = given;
  if (kind === 'file' && typeof path === 'string') return;
  if ((kind === 'bytes' || kind === 'pixels') && ArrayBuffer.isView(data)) return;
  const isKnown = kind === 'file' || kind === 'bytes' || kind === 'pixels';
  const fault = isKnown
    ? `is of kind '${kind}' without its ${kind === 'file' ? 'path' : 'data'}`
    : `has no kind that is known, but ${String(kind)}`;
  throw new InvalidInputError(`${fault}.`, {
    place,
    mend: "Give { kind: 'file', path }, { kind: 'bytes', data } or { kind: 'pixels', width, height, data }.",
  });
}
