/*
 * Research on the algorithm itself: a loss is a function over graph values, an advantage estimator a
 * function over a table of rewards. Both are written here in a few lines and trained with; the gradient
 * comes from the graph.
 */
import { adamw, ops, type TokenLoss } from '@skinr1/autograd';
import type { Prompt, Reward } from '@skinr1/core';
import { type AdvantageEstimator, k2, trainGrpo } from '@skinr1/grpo';
import { createLearner, createPolicy } from '@skinr1/model';
import { createTinyModel } from './support/tiny-model.ts';

/**
 * Unclipped policy gradient with importance weights and a quadratic pull to the reference: the mean over
 * tokens of −ρ·A + 0.01·k2. What `[R, T]` and the totals are is told at `TokenLossInputs`.
 */
const plainPolicyGradient: TokenLoss = (inputs) => {
  const { logProb, oldLogProb, advantage, mask, totalTokens } = inputs;
  const ratio = ops.exp(ops.mul(ops.sub(logProb, oldLogProb), mask));
  const kl = k2(inputs);
  const perToken = ops.add(ops.neg(ops.mul(ratio, advantage)), ops.mul(kl, 0.01));
  const mean = (values: typeof logProb) =>
    ops.div(ops.reduceSum(ops.mul(values, mask)), totalTokens);
  return { loss: mean(perToken), metrics: { kl: mean(kl) } };
};

/** Leave-one-out baseline (RLOO): an answer against the mean of its siblings. One reward, never null. */
const leaveOneOut: AdvantageEstimator = ({ columns, groupSize }) => {
  const { values } = columns[0]!;
  return values.map((reward, row) => {
    const start = row - (row % groupSize);
    const sum = values.subarray(start, start + groupSize).reduce((a, b) => a + b, 0);
    return reward - (sum - reward) / (groupSize - 1);
  });
};

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
