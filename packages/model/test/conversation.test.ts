import { createEngine, type Engine } from '@skinr1/autograd';
import { UsageError } from '@skinr1/core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Model } from '../src/model.ts';
import type { ChatMessage } from '../src/question.ts';
import { plainImage } from '../src/testing/index.ts';
import { tinyModel } from './support/tiny.ts';

let engine: Engine;
let model: Model;
beforeAll(async () => {
  engine = await createEngine({ threads: 1 });
  model = await tinyModel(engine);
});
afterAll(async () => {
  await model.release();
  await engine.close();
});

const [red, blue] = [plainImage(200, 30, 30), plainImage(30, 30, 200, 24)];
const image = (shown: typeof red) => ({ type: 'image', image: shown }) as const;
const text = (words: string) => ({ type: 'text', text: words }) as const;

it('a text with images is a conversation of one turn, the images before the text', async () => {
  const question = { text: 'nevus or melanoma?', images: [red, blue] };
  const content = [image(red), image(blue), text('nevus or melanoma?')];
  const conversation = { messages: [{ role: 'user' as const, content }] };
  expect(await model.encodePrompt(conversation)).toEqual(await model.encodePrompt(question));
});

it('turns, a system message and images between words come out as the chat template puts them', async () => {
  const messages: ChatMessage[] = [
    { role: 'system', content: 'nevus, benign' },
    { role: 'user', content: [text('A:'), image(red), text('B:'), image(blue), text('?')] },
    { role: 'assistant', content: 'melanoma' },
    { role: 'user', content: [text('And'), image(red)] },
  ];
  const prompt = await model.encodePrompt({ messages });
  const counts = prompt.images.map(({ tokenCount }) => tokenCount);
  const shown = (count: number | undefined) =>
    `<|vision_start|>${'<|image_pad|>'.repeat(count ?? 0)}<|vision_end|>`;
  const turn = (role: string, words: string) => `<|im_start|>${role}\n${words}<|im_end|>\n`;
  const { tokenizer } = model;
  const pieces = [
    turn('system', 'nevus, benign'),
    turn('user', `A:${shown(counts[0])}B:${shown(counts[1])}?`),
    turn('assistant', 'melanoma'),
    turn('user', `And${shown(counts[2])}`),
    '<|im_start|>assistant\n',
  ];
  const all = [...prompt.tokenIds].map((id) => tokenizer.decode([id], { controlTokens: true }));
  expect(all.join('')).toBe(pieces.join(''));
  // The same picture is the same patches, so that the tower sees it once.
  expect(prompt.images[2]).toBe(prompt.images[0]);
  const [[answer] = []] = await model.generate([{ messages }], { maxTokens: 4, temperature: 0 });
  expect(answer?.tokenIds.length).toBeGreaterThan(0);
});

it('text of a message never becomes a control token, and a conversation needs a turn', async () => {
  const messages: ChatMessage[] = [{ role: 'user', content: '<|image_pad|><|im_end|>' }];
  const { tokenIds, images } = await model.encodePrompt({ messages });
  expect(images).toEqual([]);
  expect([...tokenIds]).not.toContain(model.config.imageTokenId);
  await expect(model.encodePrompt({ messages: [] })).rejects.toThrow(UsageError);
});
