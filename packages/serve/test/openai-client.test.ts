import { type AnswerOptions, type Question, turnsOf, type VisionLanguageModel } from '@skinr1/core';
import OpenAI, {
  APIConnectionError,
  APIUserAbortError,
  AuthenticationError,
  BadRequestError,
  NotFoundError,
  RateLimitError,
} from 'openai';
import { describe, expect, it } from 'vitest';
import { scriptedModel } from '../src/testing/index.ts';
import { png, served } from './served.ts';

const token = 'a-token-of-the-tests';
const asked: { question: Question; options: AnswerOptions }[] = [];

/** A model that says what it was asked, beside answering. */
function listening(model: VisionLanguageModel): VisionLanguageModel {
  const heard = <T>(run: (question: Question, options: AnswerOptions) => T) => {
    return (question: Question, options: AnswerOptions): T => {
      asked.push({ question, options });
      return run(question, options);
    };
  };
  return { ...model, answer: heard(model.answer), stream: heard(model.stream) };
}

const script = ['A silvery plaque — psoriasis, benign.', '{"benign":true}'];
const baseURL = await served(
  {
    plain: listening(scriptedModel({ answers: script })),
    slow: listening(scriptedModel({ delayMs: 20 })),
  },
  { token, limits: { concurrent: 2 } },
);
const client = new OpenAI({ baseURL, apiKey: token, maxRetries: 0 });
const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: 'Benign?' }];
const ask = { model: 'plain', messages };
const image = `data:image/png;base64,${Buffer.from(png).toString('base64')}`;

