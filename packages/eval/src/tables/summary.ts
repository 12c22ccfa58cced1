import { UsageError } from '@skinr1/core';
import type { BenchmarkResult } from '../evaluate.ts';
import { measureReasoning, type ReasoningFigures } from '../reasoning.ts';
import { type Proportion, wilson } from '../statistics/wilson.ts';

/** An accuracy as a table shows it. */
export interface AccuracyCell extends Proportion {
  readonly title: string;
  /** Accuracy of guessing. */
  readonly chance: number | null;
}

/** One model over all benchmarks. */
export interface SummaryRow {
  /** `base`, `SFT`, `SFT + GRPO` … */
  readonly name: string;
  /** Over the answers to all benchmarks. */
  readonly format: Proportion;
  /** By benchmark name, in the order of the tables. */
  readonly accuracies: Readonly<Record<string, AccuracyCell>>;
  /** Mean reward by component, on the first benchmark. */
  readonly rewards: Readonly<Record<string, number | null>>;
  /** Over the answers to all benchmarks whose reasoning was judged; `null` if none was. */
  readonly reasoning: ReasoningFigures | null;
}

/**
 * A row of the results table. Rewards are those of the first result, which asks as training does: means
 * over questions of different kinds would say little. Throws UsageError without results.
 */
export function summarize(name: string, results: readonly BenchmarkResult[]): SummaryRow {
  const [first] = results;
  if (!first) throw new UsageError('a summary row needs at least one benchmark result.');
  const sum = (value: (result: BenchmarkResult) => number): number =>
    results.reduce((total, result) => total + value(result), 0);
  const cells = results.map((result): [string, AccuracyCell] => [
    result.name,
    { ...result.accuracy, title: result.title, chance: result.chance },
  ]);
  return {
    name,
    format: wilson(
      sum(({ format }) => format.successes),
      sum(({ format }) => format.total),
    ),
    accuracies: Object.fromEntries(cells),
    rewards: first.rewards,
    reasoning: measureReasoning(
      results.flatMap(({ items }) => items.map(({ reasoning }) => reasoning)),
    ),
  };
}
