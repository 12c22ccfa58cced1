import {
  type Answer,
  reshapedBy,
  type SampledCompletion,
  type SamplingSettings,
  UsageError,
} from '@skinr1/core';

/** Throws UsageError unless there is one group per prompt, each of the size asked for. */
export function checkGroups(
  groups: readonly (readonly Answer[])[],
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

/** Throws UsageError, naming both settings, unless completions were sampled as asked. */
export function checkSampling(
  completions: readonly SampledCompletion[],
  asked: Pick<SamplingSettings, 'temperature' | 'topK' | 'topP'>,
): void {
  for (const { sampling } of completions) {
    const reshaped = reshapedBy(sampling);
    if (reshaped !== null) {
      throw new UsageError(`the policy sampled with ${reshaped} where none was asked for.`);
    }
    for (const name of ['temperature', 'topK', 'topP'] as const) {
      if (sampling[name] === asked[name]) continue;
      throw new UsageError(
        `the policy sampled with ${name} ${sampling[name]} where ${asked[name]} was asked for.`,
      );
    }
  }
}

/** Throws UsageError unless an advantage estimator gave one finite number a completion. */
export function checkAdvantages(advantages: Float64Array, completions: number): void {
  if (advantages.length !== completions) {
    throw new UsageError(
      `the advantage estimator gave ${advantages.length} advantages for ${completions} completions.`,
    );
  }
  const odd = advantages.findIndex((advantage) => !Number.isFinite(advantage));
  if (odd < 0) return;
  throw new UsageError(
    `the advantage estimator gave ${advantages[odd]} for completion ${odd + 1} of the step.`,
    { mend: 'Give 0 to a completion that no reward applies to.' },
  );
}
