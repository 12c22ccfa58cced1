import { scheduledAdamw } from '@skinr1/autograd';
import { createLearner, type Learner, type Model } from '@skinr1/model';
import { methodRecipe } from './method-recipe.ts';
import { sftLoss } from './sft-loss.ts';

/** How weights move. Defaults are the method's ({@link methodRecipe}) where it states them. */
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
  /** Compute each layer again in the backward pass instead of holding it: memory for time. @defaultValue false */
  readonly gradientCheckpointing?: boolean;
  /** The adapter that learns; null: the weights themselves. @defaultValue the one added last */
  readonly adapter?: string | null;
  /** Share of its inputs that an adapter does not see while it learns. @defaultValue the adapter's own */
  readonly dropout?: number;
  /** Of what dropout draws. @defaultValue 0 */
  readonly seed?: number | string;
  /** Which weights learn, by Hugging Face name. @defaultValue all */
  readonly trainable?: (name: string) => boolean;
}

/** A learner for {@link sftLoss}: AdamW, gradient clipping, cosine schedule with warm-up. */
export function createSftLearner(
  model: Model,
  steps: number,
  schedule: SftSchedule = {},
): Promise<Learner> {
  const {
    learningRate: peak,
    warmupRatio,
    weightDecay,
  } = { ...methodRecipe.training, ...schedule };
  const { maxGradientNorm = 1, maxTokensPerMicroBatch = 4096 } = schedule;
  const { gradientCheckpointing = false } = schedule;
  const { adapter, dropout, seed, trainable } = schedule;
  return createLearner(model, {
    loss: sftLoss(),
    optimizer: scheduledAdamw({ peak, steps, warmupRatio, weightDecay, maxGradientNorm }),
    maxTokensPerMicroBatch,
    gradientCheckpointing,
    ...(adapter === undefined ? {} : { adapter }),
    ...(dropout === undefined ? {} : { dropout }),
    ...(seed === undefined ? {} : { seed }),
    ...(trainable ? { trainable } : {}),
  });
}
