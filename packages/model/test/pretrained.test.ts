import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { adamw, type Engine, ops } from '@skinr1/autograd';
import { createRandom, InvalidInputError, NotFoundError } from '@skinr1/core';
import { describe, expect, it } from 'vitest';
import { loadModel } from '../src/folder/pretrained.ts';
import { createLearner } from '../src/learn/learner.ts';
import type { Learner } from '../src/learn/learner-types.ts';
import { createPolicy } from '../src/learn/policy.ts';
import type { Model } from '../src/model.ts';
import { plainImage } from '../src/testing/index.ts';
import { eachFolder } from './support/model-folder.ts';
import { tinyModel } from './support/tiny.ts';

let engine: Engine;
let folder: string;
eachFolder((bench) => {
  ({ engine, folder } = bench);
});

const questions = [
  { text: 'Which diagnosis fits the picture?', images: [plainImage(200, 30, 30)] },
  { text: 'nevus or melanoma?', images: [] },
];

describe('a saved model', () => {
  it('answers after loading as before', async () => {
    const model = await tinyModel(engine);
    const options = { groupSize: 2, maxTokens: 8, temperature: 1.5 };
    const before = await model.generate(questions, { ...options, random: createRandom(3) });
    await model.save(folder);
    await model.release();
    const loaded = await loadModel(folder, { engine });
    expect(await loaded.generate(questions, { ...options, random: createRandom(3) })).toEqual(
      before,
    );
    await loaded.release();
  });

  describe('with faults', () => {
    const breakFile = async (name: string, change: (text: string) => string) => {
      const model = await tinyModel(engine);
      await model.save(folder);
      await model.release();
      const path = join(folder, name);
      const bytes = await readFile(path, 'latin1');
      await writeFile(path, change(bytes), 'latin1');
      return loadModel(folder, { engine });
    };

    it.each([
      ['config.json', (text: string) => text.slice(0, 40), /config\.json/],
      [
        'config.json',
        (text: string) => text.replace('"hidden_size": 32', '"hidden_size": 36'),
        /config\.json, hidden_size: .*odd width/,
      ],
      [
        'tokenizer.json',
        (text: string) => text.replace('"BPE"', '"Unigram"'),
        /tokenizer\.json.*model\.type/,
      ],
      [
        'tokenizer_config.json',
        (text: string) => text.replace('"eos_token": "<|im_end|>"', '"eos_token": "<|no|>"'),
        /<\|no\|>/,
      ],
      ['model.safetensors', (text: string) => text.slice(0, -100), /model\.safetensors/],
      [
        'model.safetensors',
        (text: string) => text.replace('model.norm.weight', 'model.nirm.weight'),
        /lack 1 tensors: model\.norm\.weight/,
      ],
    ] as const)('in %s names the file', async (name, change, message) => {
      const loading = breakFile(name, change);
      await expect(loading).rejects.toThrow(InvalidInputError);
      await expect(loading).rejects.toThrow(message);
    });

    it('in the form of a missing file names it', async () => {
      await expect(loadModel(folder, { engine })).rejects.toThrow(NotFoundError);
      await expect(loadModel(folder, { engine })).rejects.toThrow(/config\.json/);
    });
  });

  it('is read from shards as from one file', async () => {
    const model = await tinyModel(engine);
    await model.save(folder);
    const before = await model.generate(questions, { maxTokens: 4, temperature: 0 });
    await model.release();
    await copyFile(join(folder, 'model.safetensors'), join(folder, 'part-1.safetensors'));
    await rm(join(folder, 'model.safetensors'));
    const index = { weight_map: { 'model.norm.weight': 'part-1.safetensors' } };
    await writeFile(join(folder, 'model.safetensors.index.json'), JSON.stringify(index));
    const loaded = await loadModel(folder, { engine });
    expect(await loaded.generate(questions, { maxTokens: 4, temperature: 0 })).toEqual(before);
    await loaded.release();
    const outside = { weight_map: { a: '../part-1.safetensors' } };
    await writeFile(join(folder, 'model.safetensors.index.json'), JSON.stringify(outside));
    await expect(loadModel(folder, { engine })).rejects.toThrow(/shard/);
  });
});

describe('a policy', () => {
  const makeLearner = (model: Model): Promise<Learner> =>
    createLearner(model, {
      // Likelihood weighted by the advantage, pulled to the reference.
      loss: ({ logProb, refLogProb, advantage, mask, totalTokens }) => {
        const gap = ops.sub(logProb, refLogProb);
        const perToken = ops.sub(ops.mul(logProb, advantage), ops.mul(ops.mul(gap, gap), 0.1));
        return {
          loss: ops.neg(ops.div(ops.reduceSum(ops.mul(perToken, mask)), totalTokens)),
          metrics: {},
        };
      },
      optimizer: adamw({ learningRate: 3e-3 }),
    });
  const prompts = questions.map((question, i) => ({ ...question, id: `q${i}`, labels: null }));
  const bytesOf = async (model: Model) => {
    const all = [];
    for (const handle of Object.values(model.weights.handles)) {
      all.push((await engine.download(handle)).data);
    }
    return all;
  };

  /** Three steps of sampling and learning; saves after the first and, if asked, starts anew from there. */
  const run = async (restart: boolean) => {
    let model = await tinyModel(engine);
    let learner = await makeLearner(model);
    let policy = createPolicy(model, learner);
    const metrics = [];
    for (let step = 0; step < 3; step++) {
      const random = createRandom(`step ${step}`);
      const groups = await policy.sample(prompts, { groupSize: 3, maxTokens: 6, random });
      const scored = prompts.map((prompt, i) => ({
        prompt,
        completions: groups[i]!,
        advantages: groups[i]!.map(({ tokenIds }) => (tokenIds[0]! % 3) - 1),
      }));
      metrics.push(await policy.update(scored));
      if (step === 0) {
        await policy.save(folder);
        if (!restart) continue;
        await learner.release();
        await model.release();
        // Other weights: everything, the reference too, must come from the folder.
        model = await tinyModel(engine, 'other');
        learner = await makeLearner(model);
        policy = createPolicy(model, learner);
        await policy.restore(folder);
      }
    }
    const weights = await bytesOf(model);
    await learner.release();
    await model.release();
    return { metrics, weights };
  };

  it('goes on from a checkpoint bit for bit', async () => {
    const straight = await run(false);
    const resumed = await run(true);
    expect(resumed.metrics).toEqual(straight.metrics);
    expect(resumed.weights).toEqual(straight.weights);
  });
});
