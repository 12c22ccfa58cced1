import { combineMetric, reportUpdate } from '@skinr1/autograd';
import type { Random, ScoredGroup } from '@skinr1/core';
import { nanMean } from './advantages/statistics.ts';
import type { Metrics } from './metrics.ts';
import type { GrpoSettings } from './options.ts';

/**
 * Learns from a step's groups: μ passes over them, each in its own order and cut into updates (PPO, Schulman
 * et al. 2017, algorithm 1). The log-probabilities of sampling stay those of the sampling policy. An update
 * in which every answer is masked is left out.
 *
 * @param coefficients of the loss, where they are steered
 * @returns what the updates report, averaged over them but for extremes; how many there were, and how many of them the
 *   answers were old (staleness)
 */
export async function learnInPasses<Labels>(
  settings: GrpoSettings<Labels>,
  groups: readonly ScoredGroup[],
  step: number,
  random: Random,
  coefficients: Readonly<Record<string, number>> = {},
): Promise<Metrics> {
  const { policy, passesPerStep, promptsPerUpdate } = settings;
  const reports: Metrics[] = [];
  for (let pass = 0; pass < passesPerStep; pass++) {
    const order =
      groups.length > promptsPerUpdate ? random.fork(`pass ${pass}`).shuffle(groups) : groups;
    for (let start = 0; start < order.length; start += promptsPerUpdate) {
      const part = order.slice(start, start + promptsPerUpdate);
      if (part.every(({ weights }) => weights?.every(isNothing))) continue;
      reports.push(reportUpdate(await policy.update(part, { coefficients }), step));
    }
  }
  const age = Math.max(0, reports.length - 1);
  return {
    ...joined(reports),
    updates: reports.length,
    'staleness/mean': age / 2,
    'staleness/max': age,
  };
}

/** The mean of each figure over the reports that have it; of extremes the most extreme. */
function joined(reports: readonly Metrics[]): Metrics {
  const names = new Set(reports.flatMap((report) => Object.keys(report)));
  const values = (name: string) => reports.flatMap((report) => report[name] ?? []);
  const mean = (all: readonly number[]) => nanMean(Float64Array.from(all));
  return Object.fromEntries(
    [...names].map((name) => [name, combineMetric(name, values(name), mean)]),
  );
}

/** True of a completion's weight that leaves nothing to learn. */
function isNothing(weight: number | ArrayLike<number>): boolean {
  return typeof weight === 'number' ? weight === 0 : Array.from(weight).every((one) => one === 0);
}