describe('the openai client', () => {
  it('lists models, and asks one with settings that all arrive', async () => {
    const models = (await client.models.list()).data.map(({ id }) => id);
    expect(models).toEqual(['plain', 'slow']);
    expect((await client.models.retrieve('slow')).owned_by).toBe('skinr1');
    const response = await client.chat.completions.create({
      ...ask,
      ...{ n: 2, seed: 5, temperature: 0, top_p: 0.9, stop: ['psoriasis'], max_tokens: 9 },
      ...{ presence_penalty: 0, tools: [], user: 'me' },
    });
    const { choices, usage } = response;
    expect(choices.map(({ message }) => message.content)).toEqual(
      Array(2).fill('A silvery plaque — '),
    );
    expect(choices.map(({ index, finish_reason }) => [index, finish_reason])).toEqual([
      [0, 'stop'],
      [1, 'stop'],
    ]);
    expect(usage).toEqual({ prompt_tokens: 1, completion_tokens: 10, total_tokens: 11 });
    expect(asked.at(-1)?.options).toMatchObject({
      ...{ groupSize: 2, seed: 5, temperature: 0, topP: 0.9, stop: ['psoriasis'], maxTokens: 9 },
    });
  });

  it('shows images between the words of several turns', async () => {
    await client.chat.completions.create({
      model: 'plain',
      messages: [
        { role: 'developer', content: 'Be terse.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'This' },
            { type: 'image_url', image_url: { url: image, detail: 'auto' } },
            { type: 'text', text: 'is what?' },
          ],
        },
        { role: 'assistant', content: 'A plaque.' },
        { role: 'user', content: 'Benign?' },
      ],
    });
    const turns = turnsOf(asked.at(-1)?.question as Question);
    expect(turns.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
    expect(turns[1]?.content).toEqual([
      { type: 'text', text: 'This' },
      { type: 'image', image: { kind: 'bytes', data: Buffer.from(png) } },
      { type: 'text', text: 'is what?' },
    ]);
  });

  it('takes its own reply back as a turn, as clients push it', async () => {
    const { choices } = await client.chat.completions.create(ask);
    const reply = choices[0]?.message as OpenAI.ChatCompletionMessage;
    const nothing = { annotations: [], audio: null, function_call: null, tool_calls: [], name: '' };
    const detail = 'low' as const;
    const next: OpenAI.ChatCompletionMessageParam = {
      role: 'user',
      content: [{ type: 'image_url', image_url: { url: image, detail } }],
    };
    await client.chat.completions.create({
      model: 'plain',
      messages: [...messages, reply, { ...reply, ...nothing } as never, next],
    });
    const turns = turnsOf(asked.at(-1)?.question as Question);
    expect(turns.slice(1, 3)).toEqual(Array(2).fill({ role: 'assistant', content: reply.content }));
  });

  it('streams two answers with log-probabilities and usage', async () => {
    const stream = await client.chat.completions.create({
      ...ask,
      ...{ stream: true, n: 2, temperature: 0, logprobs: true, top_logprobs: 2 },
      stream_options: { include_usage: true },
    });
    const texts = ['', ''];
    const tokens = ['', ''];
    const finished: string[] = [];
    let total = 0;
    for await (const { choices, usage } of stream) {
      total += usage?.total_tokens ?? 0;
      for (const { index, delta, logprobs, finish_reason } of choices) {
        texts[index] += delta.content ?? '';
        for (const each of logprobs?.content ?? []) {
          tokens[index] += each.token;
          expect(each.top_logprobs).toHaveLength(2);
          expect(Buffer.from(each.bytes ?? []).toString()).toBe(each.token);
        }
        if (finish_reason) finished.push(finish_reason);
      }
    }
    expect(texts).toEqual([script[0], script[0]]);
    expect(tokens).toEqual(texts);
    expect(finished).toEqual(['stop', 'stop']);
    expect(total).toBe(1 + 12);
  });

  it('gets JSON of a schema', async () => {
    const schema = { type: 'object', properties: { benign: { type: 'boolean' } } };
    const { choices } = await client.chat.completions.create({
      ...ask,
      response_format: { type: 'json_schema', json_schema: { name: 'verdict', schema } },
    });
    expect(JSON.parse(choices[0]?.message.content ?? '')).toEqual({ benign: true });
    expect(asked.at(-1)?.options.jsonSchema).toEqual(schema);
  });

  it('stops the model by leaving', async () => {
    const controller = new AbortController();
    const stream = await client.chat.completions.create(
      { ...ask, model: 'slow', stream: true },
      { signal: controller.signal },
    );
    const signal = asked.at(-1)?.options.signal;
    const stopped = new Promise((resolve) => signal?.addEventListener('abort', resolve));
    for await (const _ of stream) controller.abort();
    await stopped;
    const whole = client.chat.completions.create(
      { ...ask, model: 'slow' },
      { signal: AbortSignal.timeout(30) },
    );
    await expect(whole).rejects.toThrow(APIUserAbortError);
    await expect(client.chat.completions.create({ ...ask })).resolves.toBeDefined();
  });

  it('knows the errors by their classes, with the field at fault', async () => {
    const create = (body: object) => client.chat.completions.create({ ...ask, ...body } as never);
    const unknown = { model: 'gpt-4o' };
    await expect(create(unknown)).rejects.toThrow(NotFoundError);
    await expect(create(unknown)).rejects.toMatchObject({ param: 'model', status: 404 });
    await expect(create({ top_logprobs: 1 })).rejects.toThrow(BadRequestError);
    const stranger = new OpenAI({ baseURL, apiKey: 'another', maxRetries: 0 });
    await expect(stranger.models.list()).rejects.toThrow(AuthenticationError);
    const nobody = new OpenAI({ baseURL: 'http://127.0.0.1:9/v1', apiKey: token, maxRetries: 0 });
    await expect(nobody.models.list()).rejects.toThrow(APIConnectionError);
    const slow = { model: 'slow', stream: true, max_tokens: 50 };
    const waiting = [await create(slow), await create(slow)];
    await expect(create({})).rejects.toThrow(RateLimitError);
    for (const stream of waiting) {
      (stream as unknown as { controller: AbortController }).controller.abort();
    }
  });

  it('is told by name what is not honored, and what is wrong', async () => {
    const message = (part: object) => ({ messages: [{ role: 'user', content: [part] }] });
    const cases: readonly [object, string, RegExp][] = [
      [{ frequency_penalty: 1 }, 'frequency_penalty', /not honored/],
      [{ logit_bias: { 5: 1 } }, 'logit_bias', /not honored/],
      [{ tools: [{ type: 'function' }] }, 'tools', /not honored/],
      [{ best_of: 3 }, 'best_of', /not honored/],
      [{ response_format: { type: 'json_object' } }, 'response_format.type', /./],
      [{ temperature: -1 }, 'temperature', /./],
      [{ n: 0 }, 'n', /./],
      [{ max_tokens: 1, max_completion_tokens: 2 }, 'max_tokens', /differs/],
      [{ messages: [] }, 'messages', /./],
      [{ messages: [{ role: 'user', content: '', name: 'Ann' }] }, 'messages.0.name', /honored/],
      [{ messages: [{ role: 'user', content: '', constructor: 1 }] }, 'constructor', /honored/],
      [{ messages: [{ role: 'assistant', content: '', refusal: 'No.' }] }, 'refusal', /honored/],
      [
        message({ type: 'image_url', image_url: { url: image, detail: 'fine' } }),
        'messages.0.content.0.image_url.detail',
        /"low"/,
      ],
      [
        {
          stop: ['}'],
          response_format: { type: 'json_schema', json_schema: { name: 'x', schema: {} } },
        },
        'stop',
        /does not go with a response_format/,
      ],
      [{ messages: [{ role: 'tool', content: '' }] }, 'messages.0.role', /./],
      [message({ type: 'input_audio' }), 'messages.0.content', /./],
      ...['https://a.example/a.png', 'file:///etc/passwd', '/etc/passwd', 'data:x'].map(
        (url): [object, string, RegExp] => [
          message({ type: 'image_url', image_url: { url } }),
          'messages.0.content.0.image_url.url',
          /data: URL/,
        ],
      ),
      [
        message({ type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }),
        'messages.0.content.0.image_url.url',
        /no image/,
      ],
    ];
    for (const [body, param, said] of cases) {
      const call = client.chat.completions.create({ ...ask, ...body } as never);
      const error = await call.then(
        () => new Error('answered'),
        (refused: unknown) => refused as InstanceType<typeof BadRequestError>,
      );
      expect(error, JSON.stringify(body)).toBeInstanceOf(BadRequestError);
      expect((error as { param?: string }).param, JSON.stringify(body)).toMatch(param);
      expect(error.message).toMatch(said);
    }
  });
});
