import { UsageError } from './errors.ts';

/** Bounds of a number; each left out: none on that side. */
export interface NumberRange {
  /** Least value allowed. */
  readonly from?: number;
  /** Largest value allowed. */
  readonly to?: number;
  /** All allowed values are larger. */
  readonly above?: number;
  /** All allowed values are smaller. */
  readonly below?: number;
}

/**
 * Throws UsageError unless a value is a finite number within bounds.
 *
 * @param name what stands in the message: the function and its option, or what the number says
 * @param mend why another number makes no sense, or what to do, as a sentence
 */
export function checkNumber(
  name: string,
  value: unknown,
  range: NumberRange = {},
  mend?: string,
): void {
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = range;
  const { above = Number.NEGATIVE_INFINITY, below = Number.POSITIVE_INFINITY } = range;
  if (typeof value === 'number' && Number.isFinite(value)) {
    if (value >= from && value <= to && value > above && value < below) return;
  }
  const bounds = Object.entries(range).map(([word, bound]) => ` ${word} ${bound}`);
  throw new UsageError(
    `${name} must be a finite number${bounds.join(' and')}, got ${String(value)}.`,
    { mend },
  );
}
