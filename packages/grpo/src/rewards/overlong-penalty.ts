import { described, type SampledCompletion, UsageError } from '@skinr1/core';
import type { BoundedReward, WeightOptions } from './bounded-reward.ts';
import { checkRewardOptions } from './check-reward-options.ts';

/**
 * Soft punishment of long answers (DAPO, arXiv:2503.14476, eq. 13), for a length |y| in tokens:
 *
 *   0                            |y| ≤ Lmax − Lc
 *   ((Lmax − Lc) − |y|) / Lc     up to Lmax
 *   −1                           beyond
 *
 * @param maxLength Lmax, tokens.
 * @param margin Lc, tokens before Lmax over which the penalty grows.
 * @throws UsageError unless 0 < Lc ≤ Lmax.
 */
export function overlongPenalty(
  maxLength: number,
  margin: number,
  options: WeightOptions = {},
): BoundedReward<unknown, SampledCompletion> {
  checkRewardOptions('overlongPenalty', options, { weight: true });
  if (!(margin > 0 && margin <= maxLength)) {
    throw new UsageError(
      `overlongPenalty needs 0 < margin ≤ maxLength, got ${margin}, ${maxLength}.`,
    );
  }
  const free = maxLength - margin;
  return {
    name: 'overlong',
    weight: options.weight ?? 1,
    range: [-1, 0],
    score: described('overlong', { maxLength, margin }, ({ completion }) => {
      const length = completion.tokenIds.length;
      if (length <= free) return 0;
      return length <= maxLength ? (free - length) / margin : -1;
    }),
  };
}
