import { createRandom, UsageError } from '@skinr1/core';
import type { BenchmarkResult } from './evaluate.ts';
import { bootstrapDifference, type MeanDifference, mcnemarExact } from './statistics/paired.ts';

/** Two policies on the same questions. */
export interface PairedComparison {
  readonly bothRight: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly bothWrong: number;
  /** Accuracy of first minus second, with its bootstrap interval. */
  readonly accuracy: MeanDifference;
  /** Mean hierarchy score of first minus second. */
  readonly score: MeanDifference;
  /** Exact two-sided McNemar test of equal accuracy. */
  readonly pValue: number;
}

/**
 * Compares two results question by question, which sees smaller differences than two separate
 * intervals do. Throws UsageError unless both answered the same questions in the same order.
 */
export function compareResults(
  first: Pick<BenchmarkResult, 'items'>,
  second: Pick<BenchmarkResult, 'items'>,
  options: { readonly seed?: number | string; readonly resamples?: number } = {},
): PairedComparison {
  const same =
    first.items.length === second.items.length &&
    first.items.every(({ promptId }, index) => promptId === second.items[index]?.promptId);
  if (!same || first.items.length === 0) {
    throw new UsageError('two results can be compared only on the same questions, at least one.');
  }
  const random = createRandom(options.seed ?? 1).fork('paired comparison');
  const counts = { bothRight: 0, onlyFirst: 0, onlySecond: 0, bothWrong: 0 };
  first.items.forEach(({ correct }, index) => {
    const other = second.items[index]!.correct;
    if (correct && other) counts.bothRight++;
    else if (correct) counts.onlyFirst++;
    else if (other) counts.onlySecond++;
    else counts.bothWrong++;
  });
  const difference = (value: (item: BenchmarkResult['items'][number]) => number): MeanDifference =>
    bootstrapDifference(first.items.map(value), second.items.map(value), random, options.resamples);
  return {
    ...counts,
    accuracy: difference(({ correct }) => (correct ? 1 : 0)),
    score: difference(({ score }) => score),
    pValue: mcnemarExact(counts.onlyFirst, counts.onlySecond),
  };
}
