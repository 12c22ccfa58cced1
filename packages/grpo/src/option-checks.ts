import {
  checkOptions,
  checkWholeNumber,
  type OptionNames,
  type Prompt,
  UsageError,
} from '@skinr1/core';
import type { GrpoOptions } from './options.ts';
import { klColumn } from './updates/kl-in-reward.ts';

const names: OptionNames<GrpoOptions<never>> = {
  policy: true,
  prompts: true,
  rewards: true,
  advantage: true,
  groupSize: true,
  promptsPerStep: true,
  passesPerStep: true,
  promptsPerUpdate: true,
  maskTruncated: true,
  tokenWeights: true,
  dynamicSampling: true,
  promptOrder: true,
  klInReward: true,
  coefficients: true,
  syncReference: true,
  importanceCorrection: true,
  steps: true,
  maxTokens: true,
  temperature: true,
  topK: true,
  topP: true,
  seed: true,
  scoring: true,
  dryRunPrompts: true,
  rolloutLog: true,
  describeRollout: true,
  onRollouts: true,
  heldOut: true,
  evaluateEvery: true,
  onProgress: true,
  checkpoint: true,
  resume: true,
  signal: true,
  metricsLog: true,
  onStep: true,
};

/** Throws UsageError for options that nobody reads, prompts that cannot be told apart, and parts that do not fit. */
export function checkGrpoOptions<Labels>(options: GrpoOptions<Labels>): void {
  checkOptions<GrpoOptions<Labels>>('trainGrpo', options, names);
  checkOptions('checkpoint', options.checkpoint ?? {}, {
    directory: true,
    every: true,
    keep: true,
  });
  if (options.prompts.length === 0) throw new UsageError('there are no prompts to learn from.');
  checkIds('prompts', options.prompts);
  checkIds('heldOut', options.heldOut ?? []);
  checkDynamicSampling(options);
  checkReference(options);
}

/**
 * Throws UsageError for an id that two prompts have: journals, policies and checkpoints know prompts by their ids.
 *
 * @param list the option that holds them, for the error
 */
export function checkIds(list: string, prompts: readonly Prompt[]): void {
  const seen = new Set<string>();
  for (const { id } of prompts) {
    if (!seen.has(id)) seen.add(id);
    else {
      throw new UsageError(`two of the ${list} have the id '${id}'.`, {
        mend: 'Give each an id of its own; to ask one more often, use `promptOrder`.',
      });
    }
  }
}

function checkDynamicSampling<Labels>({ dynamicSampling, rewards }: GrpoOptions<Labels>): void {
  if (!dynamicSampling) return;
  checkOptions('dynamicSampling', dynamicSampling, { maxRounds: true, outcome: true });
  const { maxRounds = 1, outcome } = dynamicSampling;
  checkWholeNumber('dynamicSampling.maxRounds', maxRounds, 1);
  if (outcome === undefined || rewards.some(({ name }) => name === outcome)) return;
  throw new UsageError(`dynamicSampling.outcome names '${outcome}', which no reward is.`, {
    mend: `There are: ${rewards.map(({ name }) => name).join(', ')}.`,
  });
}

function checkReference<Labels>({
  policy,
  rewards,
  klInReward,
  syncReference,
}: GrpoOptions<Labels>): void {
  if (klInReward) {
    checkOptions('klInReward', klInReward, { beta: true, estimate: true });
    const { beta } = klInReward;
    if (typeof beta === 'number' && !(beta > 0 && Number.isFinite(beta))) {
      throw new UsageError(`klInReward.beta must be a finite number above 0, got ${beta}.`);
    }
    if (rewards.some(({ name }) => name === klColumn)) {
      throw new UsageError(`with klInReward no reward may be named '${klColumn}'.`);
    }
  }
  if (!syncReference) return;
  checkOptions('syncReference', syncReference, { every: true, mixup: true });
  checkWholeNumber('syncReference.every', syncReference.every, 1);
  const { mixup = 1 } = syncReference;
  if (!(mixup > 0 && mixup <= 1)) {
    throw new UsageError(`syncReference.mixup must be above 0 and at most 1, got ${mixup}.`);
  }
  if (policy.syncReference) return;
  throw new UsageError('syncReference needs a policy with `syncReference`, and this one has none.');
}
