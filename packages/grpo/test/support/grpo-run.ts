import type { ChoiceLabels, Prompt, Reward } from '@skinr1/core';
import {
  formatReward,
  type GrpoOptions,
  hierarchyReward,
  malignancyReward,
} from '../../src/index.ts';
import { createTabularPolicy } from '../../src/testing/index.ts';
import { melanomaLabels, prompt } from './samples.ts';

/** Pieces from which an answer of the method's form can be put together, and others that spoil it. */
export const tokens: readonly string[] = [
  '<end>',
  '<thinking>atypical network</thinking>',
  '<final diagnosis>B, malignant</final diagnosis>',
  '<final diagnosis>D, malignant</final diagnosis>',
  '<final diagnosis>A, benign</final diagnosis>',
  'melanoma!',
];
export const prompts: Prompt<ChoiceLabels>[] = ['p1', 'p2', 'p3', 'p4', 'p5'].map((id) =>
  prompt(melanomaLabels, id),
);
export const rewards: readonly Reward<ChoiceLabels>[] = [
  formatReward(),
  hierarchyReward(),
  malignancyReward(),
];

/** A run of the method on the tabular policy; every test changes what it is about. */
export function run(overrides: Partial<GrpoOptions<ChoiceLabels>> = {}): GrpoOptions<ChoiceLabels> {
  return {
    policy: createTabularPolicy({ tokens, learningRate: 4 }),
    prompts,
    rewards,
    groupSize: 8,
    promptsPerStep: 3,
    steps: 12,
    maxTokens: 4,
    seed: 7,
    ...overrides,
  };
}
