import { rename, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Engine,
  encodeModel,
  Graph,
  gradients,
  openSafetensors,
  ops,
  readSafetensors,
  sgd,
  type Tensor,
  tensor,
  writeSafetensors,
} from '@skinr1/autograd';
import { createRandom, InvalidInputError } from '@skinr1/core';
import { describe, expect, it } from 'vitest';
import { inspectModel } from '../src/folder/inspect-model.ts';
import { loadModel } from '../src/folder/pretrained.ts';
import { createLearner } from '../src/learn/learner.ts';
import type { Model } from '../src/model.ts';
import { plainImage } from '../src/testing/index.ts';
import { addAdapter } from '../src/weights/adapter.ts';
import { blockedWeight, cutRows } from '../src/weights/blocked-weight.ts';
import { denseWeight } from '../src/weights/dense-weight.ts';
import { narrowBrainFloats, narrowHalves, widenBrainFloats } from '../src/weights/half.ts';
import type { Weight } from '../src/weights/weight.ts';
import { eachFolder, saveTinyModel } from './support/model-folder.ts';

let engine: Engine;
let folder: string;
eachFolder((bench) => {
  ({ engine, folder } = bench);
}, saveTinyModel);

const weightsFile = () => join(folder, 'model.safetensors');

/** Writes the folder's weights anew in another type. */
async function narrow(dtype: 'float32' | 'float16' | 'bfloat16'): Promise<void> {
  const { tensors } = await readSafetensors(weightsFile());
  if (dtype === 'float32') return;
  const bits = dtype === 'float16' ? narrowHalves : narrowBrainFloats;
  const narrowed: Record<string, Tensor> = {};
  for (const [name, { dims, data }] of Object.entries(tensors)) {
    narrowed[name] = tensor(dtype, dims, bits(data as Float32Array));
  }
  await writeSafetensors(weightsFile(), narrowed);
}

const questions = [
  { text: 'Which diagnosis fits the picture?', images: [plainImage(200, 30, 30)] },
  { text: 'nevus or melanoma?', images: [] },
];

async function answers(model: Model) {
  const options = { maxTokens: 6, groupSize: 2, random: createRandom(5) };
  return (await model.generate(questions, options)).flat();
}

describe.each(['float32', 'float16', 'bfloat16'] as const)(
  'weights left in files of %s',
  (dtype) => {
    it('answer as those that were read, and learn an adapter beside them as those do', async () => {
      await narrow(dtype);
      const results = [];
      for (const precision of ['float32', 'mapped'] as const) {
        const model = await loadModel(folder, { engine, precision, onWarning: () => undefined });
        const drawn = await answers(model);
        await addAdapter(model, { rank: 2, alpha: 4, seed: 3 });
        const learner = await createLearner(model, {
          loss: ({ logProb, mask }) => ({
            loss: ops.neg(ops.reduceSum(ops.mul(logProb, mask))),
            metrics: {},
          }),
          optimizer: sgd({ learningRate: 0.01 }),
        });
        const [prompt] = questions as [(typeof questions)[0]];
        const step = await learner.step([{ prompt, completions: [{ tokenIds: [70, 71, 72] }] }]);
        const [[scored] = []] = await learner.logProbs([
          { prompt, completions: [{ tokenIds: [70, 71, 72] }] },
        ]);
        results.push({ drawn, step, scored });
        await learner.release();
        await model.release();
      }
      const [read, mapped] = results as [(typeof results)[0], (typeof results)[0]];
      mapped.drawn.forEach(({ tokenIds, logProbs }, i) => {
        expect(tokenIds).toEqual(read.drawn[i]?.tokenIds);
        logProbs.forEach((value, k) => {
          expect(value).toBeCloseTo(read.drawn[i]?.logProbs[k] as number, 5);
        });
      });
      expect(mapped.step.loss).toBeCloseTo(read.step.loss as number, 4);
      mapped.scored?.forEach((value, k) => {
        expect(value).toBeCloseTo(read.scored?.[k] as number, 5);
      });
    });
  },
);

