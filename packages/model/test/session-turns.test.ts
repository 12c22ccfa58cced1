import { type Engine, Graph, type Session } from '@skinr1/autograd';
import { ResourceError } from '@skinr1/core';
import { expect, it, vi } from 'vitest';
import { loadModel, type Model } from '../src/index.ts';
import { plainImage } from '../src/testing/index.ts';
import { eachFolder, saveTinyModel } from './support/model-folder.ts';

let engine: Engine;
let folder: string;
/** Names of the graphs that have a session now, in the order of their making, and of those that were released. */
let open: string[];
let released: string[];
/** Whether a session is refused, given the others' graphs. */
let refuses: (name: string) => boolean;
eachFolder((bench) => {
  ({ folder } = bench);
  [open, released] = [[], []];
  refuses = () => false;
  const inner = bench.engine;
  engine = {
    device: inner.device,
    async load(model, options): Promise<Session> {
      const name = model instanceof Graph ? model.name : 'bytes';
      if (refuses(name)) throw new ResourceError('not enough memory for the model.');
      const session = await inner.load(model, options);
      open.push(name);
      return {
        inputs: session.inputs,
        outputs: session.outputs,
        run: (feeds, choice) => session.run(feeds, choice),
        async release() {
          open.splice(open.indexOf(name), 1);
          released.push(name);
          await session.release();
        },
      };
    },
    upload: (tensor) => inner.upload(tensor),
    download: (handle) => inner.download(handle),
    close: () => inner.close(),
  };
}, saveTinyModel);

const question = {
  text: 'Which diagnosis fits the picture?',
  images: [plainImage(200, 30, 30)],
};

/** Two answers, each followed by scores. */
async function ask(model: Model): Promise<unknown> {
  const results: unknown[] = [];
  for (const seeds of [
    ['a', 'b'],
    ['c', 'd'],
  ]) {
    const options = { maxTokens: 6, groupSize: 2, topK: 20, seeds };
    const [rows = []] = await model.generate([question], options);
    results.push(rows.map(({ tokenIds }) => [...tokenIds]));
    results.push(
      (await model.score(question, ['a nevus', 'a melanoma'])).map((text) => text.logProb),
    );
  }
  return results;
}

const language = ['first pass', 'language', 'decoding', 'text score'];

it('weights in files have a session for each kind of graph while they are small', async () => {
  const model = await loadModel(folder, { engine, precision: 'mapped' });
  await ask(model);
  expect(open.filter((name) => language.includes(name)).length).toBeGreaterThan(1);
  expect(released).toEqual([]);
  await model.release();
});

it('large weights in files are mapped by one session at a time, with the same answers', async () => {
  const options = { engine, precision: 'mapped', prefixCacheBytes: 0 } as const;
  const model = await loadModel(folder, options);
  const before = await ask(model);
  await model.release();
  const large = await loadModel(folder, options);
  vi.spyOn(large.weights, 'mappedBytes', 'get').mockReturnValue(2 ** 31);
  const most: number[] = [];
  const watch = setInterval(
    () => most.push(open.filter((name) => language.includes(name)).length),
    0,
  );
  expect(await ask(large)).toEqual(before);
  clearInterval(watch);
  expect(Math.max(...most)).toBe(1);
  expect(open).toContain('vision');
  await large.release();
  expect(open).toEqual([]);
});

it('where memory does not suffice for a session beside the others, they go, and go first from then on', async () => {
  const model = await loadModel(folder, { engine, precision: 'int8' });
  const before = await ask(model);
  await model.release();
  let refused = 0;
  refuses = () => open.length > 0 && ++refused > 0;
  const tight = await loadModel(folder, { engine, precision: 'int8' });
  expect(await ask(tight)).toEqual(before);
  expect(refused).toBe(1);
  expect(open.length).toBe(1);
  await tight.release();
});

it('one that is refused alone is an error, and may be made later', async () => {
  refuses = (name) => name === 'vision';
  const model = await loadModel(folder, { engine });
  await expect(ask(model)).rejects.toThrow(ResourceError);
  refuses = () => false;
  await ask(model);
  await model.release();
});
