import { maximumOptionScore } from '@skinr1/core';
import type { RunReader } from '@skinr1/pipeline';

/** How far down the hierarchy answers came, as shares of each step's answers. */
export interface DepthShares {
  readonly steps: readonly number[];
  /** From nothing to the finest right option. */
  readonly bands: readonly { readonly name: string; readonly values: readonly number[] }[];
}

/** Bands of the hierarchy score, by where each begins. */
const bands = [
  { name: 'wrong', from: Number.NEGATIVE_INFINITY },
  { name: 'wide', from: 1e-6 },
  { name: 'near', from: maximumOptionScore / 2 },
  { name: 'exact', from: maximumOptionScore - 1e-6 },
] as const;

/**
 * Shares by step, of at most so many steps (several are put together then); empty where no answer has a hierarchy
 * score.
 */
export function depthShares(
  { columns, stages, length }: RunReader['rollouts'],
  stage: string,
  mostSteps: number,
): DepthShares {
  const scores = columns.rewards.get('hierarchy');
  const wanted = stages.indexOf(stage);
  const counts = new Map<number, number[]>();
  for (let row = 0; row < length; row++) {
    const score = scores?.at(row) ?? Number.NaN;
    if (Number.isNaN(score) || columns.stage.at(row) !== wanted) continue;
    const step = columns.step.at(row);
    const count = counts.get(step) ?? bands.map(() => 0);
    counts.set(step, count);
    const band = bands.findLastIndex(({ from }) => score >= from);
    count[band] = (count[band] as number) + 1;
  }
  const size = Math.ceil(counts.size / mostSteps) || 1;
  const steps = [...counts.keys()].sort((a, b) => a - b);
  const groups = Array.from({ length: Math.ceil(steps.length / size) }, (_, at) =>
    steps.slice(at * size, (at + 1) * size),
  );
  const countIn = (group: readonly number[], band: number): number =>
    group.reduce((sum, step) => sum + (counts.get(step)?.[band] as number), 0);
  const totals = groups.map((group) =>
    bands.reduce((sum, _, band) => sum + countIn(group, band), 0),
  );
  return {
    steps: groups.map((group) => group.at(-1) as number),
    bands: bands.map(({ name }, band) => ({
      name,
      values: groups.map((group, at) => countIn(group, band) / (totals[at] as number)),
    })),
  };
}
