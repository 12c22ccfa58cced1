import { type Feeds, freeMemory, type Session, type TensorHandle, Trainer } from '@skinr1/autograd';
import { checkWholeNumber, type UpdateMetrics, UsageError } from '@skinr1/core';
import type { Model } from '../model.ts';
import { GraphWeights } from '../weights/graph-weights.ts';
import { weightFeeds } from '../weights/model-weights.ts';
import { restoreLearning, saveLearning } from './checkpoint.ts';
import { createDropout, dropoutSeed, dropoutSeedInput } from './dropout.ts';
import { buildScoreGraph, type LossNeeds, needsOf, packedLoss } from './graphs.ts';
import {
  type LearningGroup,
  type MicroBatch,
  packRows,
  planMicroBatches,
  refuseOtherAdapter,
  refuseSpoilingValues,
  refuseUnscorable,
} from './groups.ts';
import type { Learner, LearnerOptions, StepOptions } from './learner-types.ts';
import { chooseLearning, declareAll, frozenFeeds, type LearningParts } from './learning-parts.ts';
import { coefficientFeeds, lossFeeds, type Scores } from './loss-feeds.ts';
import { modelIdentity } from './model-identity.ts';
import { Reference } from './reference.ts';
import { type StepTotals, stepTotals } from './step-totals.ts';

/**
 * Makes a learner of one of the model's adapters or, where it has none, of its weights. A loss that reads
 * `refLogProb` gets the log-probabilities of what learns as it is now, kept frozen: of a model
 * with adapters that is another adapter, and of fresh ones the model without any.
 *
 * @throws UsageError when the model has a learner already, what is to learn cannot, or limits are below 1
 */
export async function createLearner(model: Model, options: LearnerOptions): Promise<Learner> {
  const { engine, family, config, weights } = model;
  const { maxTokensPerMicroBatch = defaultMicroBatch, maxCompletionLength = 1 } = options;
  const { gradientCheckpointing = false } = options;
  checkWholeNumber('maxTokensPerMicroBatch', maxTokensPerMicroBatch, 1);
  checkWholeNumber('maxCompletionLength', maxCompletionLength, 1);
  const parts = chooseLearning(weights, options);
  const dropout = dropoutOf(model, parts.adapter, options);
  const trainer = await Trainer.create({
    engine,
    parameters: parts.learning,
    loss: (context) =>
      packedLoss(
        context.graph,
        new GraphWeights(
          family.parameters(config),
          declareAll(context.graph, context.parameters, parts),
          dropout > 0 ? createDropout(context.graph, dropout) : undefined,
        ),
        model,
        options.loss,
      ),
    optimizer: options.optimizer,
    gradientCheckpointing,
  });
  const needs = needsOf(options.loss);
  const isKept = options.keepReference === true || needs.refLogProb;
  const reference = new Reference(engine, parts.learning, isKept);
  weights.follow(trainer.parameters, parts.adapter);
  return new ModelLearner(model, { ...options, dropout }, trainer, parts, reference, needs);
}

/** Throws UsageError for a share that is none. */
function dropoutOf(
  { weights }: Model,
  adapter: string | null,
  { dropout }: LearnerOptions,
): number {
  const share = dropout ?? (adapter === null ? 0 : weights.adapter(adapter).settings.dropout);
  if (share >= 0 && share < 1 && (adapter !== null || share === 0)) return share;
  throw new UsageError(
    adapter === null
      ? 'dropout is of adapters, and none learns.'
      : `dropout must be from 0 to below 1, got ${share}.`,
  );
}

const defaultMicroBatch = 4096;

class ModelLearner implements Learner {
  readonly adapter: string | null;
  private readonly model: Model;
  private readonly options: LearnerOptions & { readonly dropout: number };
  private readonly trainer: Trainer;
  private readonly frozen: LearningParts['frozen'];
  private readonly frozenFeeds: Readonly<Record<string, TensorHandle>>;
  private readonly needs: LossNeeds;
  private readonly reference: Reference;
  private scoreSession: Promise<Session> | null = null;

  constructor(
    model: Model,
    options: LearnerOptions & { readonly dropout: number },
    trainer: Trainer,
    parts: LearningParts,
    reference: Reference,
    needs: LossNeeds,
  ) {
    this.model = model;
    this.options = options;
    this.trainer = trainer;
    this.frozen = parts.frozen;
    this.frozenFeeds = frozenFeeds(parts);
    this.needs = needs;
    this.reference = reference;
    this.adapter = parts.adapter;
  }

  async identity(): Promise<Readonly<Record<string, unknown>>> {
    const { loss, optimizer, trainable, maxCompletionLength, dropout, seed = 0 } = this.options;
    const { gradientCheckpointing } = this.options;
    const { model, adapter } = this;
    return {
      ...(await modelIdentity(model, this.frozen)),
      loss,
      optimizer,
      trainable,
      maxCompletionLength,
      'keeps a reference': this.reference.isKept,
      maxTokensPerMicroBatch: this.options.maxTokensPerMicroBatch ?? defaultMicroBatch,
      ...(adapter === null ? {} : { adapter: model.weights.adapter(adapter).settings, dropout }),
      ...(dropout > 0 ? { 'dropout seed': seed } : {}),
      ...(gradientCheckpointing ? { gradientCheckpointing } : {}),
    };
  }

