import { alignColumns, percent, percentWithInterval } from '@skinr1/eval';
import { type Arm, armRows } from './arms.ts';
import type { ArmDifference, ArmFigures, ClaimsSummary } from './claims-summary.ts';

/** The tables of a study for a terminal or a page of text: accuracies by arm, then what is claimed. */
export function renderClaims(summary: ClaimsSummary, arms: readonly Arm[]): string {
  const { seeds, figures, differences } = summary;
  const titles = new Map(armRows(arms).map(({ id, title }) => [id, title]));
  const titleOf = (id: string): string => titles.get(id) ?? id;
  const benchmarks = [...new Set(figures.map(({ benchmark }) => benchmark))];
  const accuracies = benchmarks.map((benchmark) =>
    alignColumns([
      [benchmark, ...seeds.map((seed) => `seed ${seed}`), 'all (95 % interval)'],
      ...figures
        .filter((row) => row.benchmark === benchmark)
        .map((row) => accuracyRow(titleOf(row.arm), row)),
    ]),
  );
  const claims = alignColumns([
    ['claimed', 'by', ...seeds.map((seed) => `seed ${seed}`), 'all (95 % interval)', ''],
    ...differences.map((row) => differenceRow(row, titleOf)),
  ]);
  return [...accuracies, claims].join('\n\n');
}

function accuracyRow(title: string, { perSeed, pooled }: ArmFigures): string[] {
  return [title, ...perSeed.map(({ share }) => percent(share)), percentWithInterval(pooled)];
}

const units: Readonly<Record<ArmDifference['measure'], string>> = {
  accuracy: 'points',
  score: 'score',
  seen: 'points over images hidden',
};

function differenceRow(row: ArmDifference, titleOf: (id: string) => string): string[] {
  const { first, second, benchmark, measure, perSeed, pooled, holds } = row;
  const shown = (value: number): string =>
    measure === 'score' ? value.toFixed(3) : (value * 100).toFixed(1);
  const interval = `${shown(pooled.difference)} (${shown(pooled.low)} to ${shown(pooled.high)})`;
  return [
    `${titleOf(first)} over ${titleOf(second)}`,
    `${benchmark}, ${units[measure]}`,
    ...perSeed.map(shown),
    interval,
    holds ? 'holds' : pooled.high < 0 ? 'the reverse holds' : 'not shown',
  ];
}
