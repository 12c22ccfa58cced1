import type { ExportedImage, ExportRow } from './engine.ts';

/** Where an image goes in a question's text. */
export const imageTag = '<image>';

/** The question with a place for each image before it. */
export function taggedQuestion({ prompt, images }: ExportRow): string {
  return imageTag.repeat(images.length) + prompt.text;
}

/** Places for images in a text. */
export function countTags(text: string): number {
  return text.split(imageTag).length - 1;
}

/** The path of an image that lies in the folder. */
export function pathOf(image: ExportedImage): string {
  return image.kind === 'file' ? image.path : '';
}

/** The content of an image that the data carry. */
export function bytesOf(image: ExportedImage): Uint8Array {
  return image.kind === 'bytes' ? image.bytes : new Uint8Array();
}

/** A list of paths as images; `null` for anything else. */
export function readPaths(value: unknown): ExportedImage[] | null {
  if (!Array.isArray(value) || !value.every((path) => typeof path === 'string')) return null;
  return value.map((path: string) => ({ kind: 'file', path }));
}

/** A list of `{ bytes }` as images; `null` for anything else. */
export function readBytes(value: unknown): ExportedImage[] | null {
  if (!Array.isArray(value)) return null;
  const all = value.map((image) => (image as { bytes?: unknown } | null)?.bytes);
  if (!all.every((bytes) => bytes instanceof Uint8Array)) return null;
  return all.map((bytes) => ({ kind: 'bytes', bytes }));
}
