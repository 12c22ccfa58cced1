import {
  createEpochSampler,
  type EpochCursor,
  type RunControl,
  reportUpdate,
  runControl,
  runTraining,
  type TrainingRunResult,
  versionOf,
} from '@skinr1/autograd';
import {
  checkWholeNumber,
  createRandom,
  type Random,
  type SkippedRow,
  UsageError,
} from '@skinr1/core';
import type { Learner, LearningGroup, Model } from '@skinr1/model';
import type { Augment } from './augment.ts';
import {
  type DrawnExamples,
  nothingToLearn,
  type PackedExamples,
  type PackOptions,
  packExamples,
  packWhatFits,
  type SftExample,
} from './examples.ts';
import { heldOutLoss } from './held-out.ts';
import { methodRecipe } from './method-recipe.ts';
import { createSftLearner, type SftSchedule } from './sft-learner.ts';

/*
 * Stage 1 of Skin-R1: supervised fine-tuning on reasoning trajectories, loss on the answer only.
 *
 * Differences from the reference implementation
 * - The answers of one image and question are learnt in one step and share its computation.
 * - The loss is the mean over all answer tokens of a step, not the mean of the means of its parts.
 * - All weights learn, or the adapter that was added with `addAdapter`: the method's is `methodRecipe.adapter`.
 * - Answers that are too long are left out and listed, not cut.
 */

/** What {@link trainSft} needs and may be told. */
export interface SftOptions extends PackOptions, SftSchedule, RunControl<SftStep> {
  readonly model: Model;
  /**
   * A learner of the model with a loss and an optimizer of your own; the options of {@link SftSchedule} are
   * then the learner's affair. The caller releases it. @defaultValue `createSftLearner(model, steps, …)`
   */
  readonly learner?: Learner;
  /** What to learn; of examples that are drawn, one draw each time they are shown. */
  readonly examples: readonly (SftExample | DrawnExamples)[];
  /**
   * Changes an image each time it is shown, in a way that leaves the answers as they are. Held-out examples are
   * measured as they are. Images in messages are not changed.
   */
  readonly augment?: Augment;
  /** Examples to measure the loss on, never learnt. */
  readonly heldOut?: readonly SftExample[];
  /** Steps between measurements; the last step always measures. @defaultValue one epoch */
  readonly evaluateEvery?: number;
  /** @defaultValue 1 */
  readonly epochs?: number;
  /** Updates in all, instead of `epochs`. */
  readonly steps?: number;
  /** Prompts per update, each with its answers. @defaultValue 16 */
  readonly batchSize?: number;
  readonly seed: number | string;
}

/** What one step reports. */
export interface SftStep {
  /** From 1. */
  readonly step: number;
  readonly steps: number;
  /**
   * `loss`, `grad_norm`, `learning_rate`, `entropy`, `mean_token_probability`, `num_tokens` (answer tokens so
   * far, by their weights), `epoch`, `step_time` in seconds, where drawn answers were too long `answers_left_out`,
   * and, where measured, `eval_loss`, `eval_mean_token_probability`.
   */
  readonly metrics: Readonly<Record<string, number>>;
}

/** How a run ended and what it could not learn. */
export interface SftResult extends TrainingRunResult {
  /** Examples that were left out, held-out ones included. */
  readonly skipped: readonly SkippedRow[];
}

interface SftState {
  readonly cursor: EpochCursor;
  readonly numTokens: number;
}

/** Everything about a run that is settled before its first step. */
interface Plan {
  /** What is shown, one after the other: groups as they are, or what draws them. */
  readonly items: readonly (LearningGroup | DrawnExamples)[];
  /** A first showing of each, by which a run is known. */
  readonly groups: readonly LearningGroup[];
  readonly heldOut: readonly LearningGroup[];
  readonly skipped: readonly SkippedRow[];
  readonly batchSize: number;
  readonly steps: number;
  readonly evaluateEvery: number;
}

/**
 * Teaches a model the answers of examples.
 *
 * @throws InvalidInputError when no example can be learnt; UsageError for settings that make no sense, a
 *   checkpoint of another run, or a loss that is not finite. The last checkpoint survives all of them.
 */
export async function trainSft(options: SftOptions): Promise<SftResult> {
  const plan = makePlan(options);
  const learner = options.learner ?? (await createSftLearner(options.model, plan.steps, options));
  try {
    return { ...(await run(options, plan, learner)), skipped: plan.skipped };
  } finally {
    if (!options.learner) await learner.release();
  }
}