  get updates(): number {
    return this.trainer.step;
  }

  step(groups: readonly LearningGroup[], options: StepOptions = {}): Promise<UpdateMetrics> {
    return this.queued(() => this.update(groups, options));
  }

  logProbs(
    groups: readonly LearningGroup[],
    by: 'learner' | 'reference' = 'learner',
  ): Promise<Float32Array[][]> {
    return this.queued(() => this.scoreAll(groups, by));
  }

  syncReference(mixup: number): Promise<void> {
    return this.queued(() => this.reference.mixIn(this.trainer.parameters, mixup));
  }

  save(directory: string): Promise<void> {
    const { trainer, adapter, reference } = this;
    return this.queued(() =>
      saveLearning(this.model, { trainer, adapter, reference: reference.stored }, directory),
    );
  }

  restore(directory: string): Promise<void> {
    return this.queued(() => this.restoreFrom(directory));
  }

  release(): Promise<void> {
    return this.queued(() => this.handOver());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.release();
  }

  /** Runs when no other call uses the weights. */
  private queued<T>(call: () => Promise<T>): Promise<T> {
    return this.model.weights.calls.run(call);
  }

  private async update(
    groups: readonly LearningGroup[],
    { signal, coefficients = {} }: StepOptions,
  ): Promise<UpdateMetrics> {
    refuseSpoilingValues(groups);
    refuseUnscorable(groups);
    refuseOtherAdapter(groups, this.adapter);
    const batches = await this.plan(groups);
    const shared = coefficientFeeds(this.needs.coefficients, coefficients);
    const totals = stepTotals(batches, this.options.maxCompletionLength);
    if (totals.tokens === 0) {
      throw new UsageError('a step needs at least one completion token to learn from.');
    }
    const feeds: Feeds[] = [];
    for (const batch of batches) {
      signal?.throwIfAborted();
      feeds.push({
        ...shared,
        ...(await this.lossFeeds(batch, totals)),
        ...this.dropoutFeed(feeds.length),
      });
    }
    signal?.throwIfAborted();
    const metrics = await this.trainer.update(
      feeds.map((feed) => ({ ...this.frozenFeeds, ...feed })),
    );
    this.reference.learnt();
    for (const feed of feeds.flatMap((each) => Object.values(each))) {
      if ('data' in feed) freeMemory(feed);
    }
    return { ...metrics, tokens: totals.tokens };
  }

  private async scoreAll(
    groups: readonly LearningGroup[],
    by: 'learner' | 'reference',
  ): Promise<Float32Array[][]> {
    const weights = by === 'learner' ? this.trainer.parameters : this.reference.require();
    const results = groups.map((group) => group.completions.map(() => new Float32Array(0)));
    for (const batch of await this.plan(groups)) {
      for (const [{ group, index }, values] of await this.score(batch, weights)) {
        (results[group] as Float32Array[])[index] = Float32Array.from(values);
      }
    }
    return results;
  }

  private async restoreFrom(directory: string): Promise<void> {
    const { trainer, adapter } = this;
    const reference = await restoreLearning(
      this.model,
      { trainer, adapter, hasReference: this.reference.isKept },
      directory,
    );
    this.reference.learnt();
    if (reference) await this.reference.restore(reference);
  }

  private async handOver(): Promise<void> {
    const learnt = await this.trainer.handOver();
    this.model.weights.takeBack(learnt);
    await (await this.scoreSession)?.release();
    this.reference.release(learnt);
  }

  private dropoutFeed(batch: number): Feeds {
    const { dropout, seed = 0 } = this.options;
    if (dropout === 0) return {};
    return { [dropoutSeedInput]: dropoutSeed(seed, this.updates, batch) };
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
    const { needs, reference, trainer } = this;
    const none: Scores = new Map();
    const asksOld = needs.oldLogProb || needs.samplerLogProb;
    const lacksOld = batch.completions.some(({ source }) => !source.logProbs);
    return {
      ...batch.feeds,
      ...lossFeeds(batch, totals, {
        reference: needs.refLogProb ? await this.score(batch, reference.require()) : none,
        current: asksOld && lacksOld ? await this.score(batch, trainer.parameters) : none,
      }),
    };
  }

  private async score(
    batch: MicroBatch,
    learning: Readonly<Record<string, TensorHandle>>,
  ): Promise<Scores> {
    const { engine, weights } = this.model;
    this.scoreSession ??= engine.load(buildScoreGraph(this.model, weights.declared), {
      source: 'score',
    });
    const session = await this.scoreSession;
    const { outputs } = await session.run({
      ...weights.feeds(session, this.adapter),
      ...weightFeeds(session, learning),
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
