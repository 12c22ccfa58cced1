import { checkOptions, described, UsageError } from '@skinr1/core';
import type { Controller } from './controller.ts';

/** Options of {@link adaptiveEntropy}. */
export interface AdaptiveEntropyOptions {
  /** Entropy below which it is paid for, in nats a token; look at `entropy` early in training. */
  readonly target: number;
  /** Coefficient before the first step, not applied until entropy has been measured. @defaultValue 0 */
  readonly start?: number;
  /** What a step adds or takes away. @defaultValue 0.005 */
  readonly delta?: number;
  /** @defaultValue 0 */
  readonly min?: number;
  /** @defaultValue 1 */
  readonly max?: number;
}

/**
 * Pays for entropy only while there is too little (Skywork-OR1, arXiv:2505.22312; TRL's `use_adaptive_entropy`): the
 * coefficient grows by δ after a step whose entropy was at or below the target and shrinks by δ after another, and is
 * applied after steps of the first kind. For `coefficients.entropyBonus`.
 *
 * @throws UsageError for numbers that make no sense; at a step that reports no entropy
 */
export function adaptiveEntropy(options: AdaptiveEntropyOptions): Controller {
  const names = { target: true, start: true, delta: true, min: true, max: true } as const;
  checkOptions('adaptiveEntropy', options, names);
  const { target, start = 0, delta = 0.005, min = 0, max = 1 } = options;
  if (!(target > 0 && delta > 0 && min <= start && start <= max)) {
    throw new UsageError(
      `adaptiveEntropy needs target and delta above 0 and min ≤ start ≤ max, got ${target}, ${delta}, ${min}, ${start}, ${max}.`,
    );
  }
  return described<Controller>(
    'adaptiveEntropy',
    { target, start, delta, min, max },
    {
      start: { value: 0, coefficient: start },
      next: ({ coefficient = start }, { entropy }) => {
        if (entropy === undefined) {
          throw new UsageError('adaptiveEntropy steers by entropy, and the step reported none.');
        }
        const isLow = entropy <= target;
        const moved = isLow
          ? Math.min(coefficient + delta, max)
          : Math.max(coefficient - delta, min);
        return { value: isLow ? moved : 0, coefficient: moved };
      },
    },
  );
}
