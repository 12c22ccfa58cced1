import { adamw, createEngine, type Engine } from '@skinr1/autograd';
import { createLearner } from '@skinr1/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { heldOutLoss, packExamples, type SftExample, sftLoss } from '../src/index.ts';
import { examples, tinyModel } from './support/tiny.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 1 });
});
afterAll(() => engine.close());

describe('sftLoss', () => {
  it('is the mean over all answer tokens of the step, however they are grouped', async () => {
    const model = await tinyModel(engine);
    const learner = await createLearner(model, {
      loss: sftLoss(),
      optimizer: adamw({ learningRate: 0, weightDecay: 0 }),
    });
    const { groups } = packExamples(
      [...examples, { ...examples[0]!, answer: '<thinking>a nevus</thinking>' }],
      model.tokenizer,
    );
    const scores = (await learner.logProbs(groups)).flat().flatMap((values) => [...values]);
    const expected = -scores.reduce((sum, logProb) => sum + logProb, 0) / scores.length;
    const { loss, mean_token_probability: probability } = await learner.step(groups);
    expect(loss).toBeCloseTo(expected, 4);
    const mean = scores.reduce((sum, logProb) => sum + Math.exp(logProb), 0) / scores.length;
    expect(probability).toBeCloseTo(mean, 6);

    const apart = groups.flatMap(({ prompt, completions }) =>
      completions.map((completion) => ({ prompt, completions: [completion] })),
    );
    expect((await learner.step(apart)).loss).toBeCloseTo(loss, 4);
    expect((await heldOutLoss(learner, groups)).eval_loss).toBeCloseTo(loss, 4);
    await learner.release();
    await model.release();
  });

  it('weighs parts of an answer, and is the mean by weight', async () => {
    const model = await tinyModel(engine);
    const learner = await createLearner(model, {
      loss: sftLoss(),
      optimizer: adamw({ learningRate: 0, weightDecay: 0 }),
    });
    const [{ prompt }] = examples as [SftExample];
    const parts = [
      { text: 'atypical network, ', weight: 0.25 },
      { text: 'so melanoma', weight: 3 },
    ];
    const { groups } = packExamples([{ prompt, answer: parts }], model.tokenizer);
    const weights = groups[0]!.completions[0]!.weight as Float32Array;
    expect(new Set(weights)).toEqual(new Set([0.25, 3]));
    const [[scores]] = (await learner.logProbs(groups)) as [[Float32Array]];
    const sum = (values: ArrayLike<number>) =>
      Array.from(values).reduce((all, one) => all + one, 0);
    const expected = -sum(scores.map((score, at) => score * weights[at]!)) / sum(weights);
    expect((await learner.step(groups)).loss).toBeCloseTo(expected, 4);
    await learner.release();
    await model.release();
  });
});
