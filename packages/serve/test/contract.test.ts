import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '@skinr1/autograd';
import { createChatClient, encodeRgbPng, type TextQuestion } from '@skinr1/core';
import { exportTransformersJs, type OnnxModel, openOnnxModel } from '@skinr1/model';
import { createTinyModel } from '@skinr1/model/testing';
import { afterAll, describe, expect, it } from 'vitest';
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
const tiny = await createTinyModel(engine, { texts });
const local = createLocalModel(tiny);

/** The same, in a folder of ONNX graphs. */
async function exported(): Promise<OnnxModel> {
  const folder = await mkdtemp(join(tmpdir(), 'contract-'));
  afterAll(() => rm(folder, { recursive: true }));
  await tiny.save(join(folder, 'source'));
  await exportTransformersJs(join(folder, 'source'), join(folder, 'onnx'));
  return openOnnxModel(join(folder, 'onnx'), { engine });
}

const kinds = {
  'one in this process': async () => local,
  'one in this process, behind a server': async () => {
    const baseUrl = await served({ local });
    return createChatClient({ baseUrl, model: 'local', retries: 0 });
  },
  'one in this process that others exported': async () => createLocalModel(await exported()),
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

describe('a model in this process, behind a server', async () => {
  const client = await kinds['one in this process, behind a server']();
  const text = 'Is this benign?';
  const jsonSchema = {
    type: 'object',
    properties: { benign: { type: 'boolean' }, sign: { enum: ['scale', 'ulcer'] } },
    required: ['benign', 'sign'],
  };

  it('is held to a schema, in every answer and in streams', async () => {
    const options = { maxTokens: 40, seed: 1, groupSize: 3, jsonSchema };
    const { answers } = await client.answer(question, options);
    const streamed = await client.stream(question, { ...options, seed: 2, groupSize: 1 }).result;
    for (const answer of [...answers, ...streamed.answers]) {
      expect(JSON.parse(answer.text).sign).toMatch(/^(scale|ulcer)$/);
    }
    expect(streamed.answers[0]?.text).toBe(answers[1]?.text);
  });

  it('refuses a schema that cannot close in the budget or says what nobody can hold to', async () => {
    const ask = (schema: object, maxTokens = 40) =>
      client.answer(question, { maxTokens, jsonSchema: schema });
    await expect(ask(jsonSchema, 2)).rejects.toThrow(/status 400: .*token/);
    const schemas = [
      { type: 'object', minProperties: 1 },
      { type: 'string', pattern: '(?=a)' },
    ];
    for (const schema of schemas) {
      await expect(ask(schema)).rejects.toThrow(
        /response_format\.json_schema\.schema: the JSON Schema, #.*(minProperties|expression)/,
      );
    }
    await expect(
      local.answer(question, { maxTokens: 40, jsonSchema, stop: ['}'] }),
    ).rejects.toThrow(/stop and jsonSchema do not go together/);
    await expect(ask(jsonSchema)).resolves.toBeDefined();
  });

  it('takes an image of one pixel, and names what is too large to be one', async () => {
    const pixel = await encodeRgbPng(1, 1, new Uint8Array(3));
    const ask = (data: Uint8Array) =>
      client.answer({ text, images: [{ kind: 'bytes', data }] }, { maxTokens: 2 });
    await expect(ask(pixel)).resolves.toBeDefined();
    const bomb = Uint8Array.from(pixel);
    new DataView(bomb.buffer).setUint32(16, 20_000);
    new DataView(bomb.buffer).setUint32(20, 10_000);
    await expect(ask(bomb)).rejects.toThrow(/status 400/);
    await expect(ask(pixel)).resolves.toBeDefined();
  });
});
