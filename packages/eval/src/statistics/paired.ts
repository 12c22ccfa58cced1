import { checkWholeNumber, type Random, UsageError } from '@skinr1/core';

/**
 * Exact two-sided McNemar test: the probability, if both are equally good, of a split of the discordant
 * pairs at least as uneven as this one, `min(1, 2·P(X ≤ min(b, c)))` with X ~ Binomial(b + c, ½).
 *
 * @param onlyFirst - pairs that only the first got right (b)
 * @param onlySecond - pairs that only the second got right (c)
 */
export function mcnemarExact(onlyFirst: number, onlySecond: number): number {
  const pairs = onlyFirst + onlySecond;
  if (pairs === 0) return 1;
  const few = Math.min(onlyFirst, onlySecond);
  // Sum of C(n, i) / 2ⁿ in logarithms, so that large n neither over- nor underflows.
  let logTerm = -pairs * Math.LN2;
  let tail = Math.exp(logTerm);
  for (let i = 1; i <= few; i++) {
    logTerm += Math.log(pairs - i + 1) - Math.log(i);
    tail += Math.exp(logTerm);
  }
  return Math.min(1, 2 * tail);
}

/** A difference of means over the same cases. */
export interface MeanDifference {
  /** Mean of first minus second. */
  readonly difference: number;
  /** 95 % interval by percentile bootstrap over cases. */
  readonly low: number;
  readonly high: number;
}

/**
 * Percentile bootstrap of the mean of paired differences: cases are drawn with replacement, both values
 * of a case together.
 *
 * @param resamples - 2,000 are enough for the second decimal of a 95 % interval
 */
export function bootstrapDifference(
  first: readonly number[],
  second: readonly number[],
  random: Random,
  resamples = 2000,
): MeanDifference {
  if (first.length !== second.length || first.length === 0) {
    throw new UsageError(
      `a paired comparison needs the same cases on both sides; got ${first.length} and ${second.length}.`,
    );
  }
  checkWholeNumber('resamples', resamples, 1);
  const differences = first.map((value, index) => value - second[index]!);
  const count = differences.length;
  const means = new Float64Array(resamples);
  for (let sample = 0; sample < resamples; sample++) {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += differences[random.integer(count)]!;
    means[sample] = sum / count;
  }
  means.sort();
  const at = (share: number): number => means[Math.round(share * (resamples - 1))]!;
  const mean = differences.reduce((sum, value) => sum + value, 0) / count;
  return { difference: mean, low: at(0.025), high: at(0.975) };
}
