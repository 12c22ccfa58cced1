import { type SampleOptions, type TrainablePolicy, UsageError } from '@skinr1/core';
import type { Model } from '../model.ts';
import { checkPrompts } from './check-prompts.ts';
import type { Learner } from './learner.ts';

/** A model and its learner as the policy that reinforcement learning trains. */
export function createPolicy(model: Model, learner: Learner): TrainablePolicy {
  return {
    identity: learner.identity,
    sample: (prompts, options: SampleOptions) => model.generate(prompts, options),
    update: (groups) =>
      learner.step(
        groups.map(({ prompt, completions, advantages }) => {
          if (completions.length !== advantages.length) {
            throw new UsageError(
              `prompt '${prompt.id}' has ${completions.length} completions but ${advantages.length} advantages.`,
            );
          }
          return {
            prompt,
            completions: completions.map((completion, i) => ({
              ...completion,
              advantage: advantages[i] as number,
            })),
          };
        }),
      ),
    check: (prompts, { maxTokens }) => checkPrompts(model, prompts, maxTokens),
    save: (directory) => learner.save(directory),
    restore: (directory) => learner.restore(directory),
  };
}
