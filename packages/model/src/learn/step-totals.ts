import { type MicroBatch, tokenWeights } from './groups.ts';

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
    tokens: completions.reduce((sum, each) => sum + sumOf(tokenWeights(each)), 0),
    longest: longest ?? batches.reduce((most, batch) => Math.max(most, batch.tokens), 0),
  };
}

function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at] as number;
  return sum;
}