describe('a folder with weights in files', () => {
  it('may be links, as in a cache of the Hub, and is small as a graph', async () => {
    await rename(weightsFile(), join(folder, 'blob'));
    await symlink(join(folder, 'blob'), weightsFile());
    const model = await loadModel(folder, { engine, precision: 'mapped' });
    expect(await answers(model)).toHaveLength(4);
    await model.release();
    const file = await openSafetensors(weightsFile());
    const place = file.locate('model.norm.weight');
    await file.close();
    expect(place.path).toMatch(/blob$/);
    const graph = new Graph();
    graph.output('y', ops.neg(graph.fileInitializer('w', { ...place, dims: [32] })));
    expect(encodeModel(graph).length).toBeLessThan(500);
  });

  it('that changed while it was open is noticed', async () => {
    const model = await loadModel(folder, { engine, precision: 'mapped' });
    await utimes(weightsFile(), 1, 1);
    const answering = answers(model);
    await expect(answering).rejects.toThrow(InvalidInputError);
    await expect(answering).rejects.toThrow(
      /model\.safetensors.*has changed.*Open the model again/,
    );
    await model.release();
  });

  it('names a tensor of two files, one that is not used, and numbers that are none', async () => {
    const { tensors } = await readSafetensors(weightsFile());
    const norm = tensors['model.norm.weight'] as Tensor;
    const second = join(folder, 'second.safetensors');
    const index = (names: Record<string, string>) =>
      writeFile(
        join(folder, 'model.safetensors.index.json'),
        JSON.stringify({ weight_map: { ...names, 'model.norm.weight': 'model.safetensors' } }),
      );
    await index({ 'model.language_model.norm.weight': 'second.safetensors' });
    await writeSafetensors(second, { 'model.language_model.norm.weight': norm });
    for (const precision of ['float32', 'mapped'] as const) {
      await expect(loadModel(folder, { engine, precision })).rejects.toThrow(
        /norm\.weight: is in (second|model)\.safetensors too/,
      );
    }
    await index({ 'model.of.tomorrow': 'second.safetensors' });
    await writeSafetensors(second, { 'model.of.tomorrow': norm });
    const warnings: string[] = [];
    const onWarning = (message: string) => warnings.push(message);
    await (await loadModel(folder, { engine, onWarning })).release();
    expect(warnings.join()).toMatch(/does not use: model\.of\.tomorrow/);
    const broken = tensor('float32', norm.dims, Float32Array.from(norm.data as Float32Array));
    (broken.data as Float32Array)[3] = Number.NaN;
    await writeSafetensors(weightsFile(), { ...tensors, 'model.norm.weight': broken });
    await expect(loadModel(folder, { engine, precision: 'mapped', onWarning })).rejects.toThrow(
      /model\.norm\.weight: number 3 is NaN/,
    );
  });
});

it('a matrix in a file with a number that is none is noticed when it is used', async () => {
  const { tensors } = await readSafetensors(weightsFile());
  const name = 'model.layers.0.mlp.down_proj.weight';
  const { dims, data } = tensors[name] as Tensor;
  const broken = tensor('float32', dims, Float32Array.from(data as Float32Array));
  (broken.data as Float32Array)[5] = Number.NaN;
  await writeSafetensors(weightsFile(), { ...tensors, [name]: broken });
  const model = await loadModel(folder, { engine, precision: 'mapped' });
  await expect(answers(model)).rejects.toThrow(/not finite.*inspect --numbers/);
  await model.release();
  expect((await inspectModel(folder)).problems).toEqual([]);
  expect((await inspectModel(folder, { numbers: true })).problems).toEqual([
    `${weightsFile()}, ${name}: number 5 is none.`,
  ]);
});

describe('a matrix in pieces', () => {
  it('is cut to 64 MiB of float32 a piece, none left out', () => {
    const place = { path: '/w', fileSize: 0, modified: 0, offset: 1000 };
    const cut = cutRows({ ...place, dtype: 'bfloat16', dims: [10_000, 4096], length: 81_920_000 });
    expect(cut.map(({ dims }) => dims[0])).toEqual([4096, 4096, 1808]);
    expect(cut.map(({ offset }) => offset)).toEqual([1000, 33_555_432, 67_109_864]);
    expect(cut.reduce((sum, { length }) => sum + length, 0)).toBe(81_920_000);
    const wide = { ...place, dtype: 'float32', dims: [10_000, 4096], length: 163_840_000 } as const;
    expect(cutRows(wide)).toEqual([wide]);
  });

  it('multiplies as the whole, gradients included', async () => {
    const random = createRandom('pieces');
    const numbers = (count: number) => Float32Array.from({ length: count }, () => random.normal());
    const bits = narrowBrainFloats(numbers(7 * 4));
    const part = (from: number, to: number) =>
      tensor('bfloat16', [to - from, 4], bits.slice(from * 4, to * 4));
    const [x, y] = [tensor('float32', [3, 4], numbers(12)), tensor('float32', [3, 7], numbers(21))];
    const run = async (make: (graph: Graph) => Weight) => {
      const graph = new Graph();
      const weight = make(graph);
      const [xs, ys] = [graph.input('x', 'float32', [3, 4]), graph.input('y', 'float32', [3, 7])];
      const product = weight.project(xs);
      const [gradient] = gradients(ops.reduceSum(ops.mul(product, ys)), [xs]);
      graph.output('product', product);
      graph.output('back', weight.projectBack(ys));
      graph.output('gradient', gradient as NonNullable<typeof gradient>);
      graph.output('rows', weight.gather(graph.constant('int64', [6, 0])));
      const session = await engine.load(graph);
      const { outputs } = await session.run({ x, y });
      await session.release();
      return Object.values(outputs).flatMap(({ data }) => Array.from(data as Float32Array));
    };
    const pieces = await run((graph) =>
      blockedWeight(graph.initializer('w', part(0, 7)), [
        graph.initializer('p0', part(0, 3)),
        graph.initializer('p1', part(3, 6)),
        graph.initializer('p2', part(6, 7)),
      ]),
    );
    const whole = await run((graph) =>
      denseWeight(graph.initializer('w', tensor('float32', [7, 4], widenBrainFloats(bits)))),
    );
    expect(pieces).toHaveLength(whole.length);
    pieces.forEach((value, i) => {
      expect(value).toBeCloseTo(whole[i] as number, 5);
    });
  });
});
