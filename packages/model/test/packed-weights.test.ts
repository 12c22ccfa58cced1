import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { type Engine, Graph, ops, sgd } from '@skinr1/autograd';
import { expect, it } from 'vitest';
import { createLearner, loadModel, type Model } from '../src/index.ts';
import { plainImage } from '../src/testing/index.ts';
import { eachFolder, saveTinyModel } from './support/model-folder.ts';

let engine: Engine;
let folder: string;
/** Of each graph of tokens of answers that was loaded: weights in files, and whether they are packed. */
let loaded: { readonly inFiles: number; readonly packed: boolean }[];
eachFolder((bench) => {
  ({ folder } = bench);
  loaded = [];
  engine = {
    device: bench.engine.device,
    load(model, options = {}) {
      if (model instanceof Graph && model.name === 'decoding') {
        loaded.push({ inFiles: model.external.size, packed: options.repacksFiles === true });
      }
      return bench.engine.load(model, options);
    },
    upload: (tensor) => bench.engine.upload(tensor),
    download: (handle) => bench.engine.download(handle),
    close: () => bench.engine.close(),
  };
}, saveTinyModel);

const question = {
  text: 'Which diagnosis fits the picture?',
  images: [plainImage(200, 30, 30)],
};

/** Log-probabilities of drawn answers, and the same as scored, which nothing is packed for. */
async function ratio(model: Model): Promise<{ readonly drawn: number[]; readonly off: number }> {
  const options = { maxTokens: 8, groupSize: 3, seeds: ['a', 'b', 'c'] };
  const [rows = []] = await model.generate([question], options);
  const scored = await model.score(
    question,
    rows.map(({ tokenIds }) => tokenIds),
  );
  const drawn = rows.flatMap(({ logProbs }) => [...logProbs]);
  const again = scored.flatMap(({ logProbs }) => [...logProbs]);
  const off = drawn.map((value, i) => Math.abs(value - (again[i] as number)));
  return { drawn, off: Math.max(...off) };
}

it('packs weights of a folder for decoding, until they learn', async () => {
  const model = await loadModel(folder, { engine });
  const before = await ratio(model);
  expect(loaded).toHaveLength(1);
  expect(loaded[0]?.packed).toBe(true);
  expect(loaded[0]?.inFiles).toBeGreaterThan(10);
  expect(before.off).toBeLessThan(1e-5);
  const learner = await createLearner(model, {
    loss: ({ logProb, mask }) => ({
      loss: ops.neg(ops.reduceSum(ops.mul(logProb, mask))),
      metrics: {},
    }),
    optimizer: sgd({ learningRate: 0.05 }),
  });
  await learner.step([{ prompt: question, completions: [{ tokenIds: [70, 71, 72] }] }]);
  const during = await ratio(model);
  await learner.release();
  const after = await ratio(model);
  // What was learnt answers, by itself and with its log-probabilities.
  expect(loaded.slice(1).every(({ packed }) => !packed)).toBe(true);
  expect(during.drawn).not.toEqual(before.drawn);
  expect(during.off).toBeLessThan(1e-5);
  expect(after.drawn).toEqual(during.drawn);
  await model.release();
});

it('answers with what was read when the file has become another', async () => {
  const model = await loadModel(folder, { engine });
  await utimes(join(folder, 'model.safetensors'), 1, 1);
  expect((await ratio(model)).off).toBeLessThan(1e-5);
  expect(loaded.map(({ packed }) => packed)).toEqual([true, false]);
  await model.release();
});

it('leaves weights that are mapped as they are', async () => {
  const model = await loadModel(folder, { engine, precision: 'mapped' });
  await ratio(model);
  expect(loaded.map(({ packed }) => packed)).toEqual([false]);
  await model.release();
});
