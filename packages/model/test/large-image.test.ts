import { createEngine, type Engine } from '@skinr1/autograd';
import { expect, it } from 'vitest';
import { tinyModel } from './support/tiny.ts';

it('sees large images with a session that takes less memory', async () => {
  const plain = await createEngine({ threads: 1 });
  const loaded: string[] = [];
  const load: Engine['load'] = (graph, options) => {
    loaded.push(`${options?.source}, shares memory: ${options?.sharesMemory}`);
    return plain.load(graph, options);
  };
  const engine: Engine = Object.assign(Object.create(plain) as Engine, {
    load,
    upload: plain.upload.bind(plain),
  });
  const model = await tinyModel(engine, 1, { imageSize: 264 });
  // A token is 8 pixels wide: 8 of them, then 33 · 33.
  for (const [width, height] of [
    [32, 16],
    [264, 264],
  ] as const) {
    const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7) % 251);
    const image = { kind: 'pixels', width, height, data } as const;
    await model.generate([{ text: 'What is it?', images: [image] }], { maxTokens: 1 });
  }
  expect(loaded.filter((source) => source.includes('vision'))).toEqual([
    'vision, shares memory: true',
    'large vision, shares memory: false',
  ]);
  await model.release();
  await plain.close();
});
