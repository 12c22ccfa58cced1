import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Feeds,
  freeMemory,
  type Optimizer,
  readSafetensors,
  restoreTrainer,
  type Session,
  saveTrainer,
  type TensorHandle,
  type TokenLoss,
  Trainer,
  tensor,
  uploadAll,
  writeSafetensors,
} from '@skinr1/autograd';
import { type UpdateMetrics, UsageError } from '@skinr1/core';
import type { Model } from '../model.ts';
import { GraphWeights } from '../weights/graph-weights.ts';
import { weightFeeds } from '../weights/model-weights.ts';
import { buildScoreGraph, packedLoss, usedInputs } from './graphs.ts';
import {
  type LearningGroup,
  type MicroBatch,
  type PlacedCompletion,
  packRows,
  planMicroBatches,
  refuseGreedy,
  tokenTable,
} from './groups.ts';
import { chooseLearning, declareAll, frozenFeeds, type LearningParts } from './learning-parts.ts';
import { modelIdentity } from './model-identity.ts';
import { type StepTotals, stepTotals } from './step-totals.ts';

/** Options of {@link createLearner}. */
export interface LearnerOptions {
  readonly loss: TokenLoss;
  readonly optimizer: Optimizer;
  /** Tokens, padding included, that run at a time; what is over accumulates. @defaultValue 4096 */
  readonly maxTokensPerMicroBatch?: number;
  /** The loss's `maxCompletionLength`. @defaultValue the longest completion of each step */
  readonly maxCompletionLength?: number;
  /** Which weights learn, by Hugging Face name. @defaultValue all */
  readonly trainable?: (name: string) => boolean;
}

/** Trains a model's weights in place: what it learns, the model generates with at once. */
export interface Learner {
  /**
   * What fixes a result beside the weights that learn and the completions: loss, optimizer, the weights that do
   * not learn, how text and images become numbers, where it is computed. Part of a training run's fingerprint.
   * Reads every frozen weight once.
   */
  identity(): Promise<Readonly<Record<string, unknown>>>;
  /** Updates done. */
  readonly updates: number;
  /**
   * One gradient step over all completions of the groups, each scored at the temperature it was sampled
   * at. Reports `loss`, `gradientNorm`, `entropy`
   * (nats a token), `tokens` (completion tokens) and what loss and optimizer report. Weights are
   * unchanged if it throws.
   */
  step(groups: readonly LearningGroup[], signal?: AbortSignal): Promise<UpdateMetrics>;
  /** Log-probabilities of the completions' tokens under the current weights, group by group. */
  logProbs(groups: readonly LearningGroup[]): Promise<Float32Array[][]>;
  /** Writes weights, optimizer and reference to a folder, so that {@link restore} goes on bit for bit. */
  save(directory: string): Promise<void>;
  /** Throws NotFoundError or InvalidInputError for files that are missing, damaged or of another model. */
  restore(directory: string): Promise<void>;
  /** Frees optimizer and sessions; the model keeps its weights. */
  release(): Promise<void>;
}

/**
 * Makes a learner of the model's adapters or, where it has none, of its weights. A loss that reads
 * `refLogProb` gets the log-probabilities of what learns as it is now, kept frozen: of a model
 * with adapters that is another adapter, and of fresh ones the model without any.
 *
 * @throws UsageError when the model has a learner already, or what is to learn cannot
 */
export async function createLearner(model: Model, options: LearnerOptions): Promise<Learner> {
  const { engine, family, config, weights } = model;
  const parts = chooseLearning(weights, options.trainable);
  const trainer = await Trainer.create({
    engine,
    parameters: parts.learning,
    loss: (context) =>
      packedLoss(
        context.graph,
        new GraphWeights(
          family.parameters(config),
          declareAll(context.graph, context.parameters, parts),
        ),
        model,
        options.loss,
      ),
    optimizer: options.optimizer,
  });
  const uses = usedInputs(options.loss);
  weights.follow(trainer.parameters);
  return new ModelLearner(model, options, trainer, parts, uses);
}

const defaultMicroBatch = 4096;

const referenceFile = 'reference.safetensors';

type Scores = Map<PlacedCompletion, ArrayLike<number>>;

class ModelLearner implements Learner {
  private readonly model: Model;
  private readonly options: LearnerOptions;
  private readonly trainer: Trainer;
  private readonly frozen: LearningParts['frozen'];
  private readonly frozenFeeds: Readonly<Record<string, TensorHandle>>;
  private readonly uses: ReturnType<typeof usedInputs>;
  /** What learns, as it was at the start: the reference, and of no use without one once it has changed. */
  private start: Readonly<Record<string, TensorHandle>>;
  private scoreSession: Promise<Session> | null = null;

  constructor(
    model: Model,
    options: LearnerOptions,
    trainer: Trainer,
    parts: LearningParts,
    uses: ReturnType<typeof usedInputs>,
  ) {
    this.model = model;
    this.options = options;
    this.trainer = trainer;
    this.frozen = parts.frozen;
    this.frozenFeeds = frozenFeeds(parts);
    this.uses = uses;
    this.start = parts.learning;
  }

  async identity(): Promise<Readonly<Record<string, unknown>>> {
    const { loss, optimizer, trainable, maxCompletionLength } = this.options;
    return {
      ...(await modelIdentity(this.model, this.frozen)),
      loss,
      optimizer,
      trainable,
      maxCompletionLength,
      maxTokensPerMicroBatch: this.options.maxTokensPerMicroBatch ?? defaultMicroBatch,
    };
  }

