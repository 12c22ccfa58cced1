import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  checkSampleOptions,
  checkScoredGroup,
  createRandom,
  InvalidInputError,
  type Prompt,
  type Random,
  type SampledCompletion,
  type SampleOptions,
  type SamplingSettings,
  type ScoredGroup,
  type TrainablePolicy,
  type UpdateMetrics,
  UsageError,
} from '@skinr1/core';

/** Options of {@link createTabularPolicy}. */
export interface TabularPolicyOptions {
  /** Texts that answers are put together from. The first ends the answer; its text is not written. */
  readonly tokens: readonly string[];
  /** Step of gradient descent. @defaultValue 1 */
  readonly learningRate?: number;
  /** Tokens whose ratio has left 1 ± this in their advantage's direction teach nothing. @defaultValue 0.2 */
  readonly epsilon?: number;
}

/**
 * A policy small enough to see through: for each prompt and position a table of logits over a few tokens,
 * trained by plain gradient descent on GRPO's clipped loss. It learns, stores and restores like any other,
 * and so stands in for a model in tests of trainers.
 */
export function createTabularPolicy(options: TabularPolicyOptions): TrainablePolicy {
  return new TabularPolicy(options);
}

class TabularPolicy implements TrainablePolicy {
  private readonly tokens: readonly string[];
  private readonly learningRate: number;
  private readonly epsilon: number;
  /** Logits by prompt and position; a table that is not there yet is all zero. */
  private tables = new Map<string, Float64Array>();

  constructor({ tokens, learningRate = 1, epsilon = 0.2 }: TabularPolicyOptions) {
    if (tokens.length < 2) throw new UsageError('a tabular policy needs an end token and another.');
    this.tokens = tokens;
    this.learningRate = learningRate;
    this.epsilon = epsilon;
  }

  async identity(): Promise<Readonly<Record<string, unknown>>> {
    const { tokens, learningRate, epsilon } = this;
    return { tokens, learningRate, epsilon };
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

  async update(groups: readonly ScoredGroup[]): Promise<UpdateMetrics> {
    const sequences = groups.reduce((sum, group) => sum + group.completions.length, 0);
    if (sequences === 0) throw new UsageError('update needs at least one completion.');
    const gradients = new Map<string, Float64Array>();
    let loss = 0;
    let clipped = 0;
    let tokens = 0;
    for (const { prompt, completions, advantages, weights } of groups.map(checkScoredGroup)) {
      completions.forEach((completion, row) => {
        const { tokenIds, logProbs, sampling } = completion;
        const { temperature } = sampling;
        if (temperature === 0) {
          throw new UsageError(
            `prompt '${prompt.id}': a greedy answer was not drawn from anything.`,
          );
        }
        const advantage = advantages[row] as number;
        const share = (weights?.[row] ?? 1) / (sequences * Math.max(1, tokenIds.length));
        tokenIds.forEach((token, position) => {
          const key = `${prompt.id}\n${position}`;
          const logProb = logSoftmax(this.logits(key), temperature)[token] as number;
          const ratio = Math.exp(logProb - (logProbs[position] as number));
          const held = this.clip(ratio) * advantage < ratio * advantage;
          loss -= share * (held ? this.clip(ratio) : ratio) * advantage;
          tokens++;
          if (held) clipped++;
          else
            this.accumulate(gradients, key, {
              token,
              scale: share * ratio * advantage,
              temperature,
            });
        });
      });
    }
    const gradientNorm = this.descend(gradients);
    return { loss, gradientNorm, 'clip_ratio/region_mean': clipped / Math.max(1, tokens) };
  }

  async save(directory: string): Promise<void> {
    await mkdir(directory, { recursive: true });
    const tables = [...this.tables].map(([key, logits]) => [key, [...logits]]);
    await writeFile(join(directory, 'tables.json'), JSON.stringify(tables));
  }

  async restore(directory: string): Promise<void> {
    const source = join(directory, 'tables.json');
    try {
      const tables: [string, number[]][] = JSON.parse(await readFile(source, 'utf8'));
      this.tables = new Map(tables.map(([key, logits]) => [key, Float64Array.from(logits)]));
    } catch (cause) {
      throw new InvalidInputError('is not a saved tabular policy.', { source, cause });
    }
  }

  private clip(ratio: number): number {
    return Math.min(Math.max(ratio, 1 - this.epsilon), 1 + this.epsilon);
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
      const logits = this.logits(`${prompt.id}\n${tokenIds.length}`);
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

  private logits(key: string): Float64Array {
    return this.tables.get(key) ?? new Float64Array(this.tokens.length);
  }

  /** Adds `scale · ∂ log π(token) / ∂ logits = scale · (1[token] − π) / temperature`. */
  private accumulate(
    gradients: Map<string, Float64Array>,
    key: string,
    { token, scale, temperature }: { token: number; scale: number; temperature: number },
  ): void {
    const gradient = gradients.get(key) ?? new Float64Array(this.tokens.length);
    gradients.set(key, gradient);
    logSoftmax(this.logits(key), temperature).forEach((logProb, index) => {
      const difference = (index === token ? 1 : 0) - Math.exp(logProb);
      gradient[index] = (gradient[index] as number) + (scale / temperature) * difference;
    });
  }

  /** Takes the step and returns the norm of the gradient. */
  private descend(gradients: ReadonlyMap<string, Float64Array>): number {
    let squares = 0;
    for (const [key, gradient] of gradients) {
      const logits = this.logits(key);
      this.tables.set(
        key,
        logits.map((logit, index) => logit + this.learningRate * (gradient[index] as number)),
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

function logSoftmax(logits: Float64Array, temperature: number): Float64Array {
  const scaled = logits.map((logit) => logit / temperature);
  const largest = largestOf(scaled);
  const total = scaled.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
  return scaled.map((logit) => logit - largest - Math.log(total));
}

function largestOf(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
}

/** Draws an index by its log-probability. */
function pick(logProbs: Float64Array, random: Random): number {
  let left = random.next();
  for (let index = 0; index < logProbs.length - 1; index++) {
    left -= Math.exp(logProbs[index] as number);
    if (left < 0) return index;
  }
  return logProbs.length - 1;
}
