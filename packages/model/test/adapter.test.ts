import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  adamw,
  createEngine,
  type Engine,
  ops,
  readSafetensors,
  type Tensor,
  type TokenLoss,
  tensor,
  writeSafetensors,
} from '@skinr1/autograd';
import { createRandom, UsageError } from '@skinr1/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadModel } from '../src/folder/pretrained.ts';
import type { WeightPrecision } from '../src/folder/weight-precision.ts';
import { createLearner } from '../src/learn/learner.ts';
import type { Model } from '../src/model.ts';
import { createTinyModel, plainImage } from '../src/testing/index.ts';
import { addAdapter } from '../src/weights/adapter.ts';
import { corpus } from './support/tiny.ts';

let engine: Engine;
/** Tensors that came from the engine to this thread. */
let downloads = 0;
let folder: string;
beforeAll(async () => {
  const plain = await createEngine({ threads: 1 });
  const download: Engine['download'] = (handle) => {
    downloads++;
    return plain.download(handle);
  };
  engine = Object.assign(Object.create(plain) as Engine, {
    download,
    upload: plain.upload.bind(plain),
    load: plain.load.bind(plain),
    close: plain.close.bind(plain),
  });
  folder = await mkdtemp(join(tmpdir(), 'skinr1-adapter-'));
  await writeModel();
});
afterAll(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

/** −Σ log p / tokens, and the mean log-ratio to the reference. */
const likelihood: TokenLoss = ({ logProb, refLogProb, mask, totalTokens }) => ({
  loss: ops.neg(ops.div(ops.reduceSum(ops.mul(logProb, mask)), totalTokens)),
  metrics: {
    ratio: ops.div(ops.reduceSum(ops.mul(ops.sub(logProb, refLogProb), mask)), totalTokens),
  },
});
const question = { text: 'Which diagnosis fits the picture?', images: [plainImage(200, 30, 30)] };
const lesson = (model: Model) => {
  const { tokenizer } = model;
  const tokenIds = [...tokenizer.encode('psoriasis'), tokenizer.endOfTurnId];
  return { prompt: question, completions: [{ tokenIds }] };
};
const options = { loss: likelihood, optimizer: adamw({ learningRate: 2e-2 }) };
const greedy = { maxTokens: 12, temperature: 0 };

async function answer(model: Model) {
  return (await model.generate([question], greedy))[0]![0]!;
}

/** A model whose frozen logits reach far enough that adapters alone can teach it an answer. */
async function writeModel(): Promise<void> {
  const model = await createTinyModel(engine, { texts: corpus, imageSize: 32, spread: () => 0.3 });
  await model.save(folder);
  await model.release();
}

/** Writes the weights of the folder in a narrower type, cut off to its bits. */
async function narrow(dtype: 'bfloat16' | 'float16'): Promise<void> {
  const path = join(folder, 'model.safetensors');
  const { tensors } = await readSafetensors(path);
  const entries = Object.entries(tensors).map(([name, { dims, data }]): [string, Tensor] => {
    const bits = new Uint32Array(Float32Array.from(data as Float32Array).buffer);
    const half = (word: number): number => {
      if (dtype === 'bfloat16') return word >>> 16;
      const exponent = ((word >>> 23) & 0xff) - 112;
      const sign = (word >>> 16) & 0x8000;
      // What is too small for a normal half becomes zero.
      return exponent <= 0 ? sign : sign | (exponent << 10) | ((word >>> 13) & 0x3ff);
    };
    return [name, tensor(dtype, dims, Uint16Array.from(bits, half)) as Tensor];
  });
  await writeSafetensors(path, Object.fromEntries(entries), { format: 'pt' });
}

describe('adapters', () => {
  it('change nothing until they learn, then learn alone, and merge into what is saved', async () => {
    const model = await loadModel(folder, { engine });
    const before = await answer(model);
    await addAdapter(model, { rank: 4, alpha: 8, seed: 1 });
    const { sampling, ...same } = await answer(model);
    expect(sampling.adapter).toBe('default');
    expect(before).toMatchObject(same);
    const base = Object.entries(model.weights.handles);
    // Two layers, seven matrices each: A, B and scale.
    expect(Object.keys(model.weights.adapter('default').parts).length).toBe(42);

    downloads = 0;
    const learner = await createLearner(model, options);
    expect(downloads).toBe(0);
    const steps = [];
    for (let i = 0; i < 60; i++) steps.push(await learner.step([lesson(model)]));
    // The reference is the model without its fresh adapters.
    expect(steps[0]?.ratio).toBe(0);
    expect(steps.at(-1)?.ratio).toBeGreaterThan(1);
    expect(steps.at(-1)?.loss).toBeLessThan(0.5);
    expect((await answer(model)).text).toBe('psoriasis');
    for (const [name, handle] of base) expect(model.weights.handles[name]).toBe(handle);
    downloads = 0;
    await learner.release();
    expect(downloads).toBe(0);

    // Who goes on from it has it as reference, not the model without it.
    const next = await createLearner(model, options);
    expect(Math.abs((await next.step([lesson(model)])).ratio!)).toBeLessThan(1e-6);
    await next.release();

    const learnt = await answer(model);
    const copy = await mkdtemp(join(tmpdir(), 'skinr1-merged-'));
    await model.save(copy);
    const merged = await loadModel(copy, { engine });
    expect(merged.weights.adapterNames).toEqual([]);
    const again = await answer(merged);
    expect(again.text).toBe(learnt.text);
    again.logProbs.forEach((value, i) => {
      expect(Math.abs(value - learnt.logProbs[i]!)).toBeLessThan(1e-4);
    });
    await rm(copy, { recursive: true });
    await merged.release();
    await model.release();
  });

  it('go on from a folder bit for bit, without the base in it', async () => {
    const state = await mkdtemp(join(tmpdir(), 'skinr1-adapter-state-'));
    const fresh = async () => {
      const model = await loadModel(folder, { engine });
      await addAdapter(model, { rank: 2, seed: 3 });
      return { model, learner: await createLearner(model, options) };
    };
    const through = await fresh();
    await through.learner.step([lesson(through.model)]);
    await through.learner.save(state);
    const { tensors } = await readSafetensors(join(state, 'adapter_model.safetensors'));
    expect(Object.keys(tensors).every((name) => name.includes('lora_'))).toBe(true);
    expect(await readdir(state)).not.toContain('model.safetensors');
    const straight = await through.learner.step([lesson(through.model)]);
    const resumed = await fresh();
    await resumed.learner.restore(state);
    expect(await resumed.learner.step([lesson(resumed.model)])).toEqual(straight);
    for (const { model, learner } of [through, resumed]) {
      await learner.release();
      await model.release();
    }
    await rm(state, { recursive: true });
  });

  it('stand beside embeddings and the tower too, and refuse what makes no sense', async () => {
    const model = await loadModel(folder, { engine });
    await expect(addAdapter(model, { rank: 0, seed: 1 })).rejects.toThrow(UsageError);
    const norms = { rank: 1, seed: 1, targets: ({ kind }: { kind: string }) => kind === 'norm' };
    await expect(addAdapter(model, norms)).rejects.toThrow(/no matrix/);
    const kinds = ['embedding', 'output', 'kernel', 'linear'];
    await addAdapter(model, { rank: 2, seed: 1, targets: ({ kind }) => kinds.includes(kind) });
    await expect(addAdapter(model, { rank: 2, seed: 1 })).rejects.toThrow(
      /adapter 'default' already/,
    );
    const learner = await createLearner(model, options);
    for (let i = 0; i < 30; i++) await learner.step([lesson(model)]);
    expect((await answer(model)).text).toBe('psoriasis');
    await learner.release();
    await model.release();
  });
});

describe.each<[WeightPrecision, 'float32' | 'float16' | 'bfloat16', number]>([
  ['stored', 'float16', 1e-4],
  ['stored', 'bfloat16', 1e-4],
  // The product rounds its other side to 8 bits as well.
  ['int8', 'float32', 0.5],
  ['int4', 'float32', 0.5],
])('weights kept as %s of %s', (precision, dtype, tolerance) => {
  it('answer as in float32, are scored as they answer, and learn through adapters', async () => {
    await writeModel();
    if (dtype !== 'float32') await narrow(dtype);
    const model = await loadModel(folder, { engine, precision });
    // Saved, a weight is the numbers that it stands for.
    const copy = await mkdtemp(join(tmpdir(), 'skinr1-wide-'));
    await model.save(copy);
    const wide = await loadModel(copy, { engine });
    await rm(copy, { recursive: true });
    const tokens = { groupSize: 2, maxTokens: 10, random: createRandom(5) };
    const [group = []] = await model.generate([question], tokens);
    await expect(createLearner(model, options)).rejects.toThrow(/cannot learn/);

    await addAdapter(model, { rank: 4, seed: 1 });
    const learner = await createLearner(model, options);
    const wideLearner = await createLearner(wide, options);
    const asked = [{ prompt: question, completions: group }];
    const [scores = []] = await learner.logProbs(asked);
    const [wideScores = []] = await wideLearner.logProbs(asked);
    group.forEach(({ logProbs }, k) => {
      logProbs.forEach((value, t) => {
        expect(Math.abs(scores[k]![t]! - value)).toBeLessThan(precision === 'stored' ? 2e-5 : 1e-3);
        expect(Math.abs(wideScores[k]![t]! - value)).toBeLessThan(tolerance);
      });
    });
    let loss = Number.NaN;
    for (let i = 0; i < 60; i++) loss = (await learner.step([lesson(model)])).loss;
    expect(loss).toBeLessThan(0.5);
    expect((await answer(model)).text).toBe('psoriasis');
    await learner.release();
    await wideLearner.release();
    await model.release();
    await wide.release();
  });
});
