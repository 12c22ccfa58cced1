import type {
  ChoiceLabels,
  Prompt,
  Reward,
  RewardSample,
  RewardValue,
  SampledCompletion,
} from '@skinr1/core';

/** A completion of a given text; token ids and log-probabilities are placeholders of the right length. */
export function completion(text: string, length = 3): SampledCompletion {
  return {
    text,
    tokenIds: new Int32Array(length).fill(7),
    logProbs: new Float32Array(length).fill(-1),
    finishReason: 'stop',
    sampling: { temperature: 1, topK: 0, topP: 1, bannedIds: [] },
  };
}

/** Labels of a melanoma question: B the finest right option, D a coarser one, A and C wrong. */
export const melanomaLabels: ChoiceLabels = {
  options: [
    { letter: 'A', text: 'basal cell carcinoma', diagnosisId: 'basal-cell-carcinoma', score: 0 },
    { letter: 'B', text: 'melanoma', diagnosisId: 'melanoma', score: 0.75 },
    { letter: 'C', text: 'melanocytic nevus', diagnosisId: 'melanocytic-nevus', score: 0 },
    {
      letter: 'D',
      text: 'melanocytic neoplasm',
      diagnosisId: 'melanocytic-neoplasm',
      score: 0.375,
    },
  ],
  answer: 'B',
  diagnosisId: 'melanoma',
  malignancy: 'malignant',
};

/** A prompt with no image. */
export function prompt<Labels>(labels: Labels, id = 'p1'): Prompt<Labels> {
  return { id, text: 'What is it?', images: [], labels };
}

/** A sample of a text with labels. */
export function sample<Labels>(
  text: string,
  labels: Labels,
): RewardSample<Labels, SampledCompletion> {
  return { prompt: prompt(labels), completion: completion(text) };
}

/** What a reward that answers at once says of a sample. */
export function rewardOf<Labels>(
  reward: Reward<Labels, SampledCompletion>,
  judged: RewardSample<Labels, SampledCompletion>,
): RewardValue {
  const value = reward.score(judged, { step: 0, signal: new AbortController().signal });
  if (value instanceof Promise) throw new Error(`'${reward.name}' answers later`);
  return value;
}
