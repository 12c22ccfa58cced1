import {
  type Answer,
  type ChoiceLabels,
  checkWholeNumber,
  InvalidInputError,
  parseChoiceAnswer,
  type ReasoningJudge,
  type ReasoningJudgement,
  type Reward,
  runReward,
  type SampleOptions,
  type SamplingPolicy,
  UsageError,
} from '@skinr1/core';
import { type Benchmark, type BenchmarkItem, chanceLevel } from './benchmarks/benchmark.ts';
import { measureReasoning, type ReasoningFigures } from './reasoning.ts';
import { type Proportion, proportionOf } from './statistics/wilson.ts';

/** What answers are judged by, beside the labels. */
export interface JudgeOptions {
  /** Rewards to report the means of; they do not change the result. @defaultValue none */
  readonly rewards?: readonly Reward<ChoiceLabels>[];
  /** Reads the reasoning of answers. @defaultValue reasoning is not judged */
  readonly judge?: ReasoningJudge<ChoiceLabels>;
}

/** How a benchmark is run. */
export interface EvaluateOptions extends JudgeOptions {
  /** Token budget of an answer. */
  readonly maxTokens: number;
  /** Questions per call of the policy. @defaultValue 64 */
  readonly batchSize?: number;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
  readonly signal?: AbortSignal;
}

/** One question with the answer given. */
export interface ItemResult {
  readonly promptId: string;
  readonly item: BenchmarkItem;
  readonly completion: string;
  readonly finishReason: Answer['finishReason'];
  /** Letter of a well-formed answer that names an option, else `null`. */
  readonly letter: string | null;
  readonly wellFormed: boolean;
  readonly correct: boolean;
  readonly malignancyCorrect: boolean;
  /** Hierarchy score of the chosen option; 0 without one. */
  readonly score: number;
  /** By reward name; `null` where a reward does not apply. */
  readonly rewards: Readonly<Record<string, number | null>>;
  /** `null` if the reasoning was not judged. */
  readonly reasoning: ReasoningJudgement | null;
}

/** How a policy did on a benchmark. */
export interface BenchmarkResult {
  readonly name: string;
  readonly title: string;
  readonly items: readonly ItemResult[];
  readonly accuracy: Proportion;
  /** Accuracy of guessing. */
  readonly chance: number | null;
  /** Share of answers that have exactly the asked form. */
  readonly format: Proportion;
  /** Share of answers that state the right malignancy. */
  readonly malignancy: Proportion;
  /** Mean hierarchy score of the chosen options; `null` without questions. */
  readonly meanScore: number | null;
  /** Mean of each reward where it applies. */
  readonly rewards: Readonly<Record<string, number | null>>;
  /** Of the answers whose reasoning was judged; `null` if none was. */
  readonly reasoning: ReasoningFigures | null;
}

/**
 * Asks every question of a benchmark once, greedily (temperature 0), and judges the answers strictly:
 * only a text that has exactly the method's form counts as an answer, and only its one letter is
 * compared.
 *
 * Difference from the reference implementation: no letter is searched for in running text.
 *
 * @throws InvalidInputError for prompts that the policy cannot answer, before it answers any; whatever policy and
 *   rewards throw
 */
export async function evaluate(
  policy: SamplingPolicy,
  benchmark: Benchmark,
  options: EvaluateOptions,
): Promise<BenchmarkResult> {
  const { batchSize = 64, onProgress } = options;
  checkWholeNumber('batchSize', batchSize, 1);
  const prompts = benchmark.items.map(({ prompt }) => prompt);
  await policy.check?.(prompts, drawOptions(options));
  const answers: Answer[] = [];
  const total = benchmark.items.length;
  for (let start = 0; start < total; start += batchSize) {
    options.signal?.throwIfAborted();
    const batch = benchmark.items.slice(start, start + batchSize);
    for (const given of await answer(policy, batch, options)) answers.push(given);
    onProgress?.({ done: answers.length, total });
  }
  return judgeAnswers(benchmark, answers, options);
}

/**
 * Judges answers that are there already, one per question in order, as {@link evaluate} does.
 *
 * @throws UsageError if there are not as many answers as questions
 */
export async function judgeAnswers(
  benchmark: Benchmark,
  answers: readonly Answer[],
  options: JudgeOptions = {},
): Promise<BenchmarkResult> {
  const { name, items } = benchmark;
  if (answers.length !== items.length) {
    throw new UsageError(
      `benchmark '${name}' has ${items.length} questions, but there are ${answers.length} answers.`,
    );
  }
  const results: ItemResult[] = [];
  for (const [index, item] of items.entries()) {
    results.push(await judgeAnswer(item, answers[index]!, options));
  }
  return summarizeItems(benchmark, results, options.rewards ?? []);
}

async function answer(
  policy: SamplingPolicy,
  batch: readonly BenchmarkItem[],
  options: EvaluateOptions,
): Promise<Answer[]> {
  const groups = await policy.sample(
    batch.map(({ prompt }) => prompt),
    drawOptions(options),
  );
  return batch.map(({ prompt }, index) => {
    const completion = groups[index]?.[0];
    if (!completion) {
      throw new InvalidInputError('the policy gave no answer to a question.', {
        source: 'evaluate',
        place: prompt.id,
        mend: 'sample() must return one group per prompt, in order.',
      });
    }
    return completion;
  });
}

/** One answer, greedily. */
function drawOptions({ maxTokens, signal }: EvaluateOptions): SampleOptions {
  return { groupSize: 1, maxTokens, temperature: 0, ...(signal ? { signal } : {}) };
}

async function judgeAnswer(
  item: BenchmarkItem,
  completion: Answer,
  { rewards = [], judge }: JudgeOptions,
): Promise<ItemResult> {
  const { prompt } = item;
  const parsed = parseChoiceAnswer(completion.text);
  const option = prompt.labels.options.find(({ letter }) => letter === parsed?.letter);
  const components: Record<string, number | null> = {};
  for (const reward of rewards)
    components[reward.name] = (
      await runReward(reward, { prompt, completion }, { onError: 'fail' })
    ).value;
  return {
    promptId: prompt.id,
    item,
    completion: completion.text,
    finishReason: completion.finishReason,
    letter: option?.letter ?? null,
    wellFormed: parsed !== null,
    correct: option !== undefined && option.letter === prompt.labels.answer,
    malignancyCorrect: parsed?.malignancy === prompt.labels.malignancy,
    score: option?.score ?? 0,
    rewards: components,
    reasoning: judge?.({ prompt, completion }) ?? null,
  };
}

function summarizeItems(
  benchmark: Benchmark,
  items: readonly ItemResult[],
  rewards: readonly Reward<ChoiceLabels>[],
): BenchmarkResult {
  const components = rewards.map(({ name }) => [
    name,
    mean(items.map((item) => item.rewards[name])),
  ]);
  return {
    name: benchmark.name,
    title: benchmark.title,
    items,
    accuracy: proportionOf(items.map(({ correct }) => correct)),
    chance: chanceLevel(benchmark),
    format: proportionOf(items.map(({ wellFormed }) => wellFormed)),
    malignancy: proportionOf(items.map(({ malignancyCorrect }) => malignancyCorrect)),
    meanScore: mean(items.map(({ score }) => score)),
    rewards: Object.fromEntries(components),
    reasoning: measureReasoning(items.map(({ reasoning }) => reasoning)),
  };
}

/** Mean of the numbers among the values; `null` when there are none. */
function mean(values: readonly (number | null | undefined)[]): number | null {
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length === 0) return null;
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}
