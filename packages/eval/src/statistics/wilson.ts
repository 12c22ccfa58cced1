import { checkWholeNumber } from '@skinr1/core';

/** A share of successes with its 95 % interval. */
export interface Proportion {
  readonly successes: number;
  readonly total: number;
  /** `successes / total`; `null` when there was nothing to count. */
  readonly share: number | null;
  /** Lower end of the interval. */
  readonly low: number;
  /** Upper end of the interval. */
  readonly high: number;
}

/** 97.5 % quantile of the standard normal distribution. */
const z = 1.959963984540054;

/**
 * Wilson's score interval of a proportion (Wilson 1927), 95 %:
 *
 *   (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n)
 *
 * Unlike the textbook interval p ± z·√(p(1−p)/n) it stays inside [0, 1] and has a width at 0 and 1. It
 * takes the cases as independent; several images of one lesion make it a little too narrow.
 *
 * Throws UsageError unless 0 ≤ successes ≤ total, both whole.
 */
export function wilson(successes: number, total: number): Proportion {
  checkWholeNumber('total', total, 0);
  checkWholeNumber('successes', successes, 0, total);
  if (total === 0) return { successes, total, share: null, low: 0, high: 1 };
  const share = successes / total;
  const ratio = (z * z) / total;
  const center = share + ratio / 2;
  const half = z * Math.sqrt((share * (1 - share)) / total + ratio / (4 * total));
  const low = successes === 0 ? 0 : (center - half) / (1 + ratio);
  const high = successes === total ? 1 : (center + half) / (1 + ratio);
  return { successes, total, share, low, high };
}

/** The proportion of true values. */
export function proportionOf(values: Iterable<boolean>): Proportion {
  let successes = 0;
  let total = 0;
  for (const value of values) {
    total++;
    if (value) successes++;
  }
  return wilson(successes, total);
}
