import { UsageError } from './errors.ts';
import type { ScoredGroup } from './policy.ts';

/**
 * The group, if every completion has its advantage and its weight, and each token its log-probability and its
 * importance where they are given. Throws UsageError naming the prompt.
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
  for (const name of ['oldLogProbs', 'importance'] as const) {
    group[name]?.forEach(({ length }, row) => {
      const tokens = completions[row]!.tokenIds.length;
      if (length === tokens) return;
      throw new UsageError(
        `prompt '${prompt.id}': completion ${row + 1} has ${tokens} tokens but ${length} values of ${name}.`,
      );
    });
  }
  return group;
}
