import { createEngine } from '@skinr1/autograd';
import { createChatClient, encodeRgbPng, type TextQuestion } from '@skinr1/core';
import { createTinyModel } from '@skinr1/model/testing';
import { afterAll, describe, it } from 'vitest';
import { createLocalModel } from '../src/index.ts';
import { scriptedModel, visionLanguageModelContract } from '../src/testing/index.ts';
import { served } from './served.ts';

const pixels = Uint8Array.from({ length: 32 * 32 * 3 }, (_, at) => (at * 7) % 256);
const question: TextQuestion = {
  text: 'Is this benign?',
  images: [{ kind: 'bytes', data: await encodeRgbPng(32, 32, pixels) }],
};

const engine = await createEngine();
afterAll(() => engine.close());
const texts = ['Is this benign? The plaque has a silvery scale. You are terse.'];
const local = createLocalModel(await createTinyModel(engine, { texts }));

const kinds = {
  'one in this process': async () => local,
  'one in this process, behind a server': async () => {
    const baseUrl = await served({ local });
    return createChatClient({ baseUrl, model: 'local', retries: 0 });
  },
  'the scripted one': async () => scriptedModel(),
  'one behind a server': async () => {
    const baseUrl = await served({ scripted: scriptedModel() });
    return createChatClient({ baseUrl, model: 'scripted', retries: 0 });
  },
};

describe.each(Object.entries(kinds))('the contract of models holds for %s', async (_, create) => {
  const model = await create();
  for (const { name, run } of visionLanguageModelContract({ create: () => model, question })) {
    it(name, run);
  }
});
