import type { AnswerOptions, Question, VisionLanguageModel } from '@skinr1/core';
import { turnsOf } from '@skinr1/core';
import { generateObject, generateText, streamText } from 'ai';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { toAiSdkModel } from '../src/ai-sdk/index.ts';
import { scriptedModel } from '../src/testing/index.ts';
import { png } from './served.ts';

const asked: { question: Question; options: AnswerOptions }[] = [];
const script = ['A silvery plaque: psoriasis, benign.', '{"benign":true}'];

function modelOf(inner: VisionLanguageModel) {
  return toAiSdkModel({
    ...inner,
    answer: (question, options) => {
      asked.push({ question, options });
      return inner.answer(question, options);
    },
    stream: (question, options) => {
      asked.push({ question, options });
      return inner.stream(question, options);
    },
  });
}

const model = modelOf(scriptedModel({ answers: script }));

// The SDK writes warnings to the console.
beforeEach(() => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  vi.spyOn(console, 'info').mockImplementation(() => undefined);
});
afterEach(() => vi.restoreAllMocks());

describe('the AI SDK', () => {
  it('generates text about an image, with settings, usage and reason', async () => {
    const result = await generateText({
      model,
      ...{ temperature: 0, topK: 5, seed: 3, maxOutputTokens: 3, stopSequences: ['malignant'] },
      system: 'Be terse.',
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is this?' },
            { type: 'image', image: png },
          ],
        },
      ],
    });
    expect(result.text).toBe('A silvery plaque:');
    expect(result.finishReason).toBe('length');
    expect(result.usage).toMatchObject({ inputTokens: 105, outputTokens: 3 });
    expect(result.warnings).toEqual([]);
    const { question, options } = asked.at(-1) as (typeof asked)[number];
    expect(options).toMatchObject({
      temperature: 0,
      topK: 5,
      seed: 3,
      maxTokens: 3,
      stop: ['malignant'],
    });
    expect(turnsOf(question)[1]?.content).toMatchObject([
      { type: 'text', text: 'What is this?' },
      { type: 'image', image: { kind: 'bytes' } },
    ]);
  });

  it('warns of settings that are not followed, and calls no tools', async () => {
    const { warnings } = await generateText({
      ...{ model, prompt: 'Benign?', frequencyPenalty: 1, presencePenalty: 1 },
    });
    expect(warnings).toEqual([
      { type: 'unsupported', feature: 'presencePenalty' },
      { type: 'unsupported', feature: 'frequencyPenalty' },
    ]);
    const tools = { look: { inputSchema: z.object({}), execute: () => 'seen' } };
    const call = generateText({ model, prompt: 'Benign?', tools, maxRetries: 0 });
    await expect(call).rejects.toThrow(/calls no tools/);
  });

  it('streams text, with usage and reason at the end', async () => {
    const result = streamText({ model, prompt: 'Benign?', temperature: 0 });
    const parts: string[] = [];
    for await (const part of result.textStream) parts.push(part);
    expect(parts.length).toBeGreaterThan(3);
    expect(parts.join('')).toBe(script[0]);
    expect(await result.finishReason).toBe('stop');
    expect(await result.usage).toMatchObject({ inputTokens: 1, outputTokens: 5 });
  });

  it('tells an error in the middle of a stream, and stops with the caller', async () => {
    const failed: unknown[] = [];
    const result = streamText({
      ...{ model, prompt: 'Benign?', topP: 2 },
      onError: ({ error }) => void failed.push(error),
    });
    await result.consumeStream();
    expect(String(failed[0])).toMatch(/topP/);
    const controller = new AbortController();
    const aborted = streamText({
      ...{ model: modelOf(scriptedModel({ delayMs: 5 })), prompt: 'Benign?' },
      abortSignal: controller.signal,
    });
    let count = 0;
    for await (const _ of aborted.textStream) if (++count === 2) controller.abort();
    expect(count).toBeLessThan(5);
    expect(asked.at(-1)?.options.signal?.aborted).toBe(true);
  });

  it('generates an object of a schema', async () => {
    const schema = z.object({ benign: z.boolean() });
    const { object } = await generateObject({ model, prompt: 'Benign?', schema });
    expect(object).toEqual({ benign: true });
    expect(asked.at(-1)?.options.jsonSchema).toMatchObject({
      type: 'object',
      required: ['benign'],
    });
  });
});
