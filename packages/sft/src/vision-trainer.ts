import {
  createEpochSampler,
  type EpochCursor,
  type Optimizer,
  type RunControl,
  reportUpdate,
  runControl,
  runTraining,
  scheduledAdamw,
  type TrainingRunResult,
  versionOf,
} from '@skinr1/autograd';
import { checkWholeNumber, createRandom, type ImageSource, UsageError } from '@skinr1/core';
import { type ConceptExample, createVisionLearner, type Model } from '@skinr1/model';
import type { Augment } from './augment.ts';

/*
 * Stage 0.5, ours: the vision tower learns which visual concepts (signs, diagnosis, wider classes) an image
 * shows, before the language model learns to reason about them.
 *
 * Difference from the paper: it starts from a pretrained vision-language model, which can see already. A
 * model from random weights that meets images and multiple-choice questions together finds the answer in
 * the options first and never looks.
 */

/** What {@link trainVision} needs and may be told. */
export interface VisionTrainingOptions extends RunControl<VisionStep> {
  readonly model: Model;
  readonly examples: readonly ConceptExample[];
  readonly conceptCount: number;
  readonly steps: number;
  /** Changes an image each time it is shown, in a way that leaves its concepts as they are. */
  readonly augment?: Augment;
  /** Images per update. @defaultValue 64 */
  readonly batchSize?: number;
  /** Peak of a cosine schedule with 5 % warm-up. @defaultValue 3e-3 */
  readonly learningRate?: number;
  /** @defaultValue 0.05 */
  readonly weightDecay?: number;
  /** One of your own, in which rate and decay are then set. @defaultValue AdamW behind norm clipping */
  readonly optimizer?: Optimizer;
  readonly seed: number | string;
}

const asItIs = (image: ImageSource): ImageSource => image;

/** What one step reports. */
export interface VisionStep {
  /** From 1. */
  readonly step: number;
  readonly steps: number;
  /** `loss` (nats an image), `recall`, `grad_norm`, `learning_rate`, `epoch`, `step_time` in seconds. */
  readonly metrics: Readonly<Record<string, number>>;
}

/**
 * Teaches a model's vision tower to tell concepts. The language model does not change.
 *
 * @throws UsageError for settings that make no sense or a checkpoint of another run; errors of images that
 *   cannot be read. The last checkpoint survives all of them.
 */
export async function trainVision(options: VisionTrainingOptions): Promise<TrainingRunResult> {
  const { model, examples, conceptCount, steps, seed } = options;
  const { batchSize = 64, learningRate: peak = 3e-3, weightDecay = 0.05 } = options;
  const {
    augment = asItIs,
    optimizer = scheduledAdamw({ peak, steps, warmupRatio: 0.05, beta2: 0.98, weightDecay }),
  } = options;
  if (examples.length === 0) throw new UsageError('there are no images to learn from.');
  checkWholeNumber('batchSize', batchSize, 1);
  checkWholeNumber('steps', steps, 1);
  const learner = await createVisionLearner(model, {
    conceptCount,
    seed,
    optimizer,
  });
  const random = createRandom(seed).fork('augmentation');
  const sampler = createEpochSampler(examples.length, createRandom(seed).fork('images'));
  try {
    return await runTraining<EpochCursor, VisionStep>({
      steps,
      ...runControl(options),
      identity: async () => ({
        seed,
        batchSize,
        steps,
        augment,
        images: examples.map(({ image }) => image),
        concepts: examples.map(({ concepts }) => concepts),
        ...(await learner.identity()),
        'version of @skinr1/sft': versionOf('@skinr1/sft', import.meta.url),
      }),
      save: (directory) => learner.save(directory),
      restore: (directory) => learner.restore(directory),
      state: {
        get: () => sampler.cursor,
        set: (cursor) => {
          sampler.cursor = cursor;
        },
      },
      step: async (step) => {
        const started = performance.now();
        const stream = random.fork(`step ${step}`);
        const batch = sampler.take(batchSize).map((index): ConceptExample => {
          const { image, concepts } = examples[index] as ConceptExample;
          return { image: augment(image, stream), concepts };
        });
        const update = reportUpdate(await learner.step(batch), step);
        const { epoch, position } = sampler.cursor;
        return {
          step,
          steps,
          metrics: {
            ...update,
            epoch: epoch + position / examples.length,
            step_time: (performance.now() - started) / 1000,
          },
        };
      },
    });
  } finally {
    await learner.release();
  }
}
