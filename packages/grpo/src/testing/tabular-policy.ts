import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TokenLoss } from '@skinr1/autograd';
import {
  checkSampleOptions,
  checkScoredGroup,
  createRandom,
  InvalidInputError,
  type Prompt,
  type Random,
  type SampledCompletion,
  type SampledGroup,
  type SampleOptions,
  type SamplingSettings,
  type ScoredGroup,
  type TrainablePolicy,
  type UpdateMetrics,
  type UpdateOptions,
  UsageError,
} from '@skinr1/core';
import { grpoLoss } from '../losses/index.ts';
import {
  accumulate,
  entropyOf,
  keyOf,
  largestOf,
  logSoftmax,
  pick,
  type Tables,
} from './tables.ts';
import { type LossRow, type TabularLoss, tabularLoss } from './tabular-loss.ts';

/** Options of {@link createTabularPolicy}. */
export interface TabularPolicyOptions {
  /** Texts that answers are put together from. The first ends the answer; its text is not written. */
  readonly tokens: readonly string[];
  /** Step of gradient descent. @defaultValue 1 */
  readonly learningRate?: number;
  /** @defaultValue `grpoLoss({ beta: 0 })` */
  readonly loss?: TokenLoss;
  /**
   * What the sampler makes of logits before it draws: another than what learns, as servers are that compute
   * otherwise. @defaultValue nothing
   */
  readonly sampler?: (logits: Float64Array) => Float64Array;
}

/**
 * A policy small enough to see through: for each prompt and position a table of logits over a few tokens, trained by
 * plain gradient descent on any loss; the reference is what it was at the start. It learns, stores and restores like
 * any other, and so stands in for a model in tests of trainers.
 */
export function createTabularPolicy(
  options: TabularPolicyOptions,
): Required<Omit<TrainablePolicy, 'check' | 'adapter'>> {
  return new TabularPolicy(options);
}

class TabularPolicy implements TrainablePolicy {
  private readonly tokens: readonly string[];
  private readonly learningRate: number;
  private readonly loss: TokenLoss;
  private readonly runLoss: TabularLoss;
  private readonly sampler: (logits: Float64Array) => Float64Array;
  private tables: Tables = new Map();
  private reference: Tables = new Map();

  constructor(options: TabularPolicyOptions) {
    const { tokens, learningRate = 1, loss = grpoLoss({ beta: 0 }) } = options;
    if (tokens.length < 2) throw new UsageError('a tabular policy needs an end token and another.');
    this.tokens = tokens;
    this.learningRate = learningRate;
    this.loss = loss;
    this.runLoss = tabularLoss(loss);
    this.sampler = options.sampler ?? ((logits) => logits);
  }

  async identity(): Promise<Readonly<Record<string, unknown>>> {
    const { tokens, learningRate, loss, sampler } = this;
    return { tokens, learningRate, loss, sampler };
  }

  async sample(prompts: readonly Prompt[], options: SampleOptions): Promise<SampledCompletion[][]> {
    const { groupSize = 1, random = createRandom(0), onProgress } = options;
    const sampling = samplingOf(options);
    const total = prompts.length * groupSize;
    const groups: SampledCompletion[][] = [];
    for (const prompt of prompts) {
      // A turn of the event loop, so that an abort is noticed as it would be by a real model.
      await new Promise((resolve) => setImmediate(resolve));
      options.signal?.throwIfAborted();
      const draw = () => this.draw(prompt, options.maxTokens, sampling, random);
      groups.push(Array.from({ length: groupSize }, draw));
      onProgress?.({ done: groups.length * groupSize, total });
    }
    return groups;
  }

  async update(
    groups: readonly ScoredGroup[],
    { coefficients }: UpdateOptions = {},
  ): Promise<UpdateMetrics> {
    const answers = groups
      .map(checkScoredGroup)
      .flatMap(({ prompt, completions, ...parts }) =>
        completions.map((completion, row) => this.answer(prompt, completion, parts, row)),
      );
    if (answers.length === 0) throw new UsageError('update needs at least one completion.');
    const rows = answers.map(({ row }) => row);
    const { loss, metrics, logProbGradient, entropyGradient } = await this.runLoss.evaluate(
      rows,
      coefficients,
    );
    const gradients: Tables = new Map();
    answers.forEach(({ prompt, completion }, row) => {
      completion.tokenIds.forEach((token, position) => {
        accumulate(gradients, keyOf(prompt, position), {
          logProbs: this.logProbs(this.tables, prompt, position, completion.sampling.temperature),
          token,
          temperature: completion.sampling.temperature,
          byLogProb: logProbGradient(row, position),
          byEntropy: entropyGradient(row, position),
        });
      });
    });
    const gradientNorm = this.descend(gradients);
    const entropies = rows.flatMap(({ entropy }) => Array.from(entropy));
    const entropy = entropies.reduce((sum, each) => sum + each, 0) / Math.max(1, entropies.length);
    return { ...metrics, loss, gradientNorm, entropy };
  }

  async score(
    groups: readonly SampledGroup[],
    by: 'learner' | 'reference',
  ): Promise<Float32Array[][]> {
    const tables = by === 'learner' ? this.tables : this.reference;
    return groups.map(({ prompt, completions }) =>
      completions.map((completion) => this.scoreOne(tables, prompt, completion)),
    );
  }

