import { UsageError } from './errors.ts';

/**
 * Throws UsageError unless an option is a whole number from `least` to `most`.
 *
 * @param name what stands in the message: the option, or what it counts
 * @param mend why another number makes no sense, or what to do, as a sentence
 */
export function checkWholeNumber(
  name: string,
  value: number,
  least: number,
  most: number = Number.MAX_SAFE_INTEGER,
  mend?: string,
): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  const range = most === Number.MAX_SAFE_INTEGER ? `from ${least}` : `from ${least} to ${most}`;
  throw new UsageError(`${name} must be a whole number ${range}, got ${value}.`, { mend });
}
