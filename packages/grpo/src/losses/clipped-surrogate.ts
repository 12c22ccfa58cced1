import { ops } from '@skinr1/autograd';
import { described, UsageError } from '@skinr1/core';
import type { Surrogate } from './policy-loss.ts';
import { type Ratio, tokenRatio } from './ratio.ts';
import { clipMetrics } from './reported.ts';

/** Options of {@link clippedSurrogate}. */
export interface ClipOptions {
  /** The ratio is clipped below at 1 − this. @defaultValue 0.2 */
  readonly epsilonLow?: number;
  /** The ratio is clipped above at 1 + this. @defaultValue 0.2 */
  readonly epsilonHigh?: number;
  /** Upper limit of the unclipped ratio too (INTELLECT-2's two-sided clipping). @defaultValue none */
  readonly delta?: number;
}

/**
 * PPO's clipped objective: `L = −min(ρ'·A, clip(ρ, 1 − ε_low, 1 + ε_high)·A)`, with `ρ' = min(ρ, δ)`
 * when δ is set. Reports the share of tokens held back: below with A < 0, above with A > 0, either.
 *
 * @throws UsageError for limits that leave no room for the ratio 1.
 */
export function clippedSurrogate(options: ClipOptions = {}, ratio: Ratio = tokenRatio): Surrogate {
  const { epsilonLow = 0.2, epsilonHigh = 0.2, delta } = options;
  const limits = [1 - epsilonLow, 1 + epsilonHigh] as const;
  if (!(epsilonLow >= 0 && epsilonHigh >= 0 && (delta === undefined || delta > 1))) {
    throw new UsageError(
      `clipping needs epsilonLow ≥ 0, epsilonHigh ≥ 0 and delta > 1, got ${epsilonLow}, ${epsilonHigh}, ${delta}.`,
    );
  }
  const facts = { epsilonLow, epsilonHigh, delta, ratio };
  return described<Surrogate>('clippedSurrogate', facts, (inputs) => {
    const rho = ratio(inputs);
    const capped = delta === undefined ? rho : ops.minimum(rho, delta);
    const clipped = ops.clip(rho, ...limits);
    const objective = ops.minimum(
      ops.mul(capped, inputs.advantage),
      ops.mul(clipped, inputs.advantage),
    );
    return { tokenLoss: ops.neg(objective), metrics: clipMetrics(rho, limits, inputs) };
  });
}
