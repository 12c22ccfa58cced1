import type { DeviceName } from '@skinr1/autograd';
import type { Answer, ChoiceLabels, ReasoningJudge, SamplingPolicy } from '@skinr1/core';
import {
  type Benchmark,
  type BenchmarkResult,
  evaluate,
  hideImages,
  type JudgeOptions,
  judgeAnswers,
} from '@skinr1/eval';
import { createPolicy } from '@skinr1/model';
import { type ModelRow, modelRows } from '../model-rows.ts';
import type { ModelFolder } from '../model-stage.ts';
import { defineStage, type Stage, type StageContext } from '../stage.ts';
import { runRewards } from '../trainings/teach-by-rewards.ts';
import { judgeStage } from './judge.ts';
import { baseGrpoStage, baseStage, sftGrpoStage, sftStage } from './models.ts';
import { type Questions, questionsStage } from './questions.ts';

/** What of a row of a table does not depend on how its model came to be. */
type AskedRow = Pick<ModelRow, 'id' | 'title' | 'hidden'>;

/** How the model of a row did on the benchmarks. */
export interface ModelResult extends Pick<ModelRow, 'id' | 'title'> {
  readonly benchmarks: readonly BenchmarkResult[];
}

/** What one model answered, as stored. */
interface StoredResult {
  /** Where it ran. */
  readonly device: DeviceName;
  /** What was said and how it ended, by benchmark in question order. */
  readonly answers: Readonly<Record<string, readonly Answer[]>>;
}

const models: Readonly<Record<ModelRow['model'], Stage<ModelFolder>>> = {
  base: baseStage,
  'base-grpo': baseGrpoStage,
  sft: sftStage,
  'sft-grpo': sftGrpoStage,
};

/** The results of all rows, in order. */
export const evaluationsStage: Stage<readonly ModelResult[]> = defineStage({
  name: 'evaluations',
  needs: Object.fromEntries(
    modelRows.map((row) => [row.id, evaluationStage(row, models[row.model])]),
  ),
  run: async (results) => Object.values(results),
});

/**
 * Asks the model of a row the questions of all benchmarks. Its answers are kept; a later process judges the
 * kept answers, by the same rules, without asking the model.
 */
export function evaluationStage(
  { id, title, hidden }: AskedRow,
  model: Stage<ModelFolder>,
): Stage<ModelResult> {
  const path = `results/${id}.json`;
  const asked = ({ benchmarks }: Questions, { config }: StageContext): readonly Benchmark[] =>
    hidden ? benchmarks.map((one) => hideImages(one, config.model.imageSize)) : benchmarks;
  return defineStage({
    name: `evaluate ${id}`,
    needs: { questions: questionsStage, judge: judgeStage, model },
    settings: ({ maxTokens }) => ({ maxTokens, hidden }),
    kept: {
      path,
      async open({ questions, judge }, context) {
        const { answers } = await context.directory.readJson<StoredResult>(path);
        const results = asked(questions, context).map((benchmark) =>
          judgeAnswers(benchmark, answers[benchmark.name] ?? [], judgeOptions(judge)),
        );
        return { id, title, benchmarks: await Promise.all(results) };
      },
    },
    async run({ questions, judge, model: folder }, context) {
      const loaded = await folder.load(context);
      try {
        const results = await ask(
          asked(questions, context),
          createPolicy(loaded),
          judgeOptions(judge),
          context,
        );
        const stored: StoredResult = {
          device: loaded.engine.device,
          answers: Object.fromEntries(results.map(answersOf)),
        };
        await context.directory.write(path, `${JSON.stringify(stored)}\n`);
        return { id, title, benchmarks: results };
      } finally {
        await loaded.release();
      }
    },
  });
}

function judgeOptions(judge: ReasoningJudge<ChoiceLabels>): JudgeOptions {
  return { rewards: runRewards(judge), judge };
}

async function ask(
  benchmarks: readonly Benchmark[],
  policy: SamplingPolicy,
  judging: JudgeOptions,
  { config, signal, emit }: StageContext,
): Promise<BenchmarkResult[]> {
  const { maxTokens } = config;
  const prompts = benchmarks.flatMap(({ items }) => items.map(({ prompt }) => prompt));
  // Of all benchmarks before the first is asked, which may take an hour.
  await policy.check?.(prompts, { maxTokens });
  const total = benchmarks.reduce((sum, { items }) => sum + items.length, 0);
  const results: BenchmarkResult[] = [];
  let done = 0;
  for (const benchmark of benchmarks) {
    const result = await evaluate(policy, benchmark, {
      maxTokens,
      ...judging,
      signal,
      onProgress: (part) => emit({ type: 'progress', done: done + part.done, total }),
    });
    results.push(result);
    done += benchmark.items.length;
  }
  return results;
}

function answersOf({ name, items }: BenchmarkResult): [string, readonly Answer[]] {
  return [name, items.map(({ completion, finishReason }) => ({ text: completion, finishReason }))];
}
