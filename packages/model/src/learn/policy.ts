import {
  checkScoredGroup,
  type SampledCompletion,
  type SamplingPolicy,
  type ScoredGroup,
  type TrainablePolicy,
} from '@skinr1/core';
import type { Model } from '../model.ts';
import { checkPrompts } from './check-prompts.ts';
import type { LearningCompletion } from './groups.ts';
import type { Learner } from './learner-types.ts';

/** A model as the policy that an evaluation asks. */
export function createPolicy(model: Model): SamplingPolicy<SampledCompletion>;
/** A model and its learner as the policy that reinforcement learning trains. */
export function createPolicy(model: Model, learner: Learner): TrainablePolicy;
export function createPolicy(
  model: Model,
  learner?: Learner,
): SamplingPolicy<SampledCompletion> | TrainablePolicy {
  const policy: SamplingPolicy<SampledCompletion> = {
    sample: (prompts, options) =>
      // What is learnt from is drawn as the trainer says, not as the model's folder does.
      model.generate(
        prompts,
        learner ? { ...toLearnFrom, ...options, adapter: learner.adapter } : options,
      ),
    check: (prompts, { maxTokens }) => checkPrompts(model, prompts, maxTokens),
  };
  return learner ? { ...policy, ...trainingBy(model, learner) } : policy;
}

/** How the model draws unless a trainer says otherwise: from the distribution that is scored. */
const toLearnFrom = { temperature: 1, topK: 0, topP: 1, repetitionPenalty: 1 } as const;

function trainingBy(model: Model, learner: Learner): Omit<TrainablePolicy, 'sample' | 'check'> {
  return {
    adapter: learner.adapter,
    identity: async () => ({
      ...(await learner.identity()),
      'rows decoded at a time': model.maxRows,
    }),
    // A wrong group rejects, as every other fault of an update does.
    update: async (groups, options) =>
      learner.step(
        groups.map((group) => {
          const { prompt, completions, ...parts } = checkScoredGroup(group);
          return {
            prompt,
            completions: completions.map((one, row) => ({ ...one, ...partsAt(parts, row) })),
          };
        }),
        options,
      ),
    score: (groups, by) => learner.logProbs(groups, by),
    syncReference: (mixup) => learner.syncReference(mixup),
    save: (directory) => learner.save(directory),
    restore: (directory) => learner.restore(directory),
  };
}

/** What a group says of one of its completions. */
function partsAt(
  { advantages, weights, oldLogProbs, importance }: Omit<ScoredGroup, 'prompt' | 'completions'>,
  row: number,
): Omit<LearningCompletion, 'tokenIds'> {
  return {
    advantage: advantages[row]!,
    ...(weights ? { weight: weights[row]! } : {}),
    ...(oldLogProbs ? { oldLogProbs: oldLogProbs[row]! } : {}),
    ...(importance ? { importance: importance[row]! } : {}),
  };
}
