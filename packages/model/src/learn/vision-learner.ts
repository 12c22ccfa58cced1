import { mkdir } from 'node:fs/promises';
import {
  type Feeds,
  type Optimizer,
  restoreTrainer,
  saveTrainer,
  type Tensor,
  Trainer,
  tensor,
  zeros,
} from '@skinr1/autograd';
import {
  checkWholeNumber,
  createRandom,
  type ImageSource,
  type UpdateMetrics,
  UsageError,
} from '@skinr1/core';
import type { ImagePatches } from '../image/patches.ts';
import type { Model } from '../model.ts';
import { GraphWeights, partsOf } from '../weights/graph-weights.ts';
import { conceptHead, conceptLoss } from './concept-loss.ts';
import { chooseLearning, declareAll, frozenFeeds } from './learning-parts.ts';
import { modelIdentity } from './model-identity.ts';

/** An image and the concepts that it shows. */
export interface ConceptExample {
  readonly image: ImageSource;
  /** Indexes from 0, below the learner's `conceptCount`; a concept not listed is absent. */
  readonly concepts: readonly number[];
}

/** Options of {@link createVisionLearner}. */
export interface VisionLearnerOptions {
  readonly conceptCount: number;
  readonly optimizer: Optimizer;
  /** Of the concept head's first weights. */
  readonly seed: number | string;
}

/** Trains the vision tower of a model in place, by what its images show. */
export interface VisionLearner extends AsyncDisposable {
  /** What fixes a result beside the weights that learn and the images: part of a training run's fingerprint. */
  identity(): Promise<Readonly<Record<string, unknown>>>;
  /** Updates done. */
  readonly updates: number;
  /**
   * One gradient step. Reports `loss` (nats an image, summed over the concepts), `gradientNorm` and
   * `recall`, the share of the shown concepts that the head named before the step.
   */
  step(examples: readonly ConceptExample[]): Promise<UpdateMetrics>;
  /** Writes tower, concept head and optimizer to a folder, so that {@link restore} goes on bit for bit. */
  save(directory: string): Promise<void>;
  /** Throws NotFoundError or InvalidInputError for files that are missing, damaged or of another model. */
  restore(directory: string): Promise<void>;
  /** Gives the model its trained tower; the concept head is dropped. */
  release(): Promise<void>;
}

/**
 * Makes a learner for the vision tower alone: a linear head reads concepts off the mean of an image's tokens.
 * The language model is neither computed nor changed, so that an image costs a fraction of an answer's time.
 *
 * @throws UsageError when the model has a learner already, or there are no concepts
 */
export async function createVisionLearner(
  model: Model,
  { conceptCount, optimizer, seed }: VisionLearnerOptions,
): Promise<VisionLearner> {
  checkWholeNumber('conceptCount', conceptCount, 1);
  const { family, config, engine, weights } = model;
  const specs = family.parameters(config).filter(({ name }) => family.isVisionWeight(name));
  const chosen = chooseLearning(weights, { trainable: (name) => family.isVisionWeight(name) });
  const parts = { ...chosen, frozen: partsOf(chosen.frozen, specs) };
  const random = createRandom(seed).fork('concept head');
  const width = config.text.hiddenSize;
  const head: Record<string, Tensor> = {
    [conceptHead.weight]: tensor(
      'float32',
      [conceptCount, width],
      Float32Array.from({ length: conceptCount * width }, () => random.normal() / Math.sqrt(width)),
    ),
    [conceptHead.bias]: zeros('float32', [conceptCount]),
  };
  const trainer = await Trainer.create({
    engine,
    parameters: { ...head, ...parts.learning },
    loss: (context) =>
      conceptLoss(
        context.graph,
        new GraphWeights(specs, declareAll(context.graph, context.parameters, parts)),
        model,
      ),
    optimizer,
  });
  const release = () =>
    weights.calls.run(async () => {
      const trained = await trainer.handOver();
      for (const name of Object.keys(head)) trained[name]?.release();
      const tower = Object.entries(trained).filter(([name]) => !(name in head));
      weights.replace(Object.fromEntries(tower), parts.adapter);
    });
  return {
    identity: async () => ({
      ...(await modelIdentity(model, parts.frozen)),
      optimizer,
      conceptCount,
      'concept seed': seed,
    }),
    get updates() {
      return trainer.step;
    },
    step: (examples) =>
      weights.calls.run(async () =>
        trainer.update({
          ...frozenFeeds(parts),
          ...(await conceptFeeds(model, examples, conceptCount)),
        }),
      ),
    save: (directory) =>
      weights.calls.run(async () => {
        await mkdir(directory, { recursive: true });
        await saveTrainer(trainer, directory);
      }),
    restore: (directory) => weights.calls.run(() => restoreTrainer(trainer, directory)),
    release,
    [Symbol.asyncDispose]: release,
  };
}

/** Feeds of `conceptLoss`. Images that are there twice share their computation. */
async function conceptFeeds(
  model: Model,
  examples: readonly ConceptExample[],
  conceptCount: number,
): Promise<Feeds> {
  if (examples.length === 0) throw new UsageError('a step needs at least one image.');
  const images = await Promise.all(
    examples.map(({ image }) => model.imageProcessor.process(image)),
  );
  const batch = model.family.layOutImages(images, model.config);
  const pool = new Float32Array(examples.length * batch.rowCount);
  const targets = new Float32Array(examples.length * conceptCount);
  examples.forEach(({ concepts }, index) => {
    const rows = batch.featureRows(images[index] as ImagePatches);
    for (const row of rows) pool[index * batch.rowCount + row] = 1 / rows.length;
    for (const concept of concepts) {
      checkWholeNumber('a concept', concept, 0, conceptCount - 1);
      targets[index * conceptCount + concept] = 1;
    }
  });
  return {
    ...batch.feeds,
    pool: tensor('float32', [examples.length, batch.rowCount], pool),
    targets: tensor('float32', [examples.length, conceptCount], targets),
  };
}
