import { UsageError } from './errors.ts';

/** Throws UsageError unless an option is a whole number from `least` (to `most`). */
export function checkWholeNumber(name: string, value: number, least: number, most?: number): void {
  if (Number.isSafeInteger(value) && value >= least && value <= (most ?? value)) return;
  const range = most === undefined ? `from ${least}` : `from ${least} to ${most}`;
  throw new UsageError(`${name} must be a whole number ${range}, got ${value}.`);
}
