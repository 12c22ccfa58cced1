import type { SampledCompletion } from '@skinr1/core';
import { describe, expect, it } from 'vitest';
import { conclusionTokens } from '../src/trainings/conclusion-tokens.ts';

/** One token a character; 0 ends. */
const tokenizer = {
  decode: (ids: ArrayLike<number>) => String.fromCharCode(...Array.from(ids)),
  endOfTurnId: 0,
};

function weigh(text: string): string {
  const tokenIds = [...[...text].map((one) => one.charCodeAt(0)), 0];
  const completion = { text, tokenIds } as unknown as SampledCompletion;
  const prompt = { id: 'q', text: '', images: [], labels: null };
  return [...conclusionTokens(tokenizer)({ prompt, completion })]
    .map((weight) => (weight === 1 ? '1' : weight === 0 ? '0' : '.'))
    .join('');
}

describe('conclusionTokens', () => {
  it('learns between what is seen and the options', () => {
    const parts = [
      ['<thinking>', '0'],
      ['Seen: scale. ', '.'],
      ['This fits psoriasis. Diagnosis: psoriasis, benign.', '1'],
      [
        '\nA. eczema: no\nB. psoriasis: exact</thinking><final diagnosis>B, benign</final diagnosis>',
        '0',
      ],
    ] as const;
    const expected = parts.map(([text, weight]) => weight.repeat(text.length)).join('');
    expect(weigh(parts.map(([text]) => text).join(''))).toBe(`${expected}0`);
  });

  it('has a weight for each token of an answer without form', () => {
    for (const text of ['', 'B', '<thinking>', '<thinking>a']) {
      expect(weigh(text)).toHaveLength(text.length + 1);
    }
  });
});
