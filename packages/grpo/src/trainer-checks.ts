import { createHash } from 'node:crypto';
import { type Completion, type Prompt, type UpdateMetrics, UsageError } from '@skinr1/core';
import type { Metrics } from './metrics.ts';

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

/**
 * What an update reports, `gradientNorm` under TRL's name `grad_norm`.
 *
 * @throws UsageError when the loss or the gradient is not finite: the weights are spoilt, and the last
 *   checkpoint must not be replaced by them.
 */
export function checkUpdate(update: UpdateMetrics, step: number): Metrics {
  const { gradientNorm, ...rest } = update;
  if (!Number.isFinite(update.loss) || !Number.isFinite(gradientNorm)) {
    throw new UsageError(
      `step ${step} diverged: loss ${update.loss}, gradient norm ${gradientNorm}.`,
      {
        mend: 'Resume from the last checkpoint with a lower learning rate or a tighter gradient clip.',
      },
    );
  }
  return { ...rest, grad_norm: gradientNorm };
}

/** SHA-256 over the ids of prompts in order, in hex. */
export function hashIds(prompts: readonly Prompt[]): string {
  const hash = createHash('sha256');
  for (const { id } of prompts) hash.update(`${JSON.stringify(id)}\n`);
  return hash.digest('hex');
}
