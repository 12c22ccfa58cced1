import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adamw, createEngine, type Engine, ops, sgd } from '@skinr1/autograd';
import { InvalidInputError, UsageError } from '@skinr1/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLearner } from '../src/learn/learner.ts';
import { type ConceptExample, createVisionLearner } from '../src/learn/vision-learner.ts';
import type { Model } from '../src/model.ts';
import { createTinyModel, plainImage } from '../src/testing/index.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 1 });
});
afterAll(() => engine.close());

const tiny = (): Promise<Model> => createTinyModel(engine, { texts: ['red'], imageSize: 32 });
const red = plainImage(200, 30, 30);
const blue = plainImage(30, 30, 200);
/** Fewer blocks than the others: its batch is padded. */
const small = plainImage(30, 200, 30, 12);
const lessons: ConceptExample[] = [
  { image: red, concepts: [0] },
  { image: blue, concepts: [1, 2] },
  { image: small, concepts: [] },
];
const still = { conceptCount: 3, optimizer: sgd({ learningRate: 0 }), seed: 1 };

async function weightsOf(model: Model): Promise<Record<string, number[]>> {
  const values: Record<string, number[]> = {};
  for (const [name, handle] of Object.entries(model.weights.handles)) {
    values[name] = Array.from((await engine.download(handle)).data as Float32Array);
  }
  return values;
}

describe('a vision learner', () => {
  it('learns to tell what images show, and leaves the language model alone', async () => {
    const model = await tiny();
    const before = await weightsOf(model);
    const optimizer = adamw({ learningRate: 1e-2 });
    const learner = await createVisionLearner(model, { conceptCount: 3, optimizer, seed: 1 });
    const steps = [];
    for (let i = 0; i < 60; i++) steps.push(await learner.step(lessons));
    expect(steps.at(-1)?.loss).toBeLessThan(0.05);
    expect(steps.at(-1)?.recall).toBe(1);
    await learner.release();
    const after = await weightsOf(model);
    expect(Object.keys(after)).toEqual(Object.keys(before));
    for (const [name, values] of Object.entries(after)) {
      const same = values.every((value, index) => value === before[name]?.[index]);
      expect(same, name).toBe(!name.startsWith('visual.'));
    }
    // The model can go on with a learner of its own.
    const loss = createLearner(model, {
      loss: ({ logProb }) => ({ loss: ops.reduceSum(logProb), metrics: {} }),
      optimizer,
    });
    await (await loss).release();
    await model.release();
  });

  it('starts from about K ln 2 nats an image, and averages over the batch whatever its padding', async () => {
    const model = await tiny();
    const learner = await createVisionLearner(model, still);
    const lossOf = async (batch: ConceptExample[]) => (await learner.step(batch)).loss;
    const alone = [];
    for (const lesson of lessons) alone.push(await lossOf([lesson]));
    const together = await lossOf(lessons);
    expect(together).toBeCloseTo(alone.reduce((a, b) => a + b) / 3, 5);
    // A head that does not know yet gives each of 3 concepts about even odds: 3 ln 2 = 2.08.
    expect(together).toBeGreaterThan(1);
    expect(together).toBeLessThan(4.5);
    // The same image twice, with different concepts: the mean of both.
    const twice: ConceptExample[] = [
      { image: red, concepts: [0] },
      { image: red, concepts: [1] },
    ];
    const [first, second] = [await lossOf([twice[0]!]), await lossOf([twice[1]!])];
    expect(await lossOf(twice)).toBeCloseTo((first + second) / 2, 5);
    await learner.release();
    await model.release();
  });

  it('goes on from a folder bit for bit', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'skinr1-vision-'));
    try {
      const optimizer = () => adamw({ learningRate: 1e-2 });
      const through = await tiny();
      const learner = await createVisionLearner(through, { ...still, optimizer: optimizer() });
      await learner.step(lessons);
      await learner.save(join(folder, 'state'));
      await learner.step(lessons);
      await learner.release();

      const resumed = await tiny();
      const again = await createVisionLearner(resumed, { ...still, optimizer: optimizer() });
      await again.restore(join(folder, 'state'));
      expect(again.updates).toBe(1);
      await again.step(lessons);
      await again.release();
      expect(await weightsOf(resumed)).toEqual(await weightsOf(through));

      const other = await createVisionLearner(resumed, { ...still, conceptCount: 4 });
      await expect(other.restore(join(folder, 'state'))).rejects.toThrow(InvalidInputError);
      await other.release();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('refuses what makes no sense', async () => {
    const model = await tiny();
    await expect(createVisionLearner(model, { ...still, conceptCount: 0 })).rejects.toThrow(
      UsageError,
    );
    const learner = await createVisionLearner(model, still);
    await expect(learner.step([])).rejects.toThrow(UsageError);
    await expect(learner.step([{ image: red, concepts: [3] }])).rejects.toThrow(
      /concept .* to 2, got 3/,
    );
    await learner.release();
    await model.release();
  });
});
