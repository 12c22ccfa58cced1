import { adamw, createEngine, type Engine, ops, type TokenLoss } from '@skinr1/autograd';
import { createRandom, type SampledCompletion } from '@skinr1/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LearningCompletion } from '../src/learn/groups.ts';
import { createLearner } from '../src/learn/learner.ts';
import { createPolicy } from '../src/learn/policy.ts';
import { plainImage } from '../src/testing/index.ts';
import { tinyModel } from './support/tiny.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 1 });
});
afterAll(() => engine.close());

/** −Σ log p / tokens. */
const likelihood: TokenLoss = ({ logProb, mask, totalTokens }) => ({
  loss: ops.neg(ops.div(ops.reduceSum(ops.mul(logProb, mask)), totalTokens)),
  metrics: {},
});

const question = 'Which diagnosis fits the picture?';

describe('a learner', () => {
  it('teaches a model to tell pictures apart, and the model generates with the new weights', async () => {
    const model = await tinyModel(engine);
    const learner = await createLearner(model, {
      loss: likelihood,
      optimizer: adamw({ learningRate: 1e-2 }),
    });
    const { tokenizer } = model;
    const lessons = [
      { image: plainImage(200, 30, 30), answer: 'psoriasis' },
      { image: plainImage(40, 30, 200), answer: 'melanoma' },
    ];
    const groups = lessons.map(({ image, answer }) => ({
      prompt: { text: question, images: [image] },
      completions: [{ tokenIds: [...tokenizer.encode(answer), tokenizer.endOfTurnId] }],
    }));
    const losses: number[] = [];
    for (let i = 0; i < 60; i++) losses.push((await learner.step(groups)).loss);
    // An untrained model spreads evenly over 320 ids: ln 320 = 5.77.
    expect(losses[0]).toBeGreaterThan(5.6);
    expect(losses[0]).toBeLessThan(5.95);
    expect(losses.at(-1)).toBeLessThan(0.05);
    const answers = await model.generate(
      groups.map(({ prompt }) => prompt),
      { maxTokens: 12, temperature: 0 },
    );
    expect(answers.map(([answer]) => answer?.text)).toEqual(['psoriasis', 'melanoma']);
    expect(answers.map(([answer]) => answer?.finishReason)).toEqual(['stop', 'stop']);
    await learner.release();
    const after = await model.generate([groups[0]!.prompt], { maxTokens: 12, temperature: 0 });
    expect(after[0]?.[0]?.text).toBe('psoriasis');
    await model.release();
  });

  it('gives the same gradient step whole, in micro-batches, and with a group split', async () => {
    const metrics = [];
    for (const maxTokensPerMicroBatch of [4096, 200, 60]) {
      const model = await tinyModel(engine);
      const learner = await createLearner(model, {
        loss: likelihood,
        optimizer: adamw({ learningRate: 1e-3 }),
        maxTokensPerMicroBatch,
      });
      const groups = ['nevus', 'melanoma'].map((answer, i) => ({
        prompt: { text: question, images: [plainImage(50 * i, 99, 7)] },
        completions: ['', ', benign', ' or rosacea'].map((end) => ({
          tokenIds: model.tokenizer.encode(answer + end),
        })),
      }));
      metrics.push(await learner.step(groups));
      await learner.release();
      await model.release();
    }
    for (const other of metrics.slice(1)) {
      for (const name of ['loss', 'gradientNorm', 'entropy', 'tokens']) {
        expect(other[name]).toBeCloseTo(metrics[0]![name]!, 4);
      }
    }
  });

  it('scores sampled tokens as the sampler did, at its temperature', async () => {
    const model = await tinyModel(engine);
    const learner = await createLearner(model, {
      loss: likelihood,
      optimizer: adamw({ learningRate: 1e-3 }),
    });
    const prompts = [
      { text: question, images: [plainImage(1, 2, 3), plainImage(90, 80, 3, 20)] },
      { text: `${question} A: nevus`, images: [] },
    ];
    const samples = await model.generate(prompts, {
      groupSize: 3,
      maxTokens: 9,
      temperature: 0.7,
      topP: 0.9,
    });
    const scores = await learner.logProbs(
      prompts.map((prompt, i) => ({ prompt, completions: samples[i]! })),
    );
    samples.forEach((group, i) => {
      group.forEach(({ logProbs }, k) => {
        expect(scores[i]?.[k]?.length).toBe(logProbs.length);
        logProbs.forEach((value, t) => {
          expect(Math.abs(scores[i]![k]![t]! - value)).toBeLessThan(1e-5);
        });
      });
    });
    await learner.release();
    await model.release();
  });

  it('scores every completion at its own temperature, in one step', async () => {
    const model = await tinyModel(engine);
    const learner = await createLearner(model, {
      // The largest distance of a log-ratio from 0, over the tokens of the step.
      loss: ({ logProb, oldLogProb, mask, totalTokens }) => {
        const ratio = ops.mul(ops.sub(logProb, oldLogProb), mask);
        const squares = ops.div(ops.reduceSum(ops.mul(ratio, ratio)), totalTokens);
        return { loss: squares, metrics: {} };
      },
      optimizer: adamw({ learningRate: 0 }),
    });
    const prompt = { text: question, images: [plainImage(1, 2, 3)] };
    const groups = [];
    for (const temperature of [0.5, 1, 2]) {
      const options = { groupSize: 2, maxTokens: 5, temperature, random: createRandom(4) };
      const [completions = []] = await model.generate([prompt], options);
      expect(completions[0]?.sampling).toMatchObject({ temperature, topK: 0, topP: 1 });
      groups.push({ prompt, completions });
    }
    expect((await learner.step(groups)).loss).toBeLessThan(1e-9);
    await learner.release();
    await model.release();
  });

  it('refuses limits that would leave completions out', async () => {
    const model = await tinyModel(engine);
    const options = { loss: likelihood, optimizer: adamw({ learningRate: 1e-3 }) };
    for (const limit of [{ maxTokensPerMicroBatch: Number.NaN }, { maxCompletionLength: 0 }])
      await expect(createLearner(model, { ...options, ...limit })).rejects.toThrow(/whole number/);
    await model.release();
  });

  it('refuses completions whose log-probabilities cannot be compared', async () => {
    const model = await tinyModel(engine);
    const learner = await createLearner(model, {
      loss: likelihood,
      optimizer: adamw({ learningRate: 1e-3 }),
    });
    const prompt = { text: question, images: [] };
    const step = (completion: LearningCompletion) =>
      learner.step([{ prompt, completions: [completion] }]);
    const [[greedy] = []] = await model.generate([prompt], { maxTokens: 4, temperature: 0 });
    await expect(step(greedy!)).rejects.toThrow(/temperature 0: its ratio means nothing/);
    const { tokenIds, logProbs, sampling } = greedy!;
    await expect(step({ tokenIds, logProbs })).rejects.toThrow(/without the settings/);
    for (const temperature of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
      const odd = { tokenIds, logProbs, sampling: { ...sampling, temperature } };
      await expect(step(odd)).rejects.toThrow(/sampled at temperature/);
    }
    await learner.release();
    await model.release();
  });

  it('refuses values that would spoil its weights, and stays as it was', async () => {
    const model = await tinyModel(engine);
    const optimizer = adamw({ learningRate: 1e-3 });
    const learner = await createLearner(model, { loss: likelihood, optimizer });
    const prompt = { id: 'case-1', text: question, images: [], labels: null };
    const policy = createPolicy(model, learner);
    const [completions = []] = await policy.sample([prompt], { groupSize: 2, maxTokens: 3 });
    const before = await learner.logProbs([{ prompt, completions }]);
    await expect(
      policy.update([{ prompt, completions, advantages: [Number.NaN, 1] }]),
    ).rejects.toThrow(/'case-1': completion 1: its advantage must be a finite number, got NaN/);
    const [{ tokenIds, sampling }] = completions as [SampledCompletion];
    const logProbs = Float32Array.from(tokenIds, () => 1);
    for (const [odd, message] of [
      [{ tokenIds, weight: -1 }, /group 1: completion 1: its weight .* from 0, got -1/],
      [
        { tokenIds, weight: tokenIds.map(() => -1) },
        /completion 1: weight of token 1 .* from 0, got -1/,
      ],
      [{ tokenIds, weight: [1] }, /tokens but 1 weights/],
      [{ tokenIds, logProbs, sampling }, /log-probability of token 1/],
    ] as const) {
      await expect(learner.step([{ prompt, completions: [odd] }])).rejects.toThrow(message);
    }
    expect(await learner.logProbs([{ prompt, completions }])).toEqual(before);
    expect(learner.updates).toBe(0);
    await learner.release();
    await model.release();
  });

  it('keeps the weights it started from as reference', async () => {
    const model = await tinyModel(engine);
    const learner = await createLearner(model, {
      // The mean log-ratio to the reference is 0 as long as nothing has been learnt.
      loss: ({ logProb, refLogProb, mask, totalTokens }) => {
        const ratio = ops.div(
          ops.reduceSum(ops.mul(ops.sub(logProb, refLogProb), mask)),
          totalTokens,
        );
        return { loss: ops.neg(ratio), metrics: { ratio } };
      },
      optimizer: adamw({ learningRate: 1e-2 }),
    });
    const groups = [
      {
        prompt: { text: question, images: [plainImage(1, 2, 3)] },
        completions: [{ tokenIds: model.tokenizer.encode('nevus') }],
      },
    ];
    const first = await learner.step(groups);
    const second = await learner.step(groups);
    expect(Math.abs(first.ratio!)).toBeLessThan(1e-6);
    expect(second.ratio).toBeGreaterThan(0.01);
    await learner.release();
    await model.release();
  });
});
