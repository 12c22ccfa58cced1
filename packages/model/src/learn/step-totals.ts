import type { MicroBatch } from './groups.ts';

/** What the losses of a step's micro-batches are averaged over. */
export interface StepTotals {
  readonly sequences: number;
  readonly tokens: number;
  readonly longest: number;
}

/**
 * Adds up the micro-batches of a step.
 *
 * @param longest the loss's longest completion, where it is fixed
 */
export function stepTotals(
  batches: readonly MicroBatch[],
  longest: number | undefined,
): StepTotals {
  const completions = batches.flatMap((batch) => batch.completions);
  return {
    sequences: completions.length,
    tokens: completions.reduce(
      (sum, { tokenIds, source }) => sum + tokenIds.length * (source.weight ?? 1),
      0,
    ),
    longest: longest ?? batches.reduce((most, batch) => Math.max(most, batch.tokens), 0),
  };
}
