import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type AnswerOptions, createChatClient, encodeRgbPng } from '../src/index.ts';
import {
  type Body,
  bodyOf,
  event,
  events,
  faultyClient,
  finish,
  question,
  serve,
  whole,
} from './support/chat-server.ts';

describe('a chat client', () => {
  it('refuses log-probabilities that are none, or are not there', async () => {
    const logprobs = (logprob: number) => ({ logprobs: { content: [{ token: 'a', logprob }] } });
    for (const [more, said] of [
      [{}, /gives no log-probabilities/],
      [logprobs(0.5), /no log-probability/],
    ] as const) {
      const { client } = await faultyClient((response) => {
        response.end(JSON.stringify({ choices: [{ message: { content: 'a' }, ...more }] }));
      });
      const call = client.answer(question, { maxTokens: 2, logProbs: true });
      await expect(call).rejects.toThrow(said);
    }
  });

  it('leaves the text of tokens out that is no part of the answer, whole and streamed', async () => {
    const tokens = ['A', ' plaque', ' stop', '<|im_end|>'].map((token) => ({ token, logprob: -1 }));
    const logprobs = { content: tokens };
    const choice = { message: { content: 'A plaque s' }, finish_reason: 'stop', logprobs };
    const baseUrl = await serve(async (request, response) => {
      if (!(await bodyOf(request)).stream)
        return response.end(JSON.stringify({ choices: [choice] }));
      events(response);
      response.write(event('A plaque s', { logprobs: { content: tokens.slice(0, 3) } }));
      response.end(
        event('', { logprobs: { content: tokens.slice(3) }, finish_reason: 'stop' }) + finish,
      );
    });
    const client = createChatClient({ baseUrl, model: 'm', retries: 0 });
    const options = { maxTokens: 20, logProbs: true };
    const { answers } = await client.answer(question, options);
    const spelled = ['A', ' plaque', ' s', ''];
    expect(answers[0]?.tokens?.map(({ text }) => text)).toEqual(spelled);
    const stream = client.stream(question, options);
    let last: readonly { readonly text: string }[] = [];
    for await (const part of stream) last = part.tokens;
    expect(last).toMatchObject([{ text: '', logProb: -1 }]);
    const streamed = (await stream.result).answers[0]?.tokens;
    expect(streamed?.map(({ text }) => text)).toEqual(spelled);
  });

  it('reads events however they are cut, and tokens with their ids', async () => {
    const token = { token: ' plaque — 🔬', logprob: -0.5, id: 7 };
    const text =
      ': hello\r\n\r\n' +
      event('A').replaceAll('\n', '\r\n') +
      event(' plaque — 🔬', { logprobs: { content: [token] } }).replace('data: ', 'data:') +
      'event: x\ndata: {"choices":\ndata: []}\n\n' +
      finish;
    const bytes = Buffer.from(text);
    const baseUrl = await serve(async (_, response) => {
      events(response);
      for (let at = 0; at < bytes.length; at += 7) {
        response.write(bytes.subarray(at, at + 7));
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    });
    const client = createChatClient({ baseUrl, model: 'm', retries: 0 });
    const stream = client.stream(question, { maxTokens: 20, logProbs: true });
    const texts: string[] = [];
    for await (const part of stream) texts.push(part.text);
    expect(texts).toEqual(['A', ' plaque — 🔬']);
    const { answers } = await stream.result;
    expect(answers[0]?.tokens).toEqual([
      { text: ' plaque — 🔬', logProb: -0.5, id: 7, alternatives: [] },
    ]);
  });

  it('sends images of every kind as data, and every option by its name', async () => {
    const bodies: Body[] = [];
    const baseUrl = await serve(async (request, response) => {
      bodies.push(await bodyOf(request));
      response.end(whole('x'));
    });
    const folder = await mkdtemp(join(tmpdir(), 'skinr1-chat-'));
    const png = await encodeRgbPng(2, 1, Uint8Array.from([1, 2, 3, 4, 5, 6]));
    await writeFile(join(folder, 'lesion.png'), png);
    const extraBody = { return_token_ids: true };
    const client = createChatClient({ baseUrl, model: 'm', retries: 0, extraBody });
    const images = [
      { kind: 'bytes', data: png },
      { kind: 'pixels', width: 2, height: 1, data: Uint8Array.from([1, 2, 3, 4, 5, 6]) },
      { kind: 'file', path: join(folder, 'lesion.png') },
    ] as const;
    const options: AnswerOptions = {
      ...{ maxTokens: 9, temperature: 0.5, topP: 0.9, topK: 4, repetitionPenalty: 1.2, seed: 3 },
      stop: ['.'],
    };
    await client.answer({ text: 'Benign?', images }, options);
    await client.answer(question, { maxTokens: 9, jsonSchema: { type: 'string' } });
    const url = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;
    const { messages, ...rest } = bodies[0] as Body;
    expect(messages[0]?.content).toEqual([
      ...Array(3).fill({ type: 'image_url', image_url: { url } }),
      { type: 'text', text: 'Benign?' },
    ]);
    expect(rest).toEqual({
      ...{ model: 'm', max_tokens: 9, temperature: 0.5, top_p: 0.9, top_k: 4, seed: 3 },
      ...{ repetition_penalty: 1.2, stop: ['.'], return_token_ids: true },
    });
    expect(bodies[1]?.response_format).toMatchObject({
      json_schema: { schema: { type: 'string' } },
    });
    const both = client.answer(question, { ...options, jsonSchema: {} });
    await expect(both).rejects.toThrow(/stop and jsonSchema do not go together/);
    const missing = { text: '', images: [{ kind: 'file', path: join(folder, 'none') }] } as const;
    await expect(client.answer(missing, options)).rejects.toThrow(/none.*no such file/);
    await rm(folder, { recursive: true });
  });

  it('asks again where a server gives one answer however many are asked for', async () => {
    const seeds: unknown[] = [];
    const baseUrl = await serve(async (request, response) => {
      const { seed, n } = await bodyOf(request);
      seeds.push([seed, n]);
      response.end(whole(`answer ${seed}`, { usage: { prompt_tokens: 4, completion_tokens: 2 } }));
    });
    const client = createChatClient({ baseUrl, model: 'm', retries: 0 });
    const { answers, usage } = await client.answer(question, {
      ...{ maxTokens: 9, groupSize: 3, seed: 5 },
    });
    expect(answers.map(({ text }) => text)).toEqual(['answer 5', 'answer 6', 'answer 7']);
    expect(seeds).toEqual([
      [5, 3],
      [6, 2],
      [7, undefined],
    ]);
    expect(usage).toEqual({ promptTokens: 12, completionTokens: 6 });
  });

  it('stops the other prompts of a sample when one fails', async () => {
    let asked = 0;
    const baseUrl = await serve(async (request, response) => {
      asked++;
      const { messages } = await bodyOf(request);
      if (JSON.stringify(messages).includes('wrong')) response.writeHead(400).end();
    });
    const client = createChatClient({ baseUrl, model: 'm', retries: 0, concurrency: 2 });
    const prompts = ['slow', 'wrong', 'never', 'asked'].map((text) => {
      return { id: text, text, images: [], labels: null };
    });
    await expect(client.sample(prompts, { maxTokens: 2 })).rejects.toThrow(/status 400/);
    expect(asked).toBe(2);
  });
});
