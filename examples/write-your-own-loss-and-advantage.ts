/*
 * Research on the algorithm itself: a loss is a function over graph values, an advantage estimator a
 * function over a table of rewards. Both are written here in a few lines and trained with; the gradient
 * comes from the graph.
 */
import { adamw, mul, neg, type TokenLoss } from '@skinr1/autograd';
import type { Prompt, Reward } from '@skinr1/core';
import {
  type AdvantageEstimator,
  k2,
  mapGroups,
  meanOverTokens,
  policyLoss,
  tokenRatio,
  trainGrpo,
  weightedSum,
} from '@skinr1/grpo';
import { createLearner, createPolicy } from '@skinr1/model';
import { createTinyModel } from './support/tiny-model.ts';

/** Unclipped policy gradient with importance weights and a quadratic pull to the reference: −ρ·A + β·k2. */
const plainPolicyGradient: TokenLoss = policyLoss(
  (inputs) => ({ tokenLoss: neg(mul(tokenRatio(inputs), inputs.advantage)), metrics: {} }),
  meanOverTokens,
  { beta: 0.01, kl: k2 },
);

/** Leave-one-out baseline (RLOO): an answer against the mean of its siblings. */
const leaveOneOut: AdvantageEstimator = (table) =>
  mapGroups(weightedSum(table), table.groupSize, (group) => {
    const sum = group.reduce((a, b) => a + b, 0);
    return group.map((reward) => reward - (sum - reward) / (group.length - 1));
  });

/** Something a tiny random model can learn in seconds: say the word "scale". */
const saysScale: Reward = {
  name: 'scale',
  score: ({ completion }) => completion.text.split('scale').length - 1,
};

const text = 'What do you see?';
const prompts: Prompt[] = [{ id: 'q1', text, images: [], labels: null }];
const { model, engine } = await createTinyModel([text, ...Array(50).fill(' scale')]);
const learner = await createLearner(model, {
  loss: plainPolicyGradient,
  optimizer: adamw({ learningRate: 3e-3, weightDecay: 0 }),
});
await trainGrpo({
  ...{ policy: createPolicy(model, learner), prompts, rewards: [saysScale], seed: 1 },
  ...{ advantage: leaveOneOut, groupSize: 32, promptsPerStep: 1, steps: 40, maxTokens: 8 },
  onStep: ({ step, metrics }) => {
    if (step !== 1 && step % 10 !== 0) return;
    console.log(
      `step ${String(step).padStart(2)}  "scale" per answer ${metrics.reward?.toFixed(2)}`,
      ` KL ${metrics.kl?.toFixed(4)}`,
    );
  },
});
await learner.release();
await model.release();
await engine.close();
