import { InvalidInputError, UsageError } from '@skinr1/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  forceTokens,
  type LogitsProcessor,
  minP,
  nameOfProcessor,
  presencePenalty,
  repetitionPenalty,
  suppressTokens,
  temperature,
  topK,
  topP,
} from '../src/generate/logits-processor.ts';
import { drawToken } from '../src/generate/sample-token.ts';

const answer = (promptIds: number[], tokenIds: number[]) => ({
  question: 0,
  row: 0,
  promptIds: Int32Array.from(promptIds),
  tokenIds,
  logProbs: tokenIds.map(() => 0),
  text: '',
});
const after = (process: LogitsProcessor, logits: number[], prompt: number[], ids: number[]) => {
  const changed = Float32Array.from(logits);
  process(changed, answer(prompt, ids));
  return [...changed];
};
const none = Number.NEGATIVE_INFINITY;

describe('logits processors', () => {
  it('makes what prompt and answer have less likely, once however often', () => {
    // Positive logits are divided by 2, negative ones doubled.
    expect(after(repetitionPenalty(2), [3, -1, 2.5, 0], [0, 1, 0], [3])).toEqual([1.5, -2, 2.5, 0]);
  });

  it('takes a number off what the answer has, not the prompt', () => {
    expect(after(presencePenalty(0.5), [3, -1, 2.5, 0], [0], [1, 1])).toEqual([3, -1.5, 2.5, 0]);
  });

  it('suppresses tokens, and forces the first ones', () => {
    expect(after(suppressTokens([1, 3]), [1, 2, 3, 4], [], [])).toEqual([1, none, 3, none]);
    const force = forceTokens([2, 0]);
    expect(after(force, [1, 2, 3, 4], [], [])).toEqual([none, none, 3, none]);
    expect(after(force, [1, 2, 3, 4], [], [2])).toEqual([1, none, none, none]);
    expect(after(force, [1, 2, 3, 4], [], [2, 0])).toEqual([1, 2, 3, 4]);
  });

  it('refuses tokens outside the vocabulary and numbers out of range', () => {
    expect(() => after(suppressTokens([4]), [1, 2, 3, 4], [], [])).toThrow(InvalidInputError);
    expect(() => after(forceTokens([-1]), [1, 2, 3, 4], [], [])).toThrow(/token -1 is outside/);
    for (const make of [
      () => temperature(0),
      () => topK(0),
      () => topP(1.1),
      () => minP(-0.1),
      () => repetitionPenalty(0),
      () => presencePenalty(Number.NaN),
    ]) {
      expect(make).toThrow(UsageError);
    }
  });

  it('says its name and options', () => {
    expect(nameOfProcessor(topK(3))).toBe('topK({"count":3})');
    expect(nameOfProcessor(function loud() {})).toBe('loud');
  });

  it('one after the other draw what the options of the same names draw', () => {
    const logit = fc.double({ min: -9, max: 9, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(logit, { minLength: 3, maxLength: 40 }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom(0.3, 0.7, 1),
        fc.constantFrom(0, 0.1, 0.5),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (values, k, p, least, uniform) => {
          const logits = Float32Array.from(values);
          const banned = new Uint8Array(values.length);
          const choice = { temperature: 1, topK: k, topP: p, minP: least, banned };
          const changed = Float32Array.from(logits);
          for (const process of [topK(k), topP(p), minP(least)]) process(changed, answer([], []));
          const kept = changed.map((value) => (value === none ? 0 : 1)).reduce((x, y) => x + y);
          // As options the k, the p and the least share are one selection; order and draw are the same.
          const open = { ...choice, topK: kept, topP: 1, minP: 0 };
          expect(drawToken(logits, open, () => uniform, changed).id).toBe(
            drawToken(logits, choice, () => uniform).id,
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});
