import type { Prompt, Random, RewardSample, SampledCompletion } from '@skinr1/core';
import type { Metrics } from './metrics.ts';
import type { GrpoSettings } from './options.ts';
import { type ScoredCompletions, scoreCompletions, tabulate } from './rewards/score-completions.ts';
import { checkGroups, checkSampling } from './trainer-checks.ts';

/** Prompts with their answers and what rewards said of them. */
export interface JudgedBatch<Labels> {
  readonly prompts: readonly Prompt<Labels>[];
  /** One group per prompt. */
  readonly groups: readonly (readonly SampledCompletion[])[];
  /** The answers one after the other. */
  readonly samples: readonly RewardSample<Labels, SampledCompletion>[];
  readonly scored: ScoredCompletions;
}

/** What a step learns from, and what it asked to get it. */
export interface CollectedBatch<Labels> {
  /** Everything that was asked in this step, in order: for journals and metrics. */
  readonly asked: JudgedBatch<Labels>;
  /** Prompts of `asked`, by their place, whose groups are learnt from. */
  readonly kept: readonly number[];
  readonly metrics: Metrics;
}

/**
 * Samples and judges the groups of a step. With dynamic sampling (DAPO, arXiv:2503.14476, section 3.2) a group whose
 * answers all came out the same teaches nothing and makes place for another prompt, in at most `maxRounds` rounds;
 * if all are so even then, the first are learnt from after all.
 *
 * @param take The next prompts of the run.
 */
export async function collectBatch<Labels>(
  settings: GrpoSettings<Labels>,
  take: (count: number) => readonly Prompt<Labels>[],
  step: number,
  random: Random,
): Promise<CollectedBatch<Labels>> {
  const { dynamicSampling, promptsPerStep } = settings;
  let asked = await judgePrompts(settings, take(promptsPerStep), step, random);
  if (!dynamicSampling) return { asked, kept: [...asked.prompts.keys()], metrics: {} };
  const { maxRounds = 4, outcome } = dynamicSampling;
  let kept = placesWithSpread(asked.scored, outcome);
  let rounds = 1;
  while (kept.length < promptsPerStep && rounds < maxRounds) {
    const prompts = take(promptsPerStep - kept.length);
    const more = await judgePrompts(settings, prompts, step, random.fork(`round ${rounds}`));
    asked = joined(settings, asked, more, step);
    kept = placesWithSpread(asked.scored, outcome);
    rounds++;
  }
  const metrics = {
    'dynamic_sampling/rounds': rounds,
    'dynamic_sampling/asked': asked.prompts.length,
    'dynamic_sampling/kept': kept.length,
  };
  const first = Array.from({ length: promptsPerStep }, (_, place) => place);
  return { asked, kept: kept.length > 0 ? kept : first, metrics };
}

async function judgePrompts<Labels>(
  settings: GrpoSettings<Labels>,
  prompts: readonly Prompt<Labels>[],
  step: number,
  random: Random,
): Promise<JudgedBatch<Labels>> {
  const { policy, rewards, draw, signal, onProgress } = settings;
  const groups = await policy.sample(prompts, {
    ...draw,
    random,
    ...(signal ? { signal } : {}),
    ...(onProgress ? { onProgress } : {}),
  });
  checkGroups(groups, prompts.length, draw.groupSize);
  checkSampling(groups.flat(), draw);
  const samples = prompts.flatMap((prompt, index) =>
    groups[index]!.map((completion) => ({ prompt, completion })),
  );
  const scored = await scoreCompletions(rewards, samples, draw.groupSize, {
    ...settings.scoring,
    step,
    ...(signal ? { signal } : {}),
  });
  return { prompts, groups, samples, scored };
}

function joined<Labels>(
  { rewards, draw }: GrpoSettings<Labels>,
  a: JudgedBatch<Labels>,
  b: JudgedBatch<Labels>,
  step: number,
): JudgedBatch<Labels> {
  const scores = [...a.scored.scores, ...b.scored.scores];
  return {
    prompts: [...a.prompts, ...b.prompts],
    groups: [...a.groups, ...b.groups],
    samples: [...a.samples, ...b.samples],
    scored: tabulate(rewards, scores, draw.groupSize, step),
  };
}

/** Differences below this are none, as in the metrics. */
const tolerance = 1e-8;

/** Places of the groups whose answers did not all come out the same; those without any value are left out. */
function placesWithSpread(
  { groupSize, totals, columns }: ScoredCompletions,
  outcome: string | undefined,
): number[] {
  const values =
    outcome === undefined ? totals : columns.find(({ name }) => name === outcome)!.values;
  const places = Array.from({ length: values.length / groupSize }, (_, place) => place);
  return places.filter((place) => {
    const group = values
      .subarray(place * groupSize, (place + 1) * groupSize)
      .filter((value) => !Number.isNaN(value));
    return group.length > 1 && Math.max(...group) - Math.min(...group) > tolerance;
  });
}

/** The judged groups at these places, as a batch of their own. */
export function atPlaces<Labels>(
  { rewards, draw }: GrpoSettings<Labels>,
  { prompts, groups, samples, scored }: JudgedBatch<Labels>,
  places: readonly number[],
  step: number,
): JudgedBatch<Labels> {
  if (places.length === prompts.length) return { prompts, groups, samples, scored };
  const { groupSize } = draw;
  const rows = <T>(all: readonly T[]): T[] =>
    places.flatMap((place) => all.slice(place * groupSize, (place + 1) * groupSize));
  return {
    prompts: places.map((place) => prompts[place]!),
    groups: places.map((place) => groups[place]!),
    samples: rows(samples),
    scored: tabulate(rewards, rows(scored.scores), groupSize, step),
  };
}
