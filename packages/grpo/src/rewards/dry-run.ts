import {
  formatChoiceAnswer,
  formatOpenAnswer,
  type Prompt,
  type Reward,
  type SampledCompletion,
} from '@skinr1/core';
import { type ScoreOptions, scoreCompletions } from './score-completions.ts';

/** Answers that any reward must be able to judge: nothing, and one of each form. */
const texts = [
  '',
  formatChoiceAnswer({ thinking: 'dry run', letter: 'A', malignancy: 'benign' }),
  formatOpenAnswer({ thinking: 'dry run', path: ['dry run'], malignancy: 'benign' }),
];

/**
 * Tries rewards on the labels of some prompts with made-up answers, so that a reward that cannot work is
 * found before hours of sampling.
 *
 * @throws InvalidInputError naming the reward function and the prompt.
 */
export async function dryRunRewards<Labels>(
  rewards: readonly Reward<Labels, SampledCompletion>[],
  prompts: readonly Prompt<Labels>[],
  options: ScoreOptions = {},
): Promise<void> {
  if (prompts.length === 0) return;
  const samples = prompts.flatMap((prompt) =>
    texts.map((text) => ({ prompt, completion: madeUp(text) })),
  );
  await scoreCompletions(rewards, samples, texts.length, { ...options, onError: 'fail' });
}

/** One token, since even an empty answer has an end. */
function madeUp(text: string): SampledCompletion {
  return {
    text,
    tokenIds: new Int32Array(1),
    logProbs: new Float32Array(1),
    finishReason: 'stop',
    sampling: { temperature: 1, topK: 0, topP: 1, bannedIds: [] },
  };
}
