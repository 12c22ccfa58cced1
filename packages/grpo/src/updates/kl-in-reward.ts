import { described, type SampledGroup, type TrainablePolicy, UsageError } from '@skinr1/core';
import { weightedSum } from '../advantages/reward-table.ts';
import type { Controller } from '../controllers/index.ts';
import type { ScoredCompletions } from '../rewards/score-completions.ts';
import { cannotScore } from './cannot-score.ts';

/** A pull to the reference model by what answers earn, instead of by the loss. */
export interface KlInReward {
  /** What a nat costs: fixed, or steered, as by `adaptiveKl`. */
  readonly beta: number | Controller;
  /** KL of an answer. @defaultValue klPerAnswer */
  readonly estimate?: AnswerKl;
}

/** KL of one answer to the reference, from the log-probabilities of its tokens under both. */
export type AnswerKl = (logProbs: ArrayLike<number>, refLogProbs: ArrayLike<number>) => number;

/**
 * `Σ_t (log π − log π_ref)`, the answer's log-ratio: TRL's RLOO, and what verl's and OpenRLHF's penalties per token
 * add up to over an answer that is judged as a whole.
 *
 * @throws UsageError unless both have one value a token
 */
export function klPerAnswer(logProbs: ArrayLike<number>, refLogProbs: ArrayLike<number>): number {
  if (logProbs.length !== refLogProbs.length) {
    throw new UsageError(
      `KL of an answer: ${logProbs.length} log-probabilities and ${refLogProbs.length} of the reference.`,
      { mend: 'Give one of each for every token of the answer.' },
    );
  }
  return Array.from(logProbs, (logProb, t) => logProb - refLogProbs[t]!).reduce(
    (sum, each) => sum + each,
    0,
  );
}
described('klPerAnswer', {}, klPerAnswer);

/** {@link klPerAnswer} by the answer's length, so that long answers do not cost more. */
export function klPerToken(logProbs: ArrayLike<number>, refLogProbs: ArrayLike<number>): number {
  return klPerAnswer(logProbs, refLogProbs) / Math.max(1, logProbs.length);
}
described('klPerToken', {}, klPerToken);

/** Name of the column of rewards that KL is. */
export const klColumn = 'kl';

/**
 * KL of each answer of the groups to the reference, one after the other.
 *
 * @throws UsageError for a policy that cannot be asked
 */
export async function klOfAnswers(
  { policy, klInReward }: { readonly policy: TrainablePolicy; readonly klInReward?: KlInReward },
  groups: readonly SampledGroup[],
  logProbs: readonly (readonly ArrayLike<number>[])[],
): Promise<number[]> {
  if (!policy.score) throw cannotScore('klInReward');
  const { estimate = klPerAnswer } = klInReward!;
  const reference = await policy.score(groups, 'reference');
  return groups.flatMap(({ completions }, group) =>
    completions.map((_, row) => estimate(logProbs[group]![row]!, reference[group]![row]!)),
  );
}

/** The rewards with KL as one more column, of weight −β; null where it was not asked for. */
export function withKl(
  { groupSize, columns, scores, totals }: ScoredCompletions,
  kl: readonly (number | null)[],
  beta: number,
): ScoredCompletions {
  // An answer that no reward says anything of is not judged by its likelihood alone.
  const known = kl.map((value, row) => (Number.isNaN(totals[row]) ? null : value));
  const values = Float64Array.from(known, (value) => value ?? Number.NaN);
  const table = { groupSize, columns: [...columns, { name: klColumn, weight: -beta, values }] };
  return {
    ...table,
    totals: weightedSum(table),
    scores: scores.map((row, place) => {
      const value = known[place] ?? null;
      return [...row, { value, status: value === null ? 'unscorable' : 'ok' }];
    }),
  };
}