  async syncReference(mixup: number): Promise<void> {
    const mixed: Tables = new Map();
    for (const key of new Set([...this.tables.keys(), ...this.reference.keys()])) {
      const [now, before] = [this.logits(this.tables, key), this.logits(this.reference, key)];
      mixed.set(
        key,
        now.map((logit, index) => mixup * logit + (1 - mixup) * before[index]!),
      );
    }
    this.reference = mixed;
  }

  async save(directory: string): Promise<void> {
    await mkdir(directory, { recursive: true });
    const plain = (tables: Tables) => [...tables].map(([key, logits]) => [key, [...logits]]);
    const { tables, reference } = this;
    const content = { tables: plain(tables), reference: plain(reference) };
    await writeFile(join(directory, 'tables.json'), JSON.stringify(content));
  }

  async restore(directory: string): Promise<void> {
    const source = join(directory, 'tables.json');
    try {
      type Plain = [string, number[]][];
      const saved: Record<'tables' | 'reference', Plain> = JSON.parse(
        await readFile(source, 'utf8'),
      );
      const read = (plain: Plain): Tables =>
        new Map(plain.map(([key, logits]) => [key, Float64Array.from(logits)]));
      [this.tables, this.reference] = [read(saved.tables), read(saved.reference)];
    } catch (cause) {
      throw new InvalidInputError('is not a saved tabular policy.', { source, cause });
    }
  }

  /** One completion as the loss sees it. */
  private answer(
    prompt: Prompt,
    completion: SampledCompletion,
    { advantages, weights, oldLogProbs, importance }: Omit<ScoredGroup, 'prompt' | 'completions'>,
    at: number,
  ): { prompt: Prompt; completion: SampledCompletion; row: LossRow } {
    const { tokenIds, logProbs, sampling } = completion;
    if (sampling.temperature === 0) {
      throw new UsageError(`prompt '${prompt.id}': a greedy answer was not drawn from anything.`);
    }
    const weight = weights?.[at] ?? 1;
    const filled = (value: number) => new Float64Array(tokenIds.length).fill(value);
    const row = {
      // In float64: rounded ones would differ from the gradient's.
      logProb: Float64Array.from(
        tokenIds,
        (token, position) =>
          this.logProbs(this.tables, prompt, position, sampling.temperature)[token]!,
      ),
      oldLogProb: oldLogProbs?.[at] ?? logProbs,
      samplerLogProb: logProbs,
      refLogProb: this.scoreOne(this.reference, prompt, completion),
      entropy: Float64Array.from(tokenIds, (_, position) =>
        entropyOf(this.logProbs(this.tables, prompt, position, sampling.temperature)),
      ),
      importance: importance?.[at] ?? filled(1),
      mask: typeof weight === 'number' ? filled(weight) : weight,
      advantage: advantages[at]!,
    };
    return { prompt, completion, row };
  }

  private scoreOne(
    tables: Tables,
    prompt: Prompt,
    { tokenIds, sampling }: SampledCompletion,
  ): Float32Array {
    return Float32Array.from(
      tokenIds,
      (token, position) => this.logProbs(tables, prompt, position, sampling.temperature)[token]!,
    );
  }

  private draw(
    prompt: Prompt,
    maxTokens: number,
    sampling: SamplingSettings,
    random: Random,
  ): SampledCompletion {
    const { temperature } = sampling;
    const tokenIds: number[] = [];
    const logProbs: number[] = [];
    let text = '';
    while (tokenIds.length < maxTokens && tokenIds.at(-1) !== 0) {
      const logits = this.sampler(this.logits(this.tables, keyOf(prompt, tokenIds.length)));
      const token =
        temperature === 0
          ? logits.indexOf(largestOf(logits))
          : pick(logSoftmax(logits, temperature), random);
      tokenIds.push(token);
      logProbs.push(logSoftmax(logits, temperature === 0 ? 1 : temperature)[token] as number);
      if (token !== 0) text += this.tokens[token];
    }
    return {
      text,
      tokenIds: Int32Array.from(tokenIds),
      logProbs: Float32Array.from(logProbs),
      finishReason: tokenIds.at(-1) === 0 ? 'stop' : 'length',
      sampling,
    };
  }

  private logits(tables: Tables, key: string): Float64Array {
    return tables.get(key) ?? new Float64Array(this.tokens.length);
  }

  private logProbs(
    tables: Tables,
    prompt: Prompt,
    position: number,
    temperature: number,
  ): Float64Array {
    return logSoftmax(this.logits(tables, keyOf(prompt, position)), temperature);
  }

  /** Takes the step and returns the norm of the gradient. */
  private descend(gradients: Tables): number {
    let squares = 0;
    for (const [key, gradient] of gradients) {
      const logits = this.logits(this.tables, key);
      this.tables.set(
        key,
        logits.map((logit, index) => logit - this.learningRate * gradient[index]!),
      );
      for (const value of gradient) squares += value * value;
    }
    return Math.sqrt(squares);
  }
}

/** A table draws from all its tokens, and says so. */
function samplingOf(options: SampleOptions): SamplingSettings {
  const { temperature, topK, topP } = checkSampleOptions(options);
  if (topK !== 0 || topP !== 1) {
    throw new UsageError('a tabular policy draws from all tokens: it knows neither topK nor topP.');
  }
  return { temperature, topK, topP, bannedIds: [] };
}
