import { type ImageSource, InvalidInputError, type Prompt, UsageError } from '@skinr1/core';
import { describe, expect, it } from 'vitest';
import { packExamples, type SftExample } from '../src/index.ts';

/** One token a character; 0 ends. */
const tokenizer = {
  encode: (text: string) => [...text].map((c) => c.charCodeAt(0)),
  endOfTurnId: 0,
};

function example(id: string, answer: string, text = 'q'): SftExample {
  const prompt: Prompt = { id, text, images: [], labels: null };
  return { prompt, answer };
}
/** A question about a picture of one pixel, made anew at each call. */
function pictured(gray: number): SftExample {
  const data = new Uint8Array(3).fill(gray);
  return withImage({ kind: 'pixels', width: 1, height: 1, data });
}
const filed = (path: string) => withImage({ kind: 'file', path });
function withImage(image: ImageSource): SftExample {
  const { prompt, answer } = example('a', 'x');
  return { prompt: { ...prompt, images: [image] }, answer };
}
const shapes = (packed: ReturnType<typeof packExamples>) =>
  packed.groups.map(({ completions }) => completions.map(({ tokenIds }) => tokenIds.length));

describe('packExamples', () => {
  it('ends each answer with the end token', () => {
    const { groups, skipped } = packExamples([example('a', 'hi')], tokenizer);
    expect(Array.from(groups[0]?.completions[0]?.tokenIds ?? [])).toEqual([104, 105, 0]);
    expect(skipped).toEqual([]);
  });

  it('puts the answers of one prompt together, up to a number', () => {
    const list = [example('a', '1'), example('b', '22'), example('a', '333'), example('a', '4444')];
    expect(shapes(packExamples(list, tokenizer))).toEqual([[2, 4, 5], [3]]);
    expect(shapes(packExamples(list, tokenizer, { answersPerPrompt: 2 }))).toEqual([
      [2, 4],
      [5],
      [3],
    ]);
  });

  it('takes equal pictures for one, and only limits that let something through', () => {
    expect(shapes(packExamples([pictured(1), pictured(1)], tokenizer))).toEqual([[2, 2]]);
    expect(shapes(packExamples([filed('a.png'), filed('a.png')], tokenizer))).toEqual([[2, 2]]);
    for (const limit of [{ answersPerPrompt: 0 }, { answersPerPrompt: -1 }, { maxAnswerTokens: 0 }])
      expect(() => packExamples([example('a', 'x')], tokenizer, limit)).toThrow(UsageError);
  });

  it('lists answers that are too long', () => {
    const list = [example('a', '12345'), example('b', '1234')];
    const packed = packExamples(list, tokenizer, { maxAnswerTokens: 5 });
    expect(shapes(packed)).toEqual([[5]]);
    expect(packed.skipped).toEqual([
      {
        source: "prompt 'a'",
        place: 'example 0',
        reason: 'the answer has 6 tokens, more than 5',
      },
    ]);
  });

  it('weighs the tokens of an answer by its parts; a token that reaches into a part is of it', () => {
    const weigh = (answer: SftExample['answer'], by: typeof tokenizer) => {
      const { prompt } = example('a', '');
      const [completion] = packExamples([{ prompt, answer }], by).groups[0]!.completions;
      return [...(completion!.weight as Float32Array)];
    };
    const note = { text: 'abc', weight: 0 };
    expect(weigh([note, { text: 'de' }], tokenizer)).toEqual([0, 0, 0, 1, 1, 1]);
    expect(weigh([note, { text: '' }, { text: 'd', weight: 2 }], tokenizer)).toEqual([
      0, 0, 0, 2, 2,
    ]);
    // Pairs of letters: 'ab', 'cd', 'e'.
    const pairs = {
      ...tokenizer,
      encode: (text: string) => (text.match(/..?/g) ?? []).map((pair) => Number.parseInt(pair, 36)),
    };
    expect(weigh([note, { text: 'de' }], pairs)).toEqual([0, 1, 1, 1]);
    expect(
      packExamples([example('a', 'x')], tokenizer).groups[0]?.completions[0],
    ).not.toHaveProperty('weight');
  });

  it.each<[string, readonly SftExample[], RegExp]>([
    ['nothing', [], /none of 0 examples.*at least one/],
    ['only long answers', [example('a', 'x'.repeat(2000))], /none of 1.*Raise `maxAnswerTokens`/],
    [
      'an empty answer',
      [example('a', 'x'), example('b', ' \n')],
      /'b', example 1: the answer is empty/,
    ],
    [
      'two prompts with one id',
      [example('a', 'x'), example('a', 'y', 'other')],
      /two different prompts/,
    ],
    ['two pictures with one id', [pictured(1), pictured(2)], /two different prompts/],
    ['a picture and a file with one id', [pictured(1), filed('a.png')], /two different prompts/],
    ['two files with one id', [filed('a.png'), filed('b.png')], /two different prompts/],
  ])('refuses %s', (_, list, message) => {
    expect(() => packExamples(list, tokenizer)).toThrow(InvalidInputError);
    expect(() => packExamples(list, tokenizer)).toThrow(message);
  });
});
