import { adamw } from './adamw.ts';
import { clipByGlobalNorm } from './clip-by-global-norm.ts';
import { chain, type Optimizer } from './optimizer.ts';
import { cosine } from './schedule.ts';

/** Options of {@link scheduledAdamw}. */
export interface ScheduledAdamWOptions {
  /** Highest learning rate; falls to 0 along half a cosine. */
  readonly peak: number;
  /** Updates of the whole run. */
  readonly steps: number;
  /** Part of the steps over which the learning rate rises. @defaultValue 0.03 */
  readonly warmupRatio?: number;
  /** @defaultValue 0 */
  readonly weightDecay?: number;
  /** @defaultValue 0.999 */
  readonly beta2?: number;
  /** Gradients are scaled down to this norm. @defaultValue 1 */
  readonly maxGradientNorm?: number;
}

/** The recipe of all stages: AdamW behind norm clipping, on a cosine with warm-up. */
export function scheduledAdamw(options: ScheduledAdamWOptions): Optimizer {
  const { peak, steps, warmupRatio = 0.03, weightDecay = 0, beta2 = 0.999 } = options;
  const warmupSteps = Math.min(Math.ceil(warmupRatio * steps), steps - 1);
  const learningRate = cosine({ peak, totalSteps: steps, warmupSteps });
  return chain(
    clipByGlobalNorm(options.maxGradientNorm ?? 1),
    adamw({ learningRate, beta2, weightDecay }),
  );
}