  get updates(): number {
    return this.trainer.step;
  }

  async step(groups: readonly LearningGroup[], signal?: AbortSignal): Promise<UpdateMetrics> {
    refuseGreedy(groups);
    const batches = await this.plan(groups);
    const totals = stepTotals(batches, this.options.maxCompletionLength);
    if (totals.tokens === 0) {
      throw new UsageError('a step needs at least one completion token to learn from.');
    }
    const feeds: Feeds[] = [];
    for (const batch of batches) {
      signal?.throwIfAborted();
      feeds.push(await this.lossFeeds(batch, totals));
    }
    signal?.throwIfAborted();
    const metrics = await this.trainer.update(
      feeds.map((feed) => ({ ...this.frozenFeeds, ...feed })),
    );
    this.dropStart();
    for (const feed of feeds.flatMap((each) => Object.values(each))) {
      if ('data' in feed) freeMemory(feed);
    }
    return { ...metrics, tokens: totals.tokens };
  }

  async logProbs(groups: readonly LearningGroup[]): Promise<Float32Array[][]> {
    const results = groups.map((group) => group.completions.map(() => new Float32Array(0)));
    for (const batch of await this.plan(groups)) {
      for (const [{ group, index }, values] of await this.score(batch, this.trainer.parameters)) {
        (results[group] as Float32Array[])[index] = Float32Array.from(values);
      }
    }
    return results;
  }

  async save(directory: string): Promise<void> {
    await mkdir(directory, { recursive: true });
    await saveTrainer(this.trainer, directory);
    if (!this.uses.refLogProb) return;
    const sources = Object.entries(this.start).map(([name, handle]) => ({
      name,
      dtype: handle.dtype,
      dims: handle.dims,
      load: () => this.model.engine.download(handle),
    }));
    await writeSafetensors(join(directory, referenceFile), sources);
  }

  async restore(directory: string): Promise<void> {
    const reference = this.uses.refLogProb
      ? (await readSafetensors(join(directory, referenceFile))).tensors
      : null;
    await restoreTrainer(this.trainer, directory);
    this.dropStart();
    if (!reference) return;
    for (const handle of Object.values(this.start)) handle.release();
    this.start = await uploadAll(this.model.engine, reference);
  }

  async release(): Promise<void> {
    const learnt = await this.trainer.handOver();
    this.model.weights.takeBack(learnt);
    await (await this.scoreSession)?.release();
    for (const [name, handle] of Object.entries(this.start)) {
      if (learnt[name] !== handle) handle.release();
    }
  }

  /** Frees what learns as it was at the start, if nothing refers to it any more. */
  private dropStart(): void {
    if (this.uses.refLogProb) return;
    for (const handle of Object.values(this.start)) handle.release();
    this.start = {};
  }

  private async plan(groups: readonly LearningGroup[]): Promise<MicroBatch[]> {
    const { config } = this.model;
    const maxTokens = this.options.maxTokensPerMicroBatch ?? defaultMicroBatch;
    const encoded = [];
    for (const group of groups) {
      encoded.push({ group, prompt: await this.model.encodePrompt(group.prompt) });
    }
    return planMicroBatches(packRows(encoded, config, maxTokens), this.model, maxTokens);
  }

  private async lossFeeds(batch: MicroBatch, totals: StepTotals): Promise<Feeds> {
    const { completions } = batch;
    const none: Scores = new Map();
    const reference = this.uses.refLogProb ? await this.score(batch, this.start) : none;
    const lacksOld = completions.some(({ source }) => !source.logProbs);
    const current =
      this.uses.oldLogProb && lacksOld ? await this.score(batch, this.trainer.parameters) : none;
    const scalar = (value: number) => tensor('float32', [], [value]);
    return {
      ...batch.feeds,
      refLogProb: tokenTable(batch, (completion) => reference.get(completion) ?? []),
      oldLogProb: tokenTable(
        batch,
        (completion) => completion.source.logProbs ?? current.get(completion) ?? [],
      ),
      mask: tokenTable(batch, ({ tokenIds, source }) =>
        new Float32Array(tokenIds.length).fill(source.weight ?? 1),
      ),
      advantage: tensor(
        'float32',
        [completions.length, 1],
        completions.map(({ source }) => source.advantage ?? 0),
      ),
      totalSequences: scalar(totals.sequences),
      totalTokens: scalar(totals.tokens),
      maxCompletionLength: scalar(totals.longest),
    };
  }

  private async score(
    batch: MicroBatch,
    learning: Readonly<Record<string, TensorHandle>>,
  ): Promise<Scores> {
    const { engine, weights } = this.model;
    this.scoreSession ??= engine.load(buildScoreGraph(this.model, weights.parts), {
      source: 'score',
    });
    const session = await this.scoreSession;
    const { outputs } = await session.run({
      ...weightFeeds(session, { ...this.frozenFeeds, ...learning }),
      ...batch.feeds,
    });
    const table = outputs.logProb?.data as Float32Array;
    return new Map(
      batch.completions.map((completion, row) => {
        const start = row * batch.tokens;
        return [completion, table.subarray(start, start + completion.tokenIds.length)];
      }),
    );
  }
}
