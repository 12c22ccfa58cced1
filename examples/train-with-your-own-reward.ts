/*
 * Stage 2 in miniature, with rewards of your own. A reward is a name and a function from one answer to a
 * number (or null: does not apply). Drop one, weigh one differently, turn one into a metric, add yours:
 * it is a list.
 */
import { adamw } from '@skinr1/autograd';
import type { ChoiceLabels, Reward, SampledCompletion } from '@skinr1/core';
import { formatChoiceAnswer } from '@skinr1/core';
import { formatReward, grpoLoss, hierarchyReward, malignancyReward, trainGrpo } from '@skinr1/grpo';
import { createLearner, createPolicy } from '@skinr1/model';
import { trainSft } from '@skinr1/sft';
import { createTinyModel } from './support/tiny-model.ts';

/** Yours: pays for short reasoning. It counts tokens, so it asks for completions that have them. */
const brief: Reward<ChoiceLabels, SampledCompletion> = {
  name: 'brief',
  score: ({ completion }) => Math.max(0, 1 - completion.tokenIds.length / 20) / 2,
};

const rewards: Reward<ChoiceLabels, SampledCompletion>[] = [
  formatReward(), // the method's, as they are …
  hierarchyReward({ weight: 2 }), // … weighed differently …
  malignancyReward({ weight: 0 }), // … or only reported
  brief, // leave a line out to drop a reward
];

const text = 'Which is it?\nA. psoriasis\nB. melanoma';
const pixels = new Uint8Array(56 * 56 * 3).fill(128);
const images = [{ kind: 'pixels' as const, width: 56, height: 56, data: pixels }];
const options = [
  { letter: 'A', text: 'psoriasis', diagnosisId: 'psoriasis', score: 0 },
  { letter: 'B', text: 'melanoma', diagnosisId: 'melanoma', score: 0.75 },
];
const labels = { options, answer: 'B', diagnosisId: 'melanoma', malignancy: 'malignant' as const };
const prompt = { id: 'q1', text, images, labels };

// A few steps of SFT, so that the model knows the form and wavers between the letters.
const answers = (['A', 'B'] as const).map((letter) =>
  formatChoiceAnswer({ thinking: 'I look at the lesion.', letter, malignancy: 'malignant' }),
);
const { model, engine } = await createTinyModel([text, ...answers]);
const examples = answers.map((answer) => ({ prompt, answer }));
await trainSft({ model, examples, steps: 60, learningRate: 1e-2, seed: 1 });

const learner = await createLearner(model, {
  loss: grpoLoss(),
  optimizer: adamw({ learningRate: 2e-3, weightDecay: 0 }),
});
await trainGrpo({
  ...{ policy: createPolicy(model, learner), prompts: [prompt], rewards, seed: 1 },
  ...{ groupSize: 8, promptsPerStep: 2, steps: 12, maxTokens: 30 },
  onStep: ({ step, metrics }) => {
    if (step % 3 !== 1 && step !== 12) return;
    const parts = rewards.map(
      ({ name }) => `${name} ${metrics[`rewards/${name}/mean`]?.toFixed(2)}`,
    );
    console.log(
      `step ${String(step).padStart(2)}  reward ${metrics.reward?.toFixed(2)}  (${parts.join(', ')})`,
    );
  },
});
await learner.release();
await model.release();
await engine.close();
