import assert from 'node:assert/strict';
import { createRandom, type ModelAnswer, type Question } from '@skinr1/core';
import { type Check, maxTokens, only } from './check.ts';

/** Answers, groups and conversations. */
export const answeringChecks: readonly Check[] = [
  [
    'answers as often as asked, and counts what it took',
    async (model, question) => {
      const { answers, usage } = await model.answer(question, { maxTokens, groupSize: 3 });
      assert.equal(answers.length, 3);
      for (const { text, tokens } of answers) {
        assert.equal(typeof text, 'string');
        assert.equal(tokens, null, 'tokens that nobody asked for');
      }
      assert.ok(usage.promptTokens > 0, `${usage.promptTokens} tokens of the prompt`);
      assert.ok(usage.completionTokens > 0 && usage.completionTokens <= 3 * maxTokens);
    },
  ],
  [
    'keeps to its budget, and says when that ended an answer',
    async (model, question) => {
      const { answers, usage } = await model.answer(question, { maxTokens: 2, logProbs: true });
      const { finishReason, tokens } = only(answers);
      assert.equal(finishReason, 'length');
      assert.equal(tokens?.length, 2);
      assert.equal(usage.completionTokens, 2);
    },
  ],
  [
    'is asked conversations of several turns, with and without images',
    async (model, { text, images }) => {
      const shown = images.map((image) => ({ type: 'image', image }) as const);
      const question: Question = {
        messages: [
          { role: 'system', content: 'You are terse.' },
          { role: 'user', content: [...shown, { type: 'text', text }] },
          { role: 'assistant', content: 'A plaque.' },
          { role: 'user', content: text },
        ],
      };
      const short = { messages: question.messages.slice(0, 1) };
      const ask = (each: Question) => model.answer(each, { maxTokens: 2 });
      assert.ok((await ask(question)).usage.promptTokens > (await ask(short)).usage.promptTokens);
    },
  ],
  [
    'samples prompts in groups, in order, by a source of random numbers',
    async (model, question) => {
      const labels = {};
      const prompts = ['a', 'b'].map((id) => ({ ...question, id, labels }));
      let last = 0;
      const draw = (seed: string) =>
        model.sample(prompts, {
          ...{ maxTokens, groupSize: 2, random: createRandom(seed) },
          onProgress: ({ done }) => (last = done),
        });
      const groups = await draw('1');
      assert.deepEqual(
        groups.map(({ length }) => length),
        [2, 2],
      );
      assert.equal(last, 4);
      const texts = (all: ModelAnswer[][]) => all.map((group) => group.map(({ text }) => text));
      assert.deepEqual(texts(await draw('1')), texts(groups));
    },
  ],
];
