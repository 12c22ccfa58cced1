import { createHash } from 'node:crypto';
import { type Completion, type Prompt, UsageError } from '@skinr1/core';

/** Throws UsageError unless there is one group per prompt, each of the size asked for. */
export function checkGroups(
  groups: readonly (readonly Completion[])[],
  prompts: number,
  groupSize: number,
): void {
  if (groups.length !== prompts) {
    throw new UsageError(`the policy returned ${groups.length} groups for ${prompts} prompts.`);
  }
  const odd = groups.findIndex((group) => group.length !== groupSize);
  if (odd >= 0) {
    throw new UsageError(
      `the policy returned ${groups[odd]?.length} completions for prompt ${odd + 1} of the step where ${groupSize} were asked for.`,
    );
  }
}

/** SHA-256 over the ids of prompts in order, in hex. */
export function hashIds(prompts: readonly Prompt[]): string {
  const hash = createHash('sha256');
  for (const { id } of prompts) hash.update(`${JSON.stringify(id)}\n`);
  return hash.digest('hex');
}
