import { checkNumber } from './check-number.ts';
import { UsageError } from './errors.ts';
import type { ScoredGroup } from './policy.ts';

/** What is learnt of one completion, value by value. */
export interface LearningValues {
  readonly advantage?: number;
  /** One for the completion, or one a token. */
  readonly weight?: number | ArrayLike<number>;
  readonly logProbs?: ArrayLike<number>;
  readonly oldLogProbs?: ArrayLike<number>;
  readonly importance?: ArrayLike<number>;
}

/** How far above 0 rounding may leave a log-probability, in nats. */
const logProbRounding = 0.01;

/**
 * Throws UsageError for a value that would spoil what learns, silently: an advantage, weight, log-probability or
 * importance that is not finite, a log-probability above 0, a weight or importance below it.
 *
 * @param completion which one it is, for the error
 */
export function checkLearningValues(completion: string, values: LearningValues): void {
  const { advantage, weight, logProbs, oldLogProbs, importance } = values;
  const one = (name: string, value: number | undefined, range = {}): void => {
    if (value !== undefined) checkNumber(`${completion}: its ${name}`, value, range);
  };
  one('advantage', advantage);
  if (typeof weight === 'number') one('weight', weight, notNegative);
  const perToken = [
    ['weight', typeof weight === 'number' ? undefined : weight, notNegative],
    ['log-probability', logProbs, { to: logProbRounding }],
    ['old log-probability', oldLogProbs, { to: logProbRounding }],
    ['importance', importance, notNegative],
  ] as const;
  for (const [name, list, range] of perToken) {
    if (!list) continue;
    for (let at = 0; at < list.length; at++) {
      checkNumber(`${completion}: ${name} of token ${at + 1}`, list[at], range);
    }
  }
}

const notNegative = { from: 0 };

/**
 * The group, if every completion has its advantage and its weight, and each token its log-probability and its
 * importance where they are given, and none would spoil what learns ({@link checkLearningValues}). Throws UsageError
 * naming prompt, completion and token.
 */
export function checkScoredGroup(group: ScoredGroup): ScoredGroup {
  const { prompt, completions, advantages, weights = advantages } = group;
  const { oldLogProbs = advantages, importance = advantages } = group;
  const lists = { advantages, weights, oldLogProbs, importance };
  for (const [name, { length }] of Object.entries(lists)) {
    if (length === completions.length) continue;
    throw new UsageError(
      `prompt '${prompt.id}' has ${completions.length} completions but ${length} ${name}.`,
    );
  }
  completions.forEach(({ tokenIds, logProbs }, row) => {
    const completion = `prompt '${prompt.id}': completion ${row + 1}`;
    const weight = group.weights?.[row];
    const values = {
      ...(typeof weight === 'object' ? { weight } : {}),
      ...(logProbs ? { logProbs } : {}),
      ...(group.oldLogProbs ? { oldLogProbs: group.oldLogProbs[row]! } : {}),
      ...(group.importance ? { importance: group.importance[row]! } : {}),
    };
    for (const [name, { length }] of Object.entries(values)) {
      if (length === tokenIds.length) continue;
      throw new UsageError(
        `${completion} has ${tokenIds.length} tokens but ${length} values of ${name}.`,
      );
    }
    checkLearningValues(completion, {
      ...values,
      advantage: advantages[row]!,
      ...(weight === undefined ? {} : { weight }),
    });
  });
  return group;
}
