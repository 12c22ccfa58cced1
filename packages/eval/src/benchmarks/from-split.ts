import {
  type Case,
  type ChoiceLabels,
  createRandom,
  InvalidInputError,
  type Prompt,
  type Random,
  type Split,
} from '@skinr1/core';
import {
  choiceQuestion,
  differentialQuestion,
  hierarchyQuestion,
  malignancyQuestion,
  type QuestionHierarchy,
  questionPool,
} from '@skinr1/datasets';
import type { Benchmark, BenchmarkItem } from './benchmark.ts';

/** How benchmarks are built from a data set. */
export interface BenchmarkOptions {
  readonly ontology: QuestionHierarchy;
  /** Fixes options, their order and the subset. The same seed asks every model the same questions. */
  readonly seed: number | string;
  /** Part of the data set to ask about. @defaultValue 'test' */
  readonly split?: Split;
  /** Ids for wrong options. @defaultValue those of all cases given */
  readonly pool?: readonly string[];
  /** Most questions per benchmark, drawn by seed. @defaultValue all */
  readonly limit?: number;
}

type Ask = (of: Case, random: Random) => Prompt<ChoiceLabels> | null;

/** Diagnosis among four options as in training. */
export function inDomainBenchmark(cases: readonly Case[], options: BenchmarkOptions): Benchmark {
  const { ontology, pool = questionPool(cases) } = options;
  return build(cases, options, 'in-domain', 'In-domain', (of, random) =>
    choiceQuestion(of, { ontology, pool, random }),
  );
}

/** Benign, precancerous in situ or malignant. */
export function malignancyBenchmark(cases: readonly Case[], options: BenchmarkOptions): Benchmark {
  return build(cases, options, 'malignancy', 'Malignancy', (of, random) =>
    malignancyQuestion(of, { random }),
  );
}

/** The finest node of the case's own path. */
export function hierarchicalBenchmark(
  cases: readonly Case[],
  options: BenchmarkOptions,
): Benchmark {
  const { ontology } = options;
  return build(cases, options, 'hierarchical', 'Hierarchical', (of, random) =>
    hierarchyQuestion(of, { ontology, random }),
  );
}

/** The diagnosis among its differential diagnoses. */
export function differentialBenchmark(
  cases: readonly Case[],
  options: BenchmarkOptions,
): Benchmark {
  const { ontology } = options;
  return build(cases, options, 'differential', 'DDx', (of, random) =>
    differentialQuestion(of, { ontology, random }),
  );
}

/** The four benchmarks that need no outside data, in the order of the tables. */
export function buildBenchmarks(cases: readonly Case[], options: BenchmarkOptions): Benchmark[] {
  return [
    inDomainBenchmark(cases, options),
    malignancyBenchmark(cases, options),
    hierarchicalBenchmark(cases, options),
    differentialBenchmark(cases, options),
  ];
}

function build(
  cases: readonly Case[],
  { seed, split = 'test', limit = Number.POSITIVE_INFINITY }: BenchmarkOptions,
  name: string,
  title: string,
  ask: Ask,
): Benchmark {
  const chosen = cases.filter((item) => item.split === split);
  if (chosen.length === 0) {
    throw new InvalidInputError(`no case in the ${split} split of ${cases.length} cases.`, {
      source: `benchmark ${name}`,
      mend: 'Give a data set with that split, or name another.',
    });
  }
  const random = createRandom(seed).fork(`benchmark ${name}`);
  const items: BenchmarkItem[] = [];
  for (const of of chosen) {
    // A stream per case: the question does not depend on which other cases there are.
    const prompt = ask(of, random.fork(`${of.dataset}/${of.id}`));
    if (prompt) items.push({ of, prompt });
  }
  const notApplicable = chosen.length - items.length;
  const kept = items.length > limit ? random.fork('subset').sample(items, limit) : items;
  return { name, title, items: kept, notApplicable };
}
