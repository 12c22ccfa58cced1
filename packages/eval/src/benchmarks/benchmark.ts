import type { Case, ChoiceLabels, Prompt } from '@skinr1/core';

/** One question of a benchmark, with the case it is about. */
export interface BenchmarkItem {
  readonly of: Case;
  readonly prompt: Prompt<ChoiceLabels>;
}

/**
 * A fixed list of multiple-choice questions. Any list is a benchmark: one read from a published question
 * file as well as those built from a test split.
 */
export interface Benchmark {
  /** Short name for tables and files: `in-domain`. */
  readonly name: string;
  readonly title: string;
  readonly items: readonly BenchmarkItem[];
  /** Test cases that have no such question. */
  readonly notApplicable: number;
}

/** Mean accuracy of guessing by chance. */
export function chanceLevel({ items }: Benchmark): number | null {
  if (items.length === 0) return null;
  const sum = items.reduce((total, { prompt }) => total + 1 / prompt.labels.options.length, 0);
  return sum / items.length;
}
