import type { Answer, SamplingPolicy } from '@skinr1/core';
import { type Benchmark, type BenchmarkResult, evaluate } from '@skinr1/eval';
import { methodRewards, type StageContext } from './stages.ts';

/** Answers of one model, as stored: what was said and how it ended, by benchmark in question order. */
interface StoredAnswers {
  readonly answers: Readonly<Record<string, readonly Answer[]>>;
}

/**
 * How a model does on the benchmarks. Its answers are stored; a later call judges the stored answers,
 * by the same rules, without asking the model.
 */
export async function evaluateStage(
  { directory, signal, startProgress }: StageContext,
  stage: string,
  benchmarks: readonly Benchmark[],
  openModel: () => Promise<SamplingPolicy>,
): Promise<BenchmarkResult[]> {
  const { maxTokens } = directory.config;
  const stored = await directory.readResult<StoredAnswers>(stage);
  const policy = stored ? null : await openModel();
  const total = benchmarks.reduce((sum, { items }) => sum + items.length, 0);
  const progress = stored ? null : startProgress(`evaluate ${stage}`, total);
  const results: BenchmarkResult[] = [];
  let done = 0;
  try {
    for (const benchmark of benchmarks) {
      const answering = policy ?? replay(stored?.answers[benchmark.name] ?? []);
      const result = await evaluate(answering, benchmark, {
        maxTokens,
        rewards: methodRewards,
        signal,
        onProgress: (part) => progress?.update(done + part.done),
      });
      results.push(result);
      done += benchmark.items.length;
    }
  } finally {
    progress?.stop();
  }
  if (!stored) {
    const answers = Object.fromEntries(
      results.map(({ name, items }) => [
        name,
        items.map(({ completion, finishReason }) => ({ text: completion, finishReason })),
      ]),
    );
    await directory.writeResult(stage, { answers } satisfies StoredAnswers);
  }
  return results;
}

/** A policy that gives stored answers, one after the other. */
function replay(answers: readonly Answer[]): SamplingPolicy {
  let next = 0;
  return {
    sample: async (prompts) =>
      prompts.map(() => [answers[next++] ?? { text: '', finishReason: 'length' }]),
  };
}
