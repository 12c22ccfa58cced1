import { UsageError } from './errors.ts';
import type { ScoredGroup } from './policy.ts';

/** The group, if every completion has its advantage and its weight. Throws UsageError naming the prompt. */
export function checkScoredGroup(group: ScoredGroup): ScoredGroup {
  const { prompt, completions, advantages, weights = advantages } = group;
  for (const [name, { length }] of Object.entries({ advantages, weights })) {
    if (length === completions.length) continue;
    throw new UsageError(
      `prompt '${prompt.id}' has ${completions.length} completions but ${length} ${name}.`,
    );
  }
  return group;
}
