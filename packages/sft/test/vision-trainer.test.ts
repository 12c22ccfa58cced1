import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, createStepLog, type Engine, readStepLog } from '@skinr1/autograd';
import { NotFoundError, UsageError } from '@skinr1/core';
import type { ConceptExample } from '@skinr1/model';
import { createTinyModel, plainImage } from '@skinr1/model/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { trainVision, type VisionStep, type VisionTrainingOptions } from '../src/index.ts';

let engine: Engine;
let folder: string;
beforeAll(async () => {
  engine = await createEngine({ threads: 1 });
});
afterAll(() => engine.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sft-vision-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Eight shades; the concepts are "mostly red" and "bright". */
const examples = Array.from({ length: 8 }, (_, index) => {
  const isRed = index % 2 === 0;
  const bright = index >= 4;
  const strong = bright ? 240 - index : 120 - index;
  return {
    image: isRed ? plainImage(strong, 20, 20) : plainImage(20, 20, strong),
    concepts: [...(isRed ? [0] : []), ...(bright ? [1] : [])],
  };
});

/** Trains a fresh model of the same weights; returns the run's end and the tower's last weights. */
async function train(overrides: Partial<VisionTrainingOptions> = {}) {
  const model = await createTinyModel(engine, { texts: ['red'] });
  try {
    const result = await trainVision({
      model,
      examples,
      conceptCount: 2,
      steps: 40,
      batchSize: 4,
      learningRate: 1e-2,
      seed: 3,
      ...overrides,
    });
    const handle = model.weights.handles['visual.merger.mlp.2.weight']!;
    return { ...result, weights: (await engine.download(handle)).data };
  } finally {
    await model.release();
  }
}

describe('trainVision', () => {
  it('teaches a tower to tell two concepts, and reports each step', async () => {
    const steps: VisionStep[] = [];
    const { stopReason } = await train({ onStep: (step) => void steps.push(step) });
    expect(stopReason).toBe('completed');
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    const late = steps.slice(-5).map(({ metrics }) => metrics);
    expect(late.every(({ recall }) => recall === 1)).toBe(true);
    expect(late.at(-1)).toMatchObject({ epoch: 20, learning_rate: expect.any(Number) });
  });

  it('goes on after an abort to the same weights and log', async () => {
    const logs = (name: string) => ({
      metricsLog: createStepLog<VisionStep>(join(folder, name, 'metrics.jsonl')),
      checkpoint: { directory: join(folder, name, 'checkpoints'), every: 4 },
    });
    const through = await train({ steps: 10, ...logs('through') });
    const abort = new AbortController();
    const cut = await train({
      steps: 10,
      ...logs('cut'),
      signal: abort.signal,
      onStep: ({ step }) => {
        if (step === 6) abort.abort();
      },
    });
    expect(cut).toMatchObject({ steps: 6, stopReason: 'aborted' });
    const resumed = await train({ steps: 10, ...logs('cut'), resume: true });
    expect(resumed).toMatchObject({ steps: 10, resumedFrom: 6, stopReason: 'completed' });
    expect(resumed.weights).toEqual(through.weights);
    const losses = async (name: string) =>
      (await readStepLog<VisionStep>(join(folder, name, 'metrics.jsonl'))).map(
        ({ metrics }) => metrics.loss,
      );
    expect(await losses('cut')).toEqual(await losses('through'));
  });

  it('refuses to go on with anything else that fixes the result, and names it', async () => {
    const kept = { steps: 4, checkpoint: { directory: join(folder, 'checkpoints') } };
    await train(kept);
    const [first, ...rest]: ConceptExample[] = examples;
    const changes: [Partial<VisionTrainingOptions>, RegExp][] = [
      [{ examples: [{ ...first!, image: plainImage(1, 2, 3) }, ...rest] }, /images changed/],
      [{ examples: [{ ...first!, concepts: [1] }, ...rest] }, /concepts was/],
      [{ augment: (image) => ({ ...image }) }, /augment was/],
      [{ weightDecay: 0.5 }, /optimizer\.1\.weightDecay was 0.05 and is 0.5/],
      [{ conceptCount: 3 }, /conceptCount was 2 and is 3/],
    ];
    for (const [change, message] of changes) {
      await expect(train({ ...kept, resume: true, ...change })).rejects.toThrow(message);
    }
    expect(await train({ ...kept, resume: true })).toMatchObject({ resumedFrom: 4 });
  });

  it('refuses nothing to learn from, and names an image that is missing', async () => {
    await expect(train({ examples: [] })).rejects.toThrow(UsageError);
    await expect(train({ batchSize: 0 })).rejects.toThrow(UsageError);
    const gone = { kind: 'file', path: join(folder, 'gone.png') } as const;
    await expect(train({ examples: [{ image: gone, concepts: [] }] })).rejects.toThrow(
      NotFoundError,
    );
  });
});
