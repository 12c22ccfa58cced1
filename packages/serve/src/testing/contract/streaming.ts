import assert from 'node:assert/strict';
import { type Check, checkTokens, isAbort, maxTokens, only, works } from './check.ts';

/** Streams, and how they are ended. */
export const streamingChecks: readonly Check[] = [
  [
    'a stream brings the same answer, part by part',
    async (model, question) => {
      const options = { maxTokens, seed: 3, logProbs: true };
      const stream = model.stream(question, options);
      let text = '';
      const tokens: number[] = [];
      for await (const part of stream) {
        text += part.text;
        tokens.push(...part.tokens.map(({ logProb }) => logProb));
      }
      const { answers, usage } = await stream.result;
      assert.equal(only(answers).text, text);
      checkTokens(only(answers).tokens ?? [], text);
      assert.deepEqual(
        only(answers).tokens?.map(({ logProb }) => logProb),
        tokens,
      );
      assert.ok(usage.completionTokens > 0);
      assert.equal(only((await model.answer(question, options)).answers).text, text);
    },
  ],
  [
    'a result can be waited for without reading the stream',
    async (model, question) => {
      const { answers } = await model.stream(question, { maxTokens: 3, seed: 1 }).result;
      assert.equal(only(answers).finishReason, 'length');
    },
  ],
  [
    'a loop left early stops the model, and the next call works',
    async (model, question) => {
      const stream = model.stream(question, { maxTokens });
      for await (const _ of stream) break;
      await assert.rejects(stream.result);
      await works(model, question);
    },
  ],
  [
    'an abort ends an answer, whole or streamed, with its reason, and the next call works',
    async (model, question) => {
      const reason = new Error('enough');
      const before = { maxTokens, signal: AbortSignal.abort(reason) };
      await assert.rejects(model.answer(question, before), isAbort(reason));
      await assert.rejects(model.stream(question, before).result, isAbort(reason));
      const controller = new AbortController();
      const reading = async () => {
        const stream = model.stream(question, { maxTokens, signal: controller.signal });
        for await (const _ of stream) controller.abort(reason);
      };
      await assert.rejects(reading(), isAbort(reason));
      await works(model, question);
    },
  ],
];
