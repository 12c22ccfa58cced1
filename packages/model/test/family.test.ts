import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adamw, createEngine, type Engine, ops } from '@skinr1/autograd';
import { createRandom } from '@skinr1/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Family } from '../src/families/family.ts';
import { knownFamilies } from '../src/families/known-families.ts';
import { loadModel } from '../src/folder/pretrained.ts';
import { createLearner } from '../src/learn/learner.ts';
import { createVisionLearner } from '../src/learn/vision-learner.ts';
import { createModel, type Model } from '../src/model.ts';
import { plainImage } from '../src/testing/index.ts';
import { type PlainConfig, plainVl } from './support/plain-family.ts';
import { tinyTokenizer } from './support/tiny.ts';

let engine: Engine;
beforeAll(async () => {
  engine = await createEngine({ threads: 1 });
});
afterAll(() => engine.close());

const tokenizer = tinyTokenizer();
const config: PlainConfig = {
  modelType: 'plain_vl',
  imageTokenId: tokenizer.idOf('<|image_pad|>')!,
  endTokenIds: [tokenizer.endOfTurnId],
  padTokenId: null,
  text: {
    hiddenSize: 16,
    layerCount: 2,
    headCount: 2,
    keyValueHeadCount: 2,
    headSize: 8,
    vocabularySize: tokenizer.vocabularySize,
    maxPositions: 256,
    initializerRange: 0.3,
  },
};
const plain = (): Promise<Model> =>
  createModel({ family: plainVl, config, tokenizer, engine, seed: 1 });
const questions = [
  { text: 'Which diagnosis fits the picture?', images: [plainImage(200, 30, 30)] },
  { text: 'nevus or melanoma?', images: [] },
];

describe('a family from outside', () => {
  it('is generated with as it is scored', async () => {
    const model = await plain();
    expect(model.imageProcessor.config).toEqual(plainVl.imageDefaults);
    const options = { groupSize: 3, maxTokens: 20, random: createRandom(4) };
    const groups = await model.generate(questions, options);
    const learner = await createLearner(model, {
      loss: ({ logProb }) => ({ loss: ops.reduceSum(logProb), metrics: {} }),
      optimizer: adamw({ learningRate: 0 }),
    });
    const scores = await learner.logProbs(
      questions.map((prompt, i) => ({ prompt, completions: groups[i]! })),
    );
    groups.forEach((rows, i) => {
      rows.forEach(({ logProbs }, k) => {
        logProbs.forEach((value, t) => {
          expect(Math.abs(scores[i]![k]![t]! - value)).toBeLessThan(2e-5);
        });
      });
    });
    await learner.release();
    await model.release();
  });

  it('learns answers, and to see', async () => {
    const model = await plain();
    const vision = await createVisionLearner(model, {
      conceptCount: 1,
      optimizer: adamw({ learningRate: 0.1 }),
      seed: 1,
    });
    const lessons = [
      { image: plainImage(200, 30, 30), concepts: [0] },
      { image: plainImage(30, 30, 200), concepts: [] },
    ];
    const first = await vision.step(lessons);
    for (let i = 0; i < 60; i++) await vision.step(lessons);
    expect((await vision.step(lessons)).loss).toBeLessThan(first.loss / 4);
    await vision.release();
    const learner = await createLearner(model, {
      loss: ({ logProb, mask, totalTokens }) => ({
        loss: ops.neg(ops.div(ops.reduceSum(ops.mul(logProb, mask)), totalTokens)),
        metrics: {},
      }),
      optimizer: adamw({ learningRate: 3e-2 }),
    });
    const tokenIds = [...tokenizer.encode('nevus'), tokenizer.endOfTurnId];
    const group = { prompt: questions[0]!, completions: [{ tokenIds }] };
    for (let i = 0; i < 60; i++) await learner.step([group]);
    const [[answer] = []] = await model.generate([questions[0]!], {
      maxTokens: 12,
      temperature: 0,
    });
    expect(answer?.text).toBe('nevus');
    await learner.release();
    await model.release();
  });

  it('is opened from a folder by its model type, when it is given', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'skinr1-family-'));
    const model = await plain();
    const options = { maxTokens: 5, temperature: 0 };
    const before = await model.generate(questions, options);
    await model.save(folder);
    await model.release();
    await expect(loadModel(folder, { engine })).rejects.toThrow(
      /config\.json, model_type: .*"plain_vl".*Qwen2\.5-VL/,
    );
    const families = [...knownFamilies, plainVl];
    const loaded = await loadModel(folder, { engine, families });
    expect(await loaded.generate(questions, options)).toEqual(before);
    await loaded.release();
    const sources: (string | undefined)[] = [];
    const ownTokenizer: Family<PlainConfig> = {
      ...plainVl,
      createTokenizer: (_, { source }) => {
        sources.push(source);
        return tokenizer;
      },
    };
    const another = await loadModel(folder, { engine, families: [ownTokenizer] });
    expect(another.tokenizer).toBe(tokenizer);
    expect(sources).toEqual([join(folder, 'tokenizer.json')]);
    await another.release();
    rmSync(folder, { recursive: true });
  });
});

it('no part but the list, the exports and the tiny model names a family', () => {
  const root = join(import.meta.dirname, '..', 'src');
  const naming = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/^families.[^.]+[\\/]/.test(file))
    .filter((file) => /families\/qwen|\.\/qwen/.test(readFileSync(join(root, file), 'utf8')));
  expect(naming.sort()).toEqual([
    join('families', 'known-families.ts'),
    'index.ts',
    join('testing', 'tiny-model.ts'),
  ]);
});
