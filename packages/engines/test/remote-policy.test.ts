import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TrainablePolicy } from '@skinr1/core';
import { afterEach, describe, expect, it } from 'vitest';
import { createRemotePolicy, type RemotePolicyOptions, sglang, vllm } from '../src/index.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

interface Seen {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A choice as vLLM and SGLang word it: "ok" in two tokens, and the end token, which is no text. */
const choice = {
  index: 0,
  finish_reason: 'stop',
  message: { role: 'assistant', content: 'ok' },
  token_ids: [11, 12, 2],
  logprobs: {
    content: ['o', 'k', '<|im_end|>'].map((token, at) => ({
      token,
      logprob: -0.5 * (at + 1),
      top_logprobs: [],
    })),
  },
};

/** A server that answers every question with this choice, and takes adapters with this status. */
async function fakeServer(answered: object = choice, status = 200) {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const path = request.url ?? '';
    let text = '';
    for await (const part of request) text += part;
    const body = JSON.parse(text);
    seen.push({ path, body });
    if (!path.includes('chat/completions')) {
      // SGLang refuses to take out what it has not got.
      response.writeHead(path.startsWith('/unload') ? 400 : status).end('said');
      return;
    }
    const choices = Array.from({ length: body.n ?? 1 }, () => answered);
    response.end(JSON.stringify({ choices }));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  cleanUps.push(() => server.close().closeAllConnections());
  return { seen, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` };
}

async function policyOf(baseUrl: string, options: Partial<RemotePolicyOptions> = {}) {
  const adapterDirectory = await mkdtemp(join(tmpdir(), 'skinr1-adapters-'));
  cleanUps.push(() => rm(adapterDirectory, { recursive: true }));
  let updates = 0;
  const learner: TrainablePolicy = {
    adapter: 'default',
    sample: () => Promise.reject(new Error('the learner was asked for an answer')),
    update: async () => ({ loss: ++updates, gradientNorm: 1 }),
    save: async () => {},
    restore: async () => {},
  };
  const policy = createRemotePolicy({
    ...{ learner, dialect: vllm, adapterDirectory, endTokenIds: [2] },
    server: { baseUrl, model: 'base', retries: 0 },
    saveAdapter: async (folder) => {
      await mkdir(folder);
      await writeFile(join(folder, 'adapter_config.json'), `${updates}`);
    },
    ...options,
  });
  return { policy, adapterDirectory };
}

const prompts = [{ id: 'q', text: 'Which?', images: [], labels: null }];
const draw = { groupSize: 2, maxTokens: 8 };

describe('createRemotePolicy', () => {
  it('draws tokens with the log-probabilities of the server', async () => {
    const { baseUrl, seen } = await fakeServer();
    const { policy } = await policyOf(baseUrl);
    const [group] = await policy.sample(prompts, draw);
    expect(group).toHaveLength(2);
    expect(group![0]).toEqual({
      text: 'ok',
      finishReason: 'stop',
      tokenIds: Int32Array.of(11, 12, 2),
      logProbs: Float32Array.of(-0.5, -1, -1.5),
      sampling: { temperature: 1, topK: 0, topP: 1, bannedIds: [], adapter: 'default' },
    });
    expect(seen.at(-1)?.body).toMatchObject({
      ...{ model: 'skinr1', n: 2, logprobs: true, return_token_ids: true },
    });
  });

  it('hands weights over when they have changed, and only then', async () => {
    const { baseUrl, seen } = await fakeServer();
    const { policy, adapterDirectory } = await policyOf(baseUrl);
    await policy.sample(prompts, draw);
    await policy.sample(prompts, draw);
    await policy.update([]);
    await policy.sample(prompts, draw);
    await policy.restore('somewhere');
    await policy.sample(prompts, draw);
    const loads = seen.filter(({ path }) => path === '/v1/load_lora_adapter');
    expect(loads.map(({ body }) => body)).toEqual(
      [1, 2, 3].map((version) => ({
        lora_name: 'skinr1',
        lora_path: join(adapterDirectory, `skinr1-${version}`),
        load_inplace: true,
      })),
    );
    expect(await readdir(adapterDirectory)).toEqual(['skinr1-3']);
  });

  it('speaks to SGLang in its own way', async () => {
    const { baseUrl, seen } = await fakeServer();
    const { policy } = await policyOf(baseUrl, { dialect: sglang });
    await policy.sample(prompts, draw);
    expect(seen.map(({ path }) => path)).toEqual([
      ...['/unload_lora_adapter', '/load_lora_adapter', '/v1/chat/completions'],
    ]);
    expect(seen.at(-1)?.body.model).toBe('base:skinr1');
  });

  it.each([
    ['a server without token ids', { ...choice, token_ids: undefined }, /no ids.*return_token_ids/],
    ['one that leaves the end out', { ...choice, token_ids: [11, 12, 3] }, /no end token/],
  ])('refuses %s', async (_, answered, message) => {
    const { baseUrl } = await fakeServer(answered);
    const { policy } = await policyOf(baseUrl);
    await expect(policy.sample(prompts, draw)).rejects.toThrow(message);
  });

  it('takes an answer that was cut without its end', async () => {
    const { baseUrl } = await fakeServer({
      ...choice,
      token_ids: [1, 2, 3],
      finish_reason: 'length',
    });
    const { policy } = await policyOf(baseUrl);
    expect((await policy.sample(prompts, draw))[0]![0]).toMatchObject({ finishReason: 'length' });
  });

  it('refuses what would be drawn from another distribution than is reported', async () => {
    const { baseUrl } = await fakeServer();
    const { policy } = await policyOf(baseUrl);
    for (const how of [{ temperature: 0.7 }, { topK: 5 }, { topP: 0.9 }]) {
      await expect(policy.sample(prompts, { ...draw, ...how })).rejects.toThrow(/would not be of/);
    }
    const { policy: processed } = await policyOf(baseUrl, { logProbs: 'processed' });
    const [group] = await processed.sample(prompts, { ...draw, temperature: 0.7 });
    expect(group![0]!.sampling.temperature).toBe(0.7);
  });

  it('names a server that does not take the adapter, and hands it over again', async () => {
    const { baseUrl, seen } = await fakeServer(choice, 500);
    const { policy } = await policyOf(baseUrl);
    const failing = () => policy.sample(prompts, draw);
    await expect(failing()).rejects.toThrow(/does not take the adapter: it says 500: said/);
    await expect(failing()).rejects.toThrow(/load_lora_adapter/);
    expect(seen).toHaveLength(2);
  });
});
