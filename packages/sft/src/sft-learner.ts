import { scheduledAdamw } from '@skinr1/autograd';
import { createLearner, type Learner, type Model } from '@skinr1/model';
import { sftLoss } from './sft-loss.ts';

/** How weights move. Defaults are the method's (Skin-R1, stage 1) where it states them. */
export interface SftSchedule {
  /** Highest learning rate; falls to 0 along a cosine. @defaultValue 3e-5 */
  readonly learningRate?: number;
  /** Part of the steps over which the learning rate rises. @defaultValue 0.03 */
  readonly warmupRatio?: number;
  /** @defaultValue 0 */
  readonly weightDecay?: number;
  /** Gradients are scaled down to this norm. @defaultValue 1 */
  readonly maxGradientNorm?: number;
  /** Tokens computed at a time, padding included; memory grows with it. @defaultValue 4096 */
  readonly maxTokensPerMicroBatch?: number;
  /** Which weights learn, by Hugging Face name. @defaultValue all */
  readonly trainable?: (name: string) => boolean;
}

/** A learner for {@link sftLoss}: AdamW, gradient clipping, cosine schedule with warm-up. */
export function createSftLearner(
  model: Model,
  steps: number,
  schedule: SftSchedule = {},
): Promise<Learner> {
  const { learningRate: peak = 3e-5, warmupRatio = 0.03, weightDecay = 0 } = schedule;
  const { maxGradientNorm = 1, maxTokensPerMicroBatch = 4096, trainable } = schedule;
  return createLearner(model, {
    loss: sftLoss(),
    optimizer: scheduledAdamw({ peak, steps, warmupRatio, weightDecay, maxGradientNorm }),
    maxTokensPerMicroBatch,
    ...(trainable ? { trainable } : {}),
  });
}
