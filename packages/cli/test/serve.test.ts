import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '@skinr1/autograd';
import { createChatClient, encodeRgbPng, UsageError } from '@skinr1/core';
import { addAdapter, saveAdapter } from '@skinr1/model';
import { createTinyModel } from '@skinr1/model/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ServeOptions, serveFolder } from '../src/commands/serve.ts';

let root: string;
const at = (name: string) => join(root, name);
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'skinr1-cli-serve-'));
  const engine = await createEngine({ threads: 1 });
  const model = await createTinyModel(engine, { texts: ['What is it?'] });
  await model.save(at('derm'));
  await addAdapter(model, { rank: 2, targets: 'all-linear', seed: 1 });
  await saveAdapter(model, at('tuned'), { base: 'tiny/base' });
  await model.release();
  await engine.close();
});
afterAll(() => rm(root, { recursive: true }));

const optionsFor = (more: Partial<ServeOptions>): ServeOptions => ({
  ...{ model: at('derm'), adapter: [], device: 'cpu', host: '127.0.0.1', port: 0 },
  ...{ maxTokens: 5, allowImagesFrom: [], token: 'the-key-of-the-tests' },
  ...more,
});

it('serves a folder and its adapter under their names, about images too', async () => {
  const serving = await serveFolder(optionsFor({ adapter: [at('tuned')] }));
  try {
    expect(serving.names).toEqual(['derm', 'tuned']);
    expect(serving.device).toBe('cpu');
    const image = { kind: 'bytes', data: await encodeRgbPng(1, 1, new Uint8Array(3)) } as const;
    for (const model of serving.names) {
      const baseUrl = `${serving.url}v1`;
      const client = createChatClient({ baseUrl, model, apiKey: 'the-key-of-the-tests' });
      const reply = await client.answer({ text: 'What is it?', images: [image] }, { maxTokens: 3 });
      expect(reply.usage.completionTokens).toBeLessThanOrEqual(3);
      expect(reply.usage.promptTokens).toBeGreaterThan(4);
    }
    const metrics = await fetch(`${serving.url}metrics`, {
      headers: { authorization: 'Bearer the-key-of-the-tests' },
    });
    expect(await metrics.text()).toMatch(/chat_tokens_total\{kind="completion"\} [1-6]\n/);
  } finally {
    await serving.close();
  }
});

it('refuses answers that leave no room for a question', async () => {
  const long = serveFolder(optionsFor({ maxTokens: 99_999 }));
  await expect(long).rejects.toThrow(/99999 tokens leave no room.* smaller --max-tokens/);
});

it('refuses two models of one name, and others without a token', async () => {
  const twice = serveFolder(optionsFor({ adapter: [at('tuned'), at('tuned')] }));
  await expect(twice).rejects.toThrow(UsageError);
  const { token: _, ...open } = optionsFor({ host: '0.0.0.0' });
  await expect(serveFolder(open)).rejects.toThrow(/no token/);
});