async function run(options: SftOptions, plan: Plan, learner: Learner): Promise<TrainingRunResult> {
  const { signal } = options;
  const { items, steps } = plan;
  const { tokenizer } = options.model;
  const random = createRandom(options.seed).fork('examples');
  const sampler = createEpochSampler(items.length, random);
  const turning = createRandom(options.seed).fork('augmentation');
  let numTokens = 0;

  return runTraining<SftState, SftStep>({
    steps,
    ...runControl(options),
    identity: () => identityOf(options, plan, learner),
    save: (directory) => learner.save(directory),
    restore: (directory) => learner.restore(directory),
    state: {
      get: () => ({ cursor: sampler.cursor, numTokens }),
      set: (state) => {
        sampler.cursor = state.cursor;
        numTokens = state.numTokens;
      },
    },
    step: async (step, moved) => {
      const started = performance.now();
      const stream = turning.fork(`step ${step}`);
      const leftOut: SkippedRow[] = [];
      const show = (item: Plan['items'][number]) => {
        if (!('draw' in item)) return [augmented(item, options.augment, stream)];
        const shown = packWhatFits(item.draw(stream), tokenizer, options);
        leftOut.push(...shown.skipped);
        return shown.groups.map((group) => augmented(group, options.augment, stream));
      };
      let batch: LearningGroup[] = [];
      for (let tries = 0; batch.length === 0; tries++) {
        if (tries === mostTries) throw nothingToLearn(leftOut);
        batch = sampler.take(plan.batchSize).flatMap((index) => show(items[index]!));
      }
      const { tokens = 0, ...update } = reportUpdate(
        await learner.step(batch, signal ? { signal } : {}),
        step,
      );
      moved();
      numTokens += tokens;
      const isMeasured = step % plan.evaluateEvery === 0 || step === steps;
      const heldOut =
        isMeasured && plan.heldOut.length > 0
          ? await heldOutLoss(learner, plan.heldOut, signal)
          : {};
      const { epoch, position } = sampler.cursor;
      return {
        step,
        steps,
        metrics: {
          ...update,
          ...heldOut,
          ...(leftOut.length > 0 ? { answers_left_out: leftOut.length } : {}),
          num_tokens: numTokens,
          epoch: epoch + position / items.length,
          step_time: (performance.now() - started) / 1000,
        },
      };
    },
  });
}

function makePlan(options: SftOptions): Plan {
  const { model, heldOut = [], epochs = 1 } = options;
  const { batchSize = methodRecipe.training.batchSize } = options;
  checkWholeNumber('batchSize', batchSize, 1);
  const { steps } = options;
  if (steps !== undefined) checkWholeNumber('steps', steps, 1);
  if (!(epochs > 0)) throw new UsageError(`epochs must be above 0, got ${epochs}.`);
  const learnt = planItems(options);
  const measured =
    heldOut.length > 0
      ? packExamples(heldOut, model.tokenizer, options)
      : { groups: [], skipped: [] };
  const stepsPerEpoch = Math.ceil(learnt.items.length / batchSize);
  const { evaluateEvery = stepsPerEpoch } = options;
  checkWholeNumber('evaluateEvery', evaluateEvery, 1);
  return {
    items: learnt.items,
    groups: learnt.groups,
    heldOut: measured.groups,
    skipped: [...learnt.skipped, ...measured.skipped],
    batchSize,
    steps: steps ?? Math.ceil((epochs * learnt.items.length) / batchSize),
    evaluateEvery,
  };
}

/** Batches that are drawn for one step while all of their answers are too long. */
const mostTries = 100;

/** Examples as they are first, then those that are drawn; each of these is tried once, so that a faulty one fails now. */
function planItems({
  examples,
  model: { tokenizer },
  ...options
}: SftOptions): PackedExamples & Pick<Plan, 'items'> {
  const given = examples.filter((one): one is SftExample => !('draw' in one));
  const drawn = examples.filter((one): one is DrawnExamples => 'draw' in one);
  const packed = packWhatFits(given, tokenizer, options);
  const first = drawn.map(({ id, draw }) => {
    const stream = createRandom(options.seed).fork(`first showing of ${id}`);
    return packWhatFits(draw(stream), tokenizer, options);
  });
  const groups = [packed, ...first].flatMap((each) => each.groups);
  const skipped = [packed, ...first].flatMap((each) => each.skipped);
  if (groups.length === 0) throw nothingToLearn(skipped);
  return { items: [...packed.groups, ...drawn], groups, skipped };
}

/** A group whose images are shown another way. */
function augmented(
  group: LearningGroup,
  augment: Augment | undefined,
  random: Random,
): LearningGroup {
  const { prompt } = group;
  if (augment === undefined || 'messages' in prompt) return group;
  const images = prompt.images.map((image) => augment(image, random));
  return { ...group, prompt: { ...prompt, images } };
}

/** Everything that fixes the run's weights and log. */
async function identityOf(
  options: SftOptions,
  plan: Plan,
  learner: Learner,
): Promise<Record<string, unknown>> {
  return {
    seed: options.seed,
    batchSize: plan.batchSize,
    ...(options.augment ? { augment: options.augment } : {}),
    ...partsOf('example', plan.groups),
    ...(plan.heldOut.length > 0
      ? { ...partsOf('held-out example', plan.heldOut), evaluateEvery: plan.evaluateEvery }
      : {}),
    ...(await learner.identity()),
    'version of @skinr1/sft': versionOf('@skinr1/sft', import.meta.url),
  };
}

function partsOf(kind: string, groups: readonly LearningGroup[]): Record<string, unknown> {
  return {
    [`${kind} texts`]: groups.map(({ prompt }) =>
      'messages' in prompt ? prompt.messages : prompt.text,
    ),
    [`${kind} images`]: groups.map(({ prompt }) => ('messages' in prompt ? [] : prompt.images)),
    [`${kind} answer tokens`]: groups.map(({ completions }) =>
      completions.map(({ tokenIds }) => tokenIds),
    ),
    ...(groups.some(({ completions }) => completions.some(({ weight }) => weight !== undefined))
      ? {
          [`${kind} token weights`]: groups.map(({ completions }) =>
            completions.map(({ weight }) => weight ?? null),
          ),
        }
      : {}),
  };
}
