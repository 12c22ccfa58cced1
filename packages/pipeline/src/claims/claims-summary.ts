import { createRandom } from '@skinr1/core';
import {
  type BenchmarkResult,
  bootstrapDifference,
  compareResults,
  type ItemResult,
  type MeanDifference,
  type Proportion,
  proportionOf,
} from '@skinr1/eval';
import { armRows, hiddenRowOf } from './arms.ts';
import type { ClaimsOutcome } from './run-claims.ts';

/** How a row of an arm did on a benchmark. */
export interface ArmFigures {
  /** The arm's id, or that of its row with images hidden. */
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
  /**
   * `accuracy`: the finest right option; `score`: what the hierarchy gives the option, of 0.75; `seen`: accuracy
   * less that with the images hidden, for arms that were asked so too: of a gain, what options and habits of
   * answering do not explain.
   */
  readonly measure: 'accuracy' | 'score' | 'seen';
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
  const rows = armRows(arms).map(({ id }) => id);
  return {
    title,
    seeds: seeds.map(({ seed }) => seed),
    figures: benchmarks.flatMap((benchmark) =>
      rows.map((row) => figuresOf(row, benchmark, itemsOf(outcome, row, benchmark))),
    ),
    differences: benchmarks.flatMap((benchmark) =>
      comparisons.flatMap(([first, second]) =>
        differencesOf(askedOf(outcome, first, benchmark), askedOf(outcome, second, benchmark)).map(
          (difference) => ({ first, second, benchmark, ...difference }),
        ),
      ),
    ),
  };
}

/** What an arm answered to the questions of a benchmark, by seed. */
interface Asked {
  readonly shown: readonly (readonly ItemResult[])[];
  /** With the images hidden, if it was asked so. */
  readonly hidden: readonly (readonly ItemResult[])[] | null;
}

function askedOf(outcome: ClaimsOutcome, arm: string, benchmark: string): Asked {
  const isHidden = outcome.arms.find(({ id }) => id === arm)?.imagesHidden;
  return {
    shown: itemsOf(outcome, arm, benchmark),
    hidden: isHidden ? itemsOf(outcome, hiddenRowOf(arm), benchmark) : null,
  };
}

function itemsOf(
  { seeds }: ClaimsOutcome,
  row: string,
  benchmark: string,
): (readonly ItemResult[])[] {
  return seeds.map(({ results }) => resultOf(results, row, benchmark).items);
}

function resultOf(
  results: ClaimsOutcome['seeds'][number]['results'],
  row: string,
  benchmark: string,
): BenchmarkResult {
  const found = results.find(({ id }) => id === row);
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

type Difference = Pick<ArmDifference, 'measure' | 'perSeed' | 'pooled' | 'holds'>;

function differencesOf(first: Asked, second: Asked): Difference[] {
  const all = compareResults({ items: first.shown.flat() }, { items: second.shown.flat() });
  const each = first.shown.map((items, seed) =>
    compareResults({ items }, { items: second.shown[seed]! }),
  );
  const differences = (['accuracy', 'score'] as const).map((measure) =>
    differenceBy(
      measure,
      each.map((compared) => compared[measure].difference),
      all[measure],
    ),
  );
  if (!first.hidden || !second.hidden) return differences;
  const [one, other] = [seenBy(first.shown, first.hidden), seenBy(second.shown, second.hidden)];
  const perSeed = one.map((values, seed) => meanOf(values) - meanOf(other[seed]!));
  const random = createRandom(1).fork('seen');
  const pooled = bootstrapDifference(one.flat(), other.flat(), random);
  return [...differences, differenceBy('seen', perSeed, pooled)];
}

/** For each question, by seed, whether it was right (1 or 0) less whether it was right with the image hidden. */
function seenBy(
  shown: readonly (readonly ItemResult[])[],
  hidden: readonly (readonly ItemResult[])[],
): number[][] {
  return shown.map((items, seed) =>
    items.map(({ correct }, at) => Number(correct) - Number(hidden[seed]![at]!.correct)),
  );
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function differenceBy(
  measure: ArmDifference['measure'],
  perSeed: readonly number[],
  pooled: MeanDifference,
): Difference {
  return { measure, perSeed, pooled, holds: pooled.low > 0 };
}
