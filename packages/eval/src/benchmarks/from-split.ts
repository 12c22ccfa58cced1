import {
  type Case,
  checkWholeNumber,
  createRandom,
  InvalidInputError,
  type Split,
} from '@skinr1/core';
import { type QuestionHierarchy, questionPool, type WrongOptions } from '@skinr1/datasets';
import { balancedSample } from './balanced-sample.ts';
import type { Benchmark, BenchmarkItem } from './benchmark.ts';
import { type BenchmarkKind, benchmarkKinds } from './kinds.ts';

/** How benchmarks are built from a data set. */
export interface BenchmarkOptions {
  readonly ontology: QuestionHierarchy;
  /** Fixes options, their order and the subset. The same seed asks every model the same questions. */
  readonly seed: number | string;
  /** Part of the data set to ask about. @defaultValue 'test' */
  readonly split?: Split;
  /** Ids for wrong options. @defaultValue those of all cases given */
  readonly pool?: readonly string[];
  /** How those are drawn that are not of a case's own. @defaultValue as `choiceQuestion` does */
  readonly wrongOptions?: WrongOptions | undefined;
  /** Most questions per benchmark, drawn by seed; see `balancedKind`. @defaultValue all */
  readonly limit?: number;
  /** @defaultValue `benchmarkKinds` */
  readonly kinds?: readonly BenchmarkKind[];
}

/** The benchmarks of a split, one per kind of question, in the order of the kinds. */
export function buildBenchmarks(cases: readonly Case[], options: BenchmarkOptions): Benchmark[] {
  const { kinds = benchmarkKinds } = options;
  return kinds.map((kind) => buildBenchmark(kind, cases, options));
}

function buildBenchmark(
  { name, title, ask, balanced = false }: BenchmarkKind,
  cases: readonly Case[],
  options: BenchmarkOptions,
): Benchmark {
  const { ontology, seed, split = 'test', limit = Number.MAX_SAFE_INTEGER } = options;
  checkWholeNumber('limit', limit, 1);
  const { pool = questionPool(cases), wrongOptions } = options;
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
    const stream = random.fork(`${of.dataset}/${of.id}`);
    const prompt = ask(of, { ontology, pool, wrongOptions, random: stream });
    if (prompt) items.push({ of, prompt });
  }
  const notApplicable = chosen.length - items.length;
  return { name, title, items: items.length > limit ? subset() : items, notApplicable };

  function subset(): BenchmarkItem[] {
    const stream = random.fork('subset');
    return balanced
      ? balancedSample(items, ({ of }) => of.diagnosisId, limit, stream)
      : stream.sample(items, limit);
  }
}
