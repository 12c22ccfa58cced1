import {
  type BenchmarkResult,
  compareResults,
  type ItemResult,
  type MeanDifference,
  type Proportion,
  proportionOf,
} from '@skinr1/eval';
import type { ClaimsOutcome } from './run-claims.ts';

/** How an arm did on a benchmark. */
export interface ArmFigures {
  readonly arm: string;
  readonly benchmark: string;
  /** In the order of the seeds. */
  readonly perSeed: readonly Proportion[];
  /** Over the questions of all seeds. */
  readonly pooled: Proportion;
}

/** How two arms differ on a benchmark; above 0 where the first does better. */
export interface ArmDifference {
  readonly first: string;
  readonly second: string;
  readonly benchmark: string;
  /** `accuracy`: the finest right option; `score`: what the hierarchy gives the option, of 0.75. */
  readonly measure: 'accuracy' | 'score';
  /** In the order of the seeds, without intervals. */
  readonly perSeed: readonly number[];
  /** Paired over the questions of all seeds. It tells nothing of seeds that were not tried. */
  readonly pooled: MeanDifference;
  /** The interval of the pooled difference is clear of 0, and above it. */
  readonly holds: boolean;
}

/** What a study found, as `claims.json` has it. */
export interface ClaimsSummary {
  readonly title: string;
  readonly seeds: readonly number[];
  readonly figures: readonly ArmFigures[];
  readonly differences: readonly ArmDifference[];
}

/** The figures of each arm and the differences of those that are compared. */
export function summarizeClaims(outcome: ClaimsOutcome): ClaimsSummary {
  const { title, arms, comparisons, seeds } = outcome;
  const benchmarks = seeds[0]?.results[0]?.benchmarks.map(({ name }) => name) ?? [];
  const itemsOf = (arm: string, benchmark: string): (readonly ItemResult[])[] =>
    seeds.map(({ results }) => resultOf(results, arm, benchmark).items);
  return {
    title,
    seeds: seeds.map(({ seed }) => seed),
    figures: benchmarks.flatMap((benchmark) =>
      arms.map(({ id }) => figuresOf(id, benchmark, itemsOf(id, benchmark))),
    ),
    differences: benchmarks.flatMap((benchmark) =>
      comparisons.flatMap(([first, second]) =>
        differencesOf(itemsOf(first, benchmark), itemsOf(second, benchmark)).map((difference) => ({
          ...{ first, second, benchmark },
          ...difference,
        })),
      ),
    ),
  };
}

function resultOf(
  results: ClaimsOutcome['seeds'][number]['results'],
  arm: string,
  benchmark: string,
): BenchmarkResult {
  const found = results.find(({ id }) => id === arm);
  return found?.benchmarks.find(({ name }) => name === benchmark) as BenchmarkResult;
}

function figuresOf(
  arm: string,
  benchmark: string,
  items: readonly (readonly ItemResult[])[],
): ArmFigures {
  const right = (some: readonly ItemResult[]): Proportion =>
    proportionOf(some.map(({ correct }) => correct));
  return { arm, benchmark, perSeed: items.map(right), pooled: right(items.flat()) };
}

function differencesOf(
  first: readonly (readonly ItemResult[])[],
  second: readonly (readonly ItemResult[])[],
): Pick<ArmDifference, 'measure' | 'perSeed' | 'pooled' | 'holds'>[] {
  const all = compareResults({ items: first.flat() }, { items: second.flat() });
  const each = first.map((items, seed) => compareResults({ items }, { items: second[seed]! }));
  return (['accuracy', 'score'] as const).map((measure) => ({
    measure,
    perSeed: each.map((compared) => compared[measure].difference),
    pooled: all[measure],
    holds: all[measure].low > 0,
  }));
}
