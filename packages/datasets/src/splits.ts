import { type Random, type Split, UsageError } from '@skinr1/core';

/** Shares of the parts; they sum to 1. */
export interface SplitShares {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

/** 70 % to learn from, 10 % to choose by, 20 % to report on. */
export const defaultShares: SplitShares = { train: 0.7, validation: 0.1, test: 0.2 };

/** Something to be split: all images of one lesion, or of one patient. */
export interface SplitGroup {
  readonly id: string;
  /** Groups of a stratum are spread over the parts in proportion: the diagnosis, usually. */
  readonly stratum: string;
}

/**
 * Puts every group into one part, so that no lesion (or patient) is on both sides of a split, with the
 * shares kept inside each stratum as far as whole groups allow. A stratum of one group goes to `train`,
 * of two to `train` and `test`: a class that is never trained on tells nothing about the method.
 *
 * The result depends on the seed and the set of groups, not on their order.
 *
 * Throws UsageError if shares are negative or do not sum to 1.
 */
export function assignSplits(
  groups: Iterable<SplitGroup>,
  random: Random,
  shares: SplitShares = defaultShares,
): Map<string, Split> {
  checkShares(shares);
  const strata = new Map<string, Set<string>>();
  for (const { id, stratum } of groups) {
    const members = strata.get(stratum) ?? new Set();
    members.add(id);
    strata.set(stratum, members);
  }
  const result = new Map<string, Split>();
  for (const [stratum, members] of [...strata].sort(byKey)) {
    const free = [...members].filter((id) => !result.has(id)).sort();
    const shuffled = random.fork(`split ${stratum}`).shuffle(free);
    const sizes = partSizes(shuffled.length, shares);
    shuffled.forEach((id, index) => {
      const split =
        index < sizes.train ? 'train' : index < sizes.train + sizes.test ? 'test' : 'validation';
      result.set(id, split);
    });
  }
  return result;
}

/** How many of `count` groups each part gets; `train` never goes empty while it has a share. */
function partSizes(count: number, shares: SplitShares): Record<Split, number> {
  const wanted = (share: number): number => Math.round(count * share);
  let test = wanted(shares.test);
  if (test === 0 && shares.test > 0 && count > 1) test = 1;
  let validation = Math.min(wanted(shares.validation), count - test);
  if (shares.train > 0 && test + validation >= count && count > 0) {
    if (validation > 0) validation--;
    else test--;
  }
  return { train: count - test - validation, validation, test };
}

function checkShares({ train, validation, test }: SplitShares): void {
  const all = [train, validation, test];
  const sum = train + validation + test;
  if (all.some((share) => !(share >= 0)) || Math.abs(sum - 1) > 1e-9) {
    throw new UsageError(
      `shares of a split are 0 or more and sum to 1; got ${all.join(', ')} (sum ${sum}).`,
    );
  }
}

function byKey(a: readonly [string, unknown], b: readonly [string, unknown]): number {
  return a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
}
