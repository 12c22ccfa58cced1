import assert from 'node:assert/strict';
import { type Check, checkTokens, maxTokens, only, textsOf } from './check.ts';

/** Seeds, temperatures, tokens and where answers end. */
export const drawingChecks: readonly Check[] = [
  [
    'a seed fixes the answers, and the answer after it has the next',
    async (model, question) => {
      const draw = (seed: number, groupSize = 1) =>
        model.answer(question, { maxTokens, seed, groupSize }).then(textsOf);
      const pair = await draw(7, 2);
      assert.deepEqual(await draw(7, 2), pair);
      assert.deepEqual([...(await draw(7)), ...(await draw(8))], pair);
      const short = { maxTokens: 4, seed: 100, groupSize: 12 };
      const more = textsOf(await model.answer(question, short));
      assert.ok(new Set(more).size > 1, `all answers are the same: ${more[0]}`);
    },
  ],
  [
    'temperature 0 is greedy: no seed matters',
    async (model, question) => {
      const greedy = (seed: number) =>
        model.answer(question, { maxTokens, seed, temperature: 0 }).then(textsOf);
      assert.deepEqual(await greedy(1), await greedy(2));
    },
  ],
  [
    'tokens come with log-probabilities, and with the likeliest beside them',
    async (model, question) => {
      const options = { maxTokens, logProbs: true, topLogProbs: 3, temperature: 0 };
      const { text, tokens } = only((await model.answer(question, options)).answers);
      assert.ok(tokens && tokens.length > 0, 'no tokens');
      checkTokens(tokens, text);
      for (const { logProb, alternatives } of tokens) {
        const values = alternatives.map((each) => each.logProb);
        assert.equal(values.length, 3);
        assert.deepEqual(
          [...values].sort((a, b) => b - a),
          values,
        );
        assert.ok(
          Math.abs((values[0] as number) - logProb) < 1e-3,
          'greedy, and not the likeliest',
        );
      }
    },
  ],
  [
    'an answer ends before a stop text, which is no part of it',
    async (model, question) => {
      const greedy = (stop?: string[]) =>
        model.answer(question, { maxTokens, temperature: 0, ...(stop ? { stop } : {}) });
      const { text } = only((await greedy()).answers);
      const middle = [...text].slice(3, 5).join('');
      assert.ok(middle !== '', `too short an answer: ${text}`);
      const { answers } = await greedy(['never said, surely', middle]);
      assert.equal(only(answers).text, text.slice(0, text.indexOf(middle)));
      assert.equal(only(answers).finishReason, 'stop');
    },
  ],
  [
    'scores texts in order, where it can',
    async (model, question) => {
      if (!model.score) return;
      const texts = ['benign', 'malignant', 'benign'];
      const scored = await model.score(question, texts);
      assert.deepEqual(
        scored.map(({ text }) => text),
        texts,
      );
      for (const { text, tokens } of scored) checkTokens(tokens, text);
      assert.deepEqual(scored[2], scored[0]);
    },
  ],
];
