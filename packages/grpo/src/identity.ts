import { versionOf } from '@skinr1/autograd';
import type { Prompt, Reward, SampledCompletion } from '@skinr1/core';
import type { GrpoSettings } from './options.ts';
import { klPerAnswer } from './updates/index.ts';
import { defaultMixup } from './updates/sync-reference.ts';

/**
 * Everything that fixes a run's weights and logs, by the names that a refused resume is explained with. The
 * number of steps is not among them: a run may go on for longer.
 */
export async function identityOf<Labels>(
  settings: GrpoSettings<Labels>,
): Promise<Record<string, unknown>> {
  const { seed, draw, promptsPerStep, advantage, scoring = {}, heldOut = [], policy } = settings;
  const { timeoutMs, onError, maxErrorRate } = scoring;
  const { passesPerStep, promptsPerUpdate, maskTruncated, dynamicSampling } = settings;
  const { promptOrder, klInReward, coefficients, syncReference, importanceCorrection } = settings;
  return {
    seed,
    ...draw,
    promptsPerStep,
    passesPerStep,
    promptsPerUpdate,
    maskTruncated,
    dynamicSampling: dynamicSampling ? { maxRounds: 4, ...dynamicSampling } : null,
    promptOrder,
    klInReward: klInReward ? { estimate: klPerAnswer, ...klInReward } : null,
    coefficients: coefficients ?? null,
    syncReference: syncReference ? { mixup: defaultMixup, ...syncReference } : null,
    importanceCorrection: importanceCorrection ?? null,
    tokenWeights: settings.tokenWeights ?? null,
    advantage,
    ...rewardParts(settings.rewards),
    scoring: { timeoutMs, onError, maxErrorRate },
    ...promptParts('prompt', settings.prompts),
    ...(heldOut.length > 0
      ? { ...promptParts('held-out prompt', heldOut), evaluateEvery: settings.evaluateEvery }
      : {}),
    ...(await policy.identity?.()),
    'version of @skinr1/grpo': versionOf('@skinr1/grpo', import.meta.url),
  };
}

/** Each reward is a part of its own, and so is their order, which is that of the sums. */
function rewardParts<Labels>(
  rewards: readonly Reward<Labels, SampledCompletion>[],
): Record<string, unknown> {
  return {
    rewards: rewards.map(({ name }) => name),
    ...Object.fromEntries(
      rewards.map(({ weight = 1, ...reward }) => [
        `reward '${reward.name}'`,
        { ...reward, weight },
      ]),
    ),
  };
}

function promptParts(kind: string, prompts: readonly Prompt[]): Record<string, unknown> {
  return {
    [`${kind} ids`]: prompts.map(({ id }) => id),
    [`${kind} texts`]: prompts.map(({ text }) => text),
    [`${kind} images`]: prompts.map(({ images }) => images),
    [`${kind} labels`]: prompts.map(({ labels }) => labels),
  };
}
