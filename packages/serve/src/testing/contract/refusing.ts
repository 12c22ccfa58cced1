import assert from 'node:assert/strict';
import { type AnswerOptions, SkinR1Error } from '@skinr1/core';
import { type Check, maxTokens, only, works } from './check.ts';

const outOfRange: readonly Partial<AnswerOptions>[] = [
  { maxTokens: 0 },
  { temperature: -1 },
  { topP: 0 },
  { groupSize: 0 },
  { stop: [''] },
  { topLogProbs: 2 },
];

/** What is refused, by name. */
export const refusingChecks: readonly Check[] = [
  [
    'refuses options out of range by name, and the next call works',
    async (model, question) => {
      for (const wrong of outOfRange) {
        const options = { maxTokens, ...wrong };
        const [name] = Object.keys(wrong) as [string];
        const named = (error: unknown) =>
          SkinR1Error.isInstance(error) && (name === 'stop' || error.message.includes(name));
        await assert.rejects(() => model.answer(question, options), named, name);
        if (name === 'groupSize') continue;
        await assert.rejects(() => model.stream(question, options).result, named, name);
      }
      await works(model, question);
    },
  ],
  [
    'refuses what is no image, and the next call works',
    async (model, question) => {
      const none = { kind: 'bytes', data: new TextEncoder().encode('no image') } as const;
      const call = () => model.answer({ ...question, images: [none] }, { maxTokens: 2 });
      await assert.rejects(call, SkinR1Error.isInstance);
      await works(model, question);
    },
  ],
  [
    'answers with JSON of a schema, or refuses to by name',
    async (model, question) => {
      const jsonSchema = {
        type: 'object',
        properties: { benign: { type: 'boolean' } },
        required: ['benign'],
        additionalProperties: false,
      };
      try {
        const { answers } = await model.answer(question, { maxTokens: 64, jsonSchema });
        const { text, finishReason } = only(answers);
        // Between its parts JSON may have white space without end, and then the budget cuts it off.
        if (finishReason === 'length') assert.match(text, /^\s*(\{|$)/);
        else assert.equal(typeof JSON.parse(text).benign, 'boolean');
      } catch (error) {
        assert.ok(SkinR1Error.isInstance(error), String(error));
        assert.match(error.message, /schema/i);
      }
    },
  ],
];
