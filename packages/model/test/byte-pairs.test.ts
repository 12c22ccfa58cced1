import { describe, expect, it } from 'vitest';
import { createTokenizer } from '../src/tokenizer/tokenizer.ts';
import { tinyTokenizer } from './support/tiny.ts';
import { tokenizerTexts } from './support/tokenizer-texts.ts';

const tokenizer = tinyTokenizer();
const { files } = tokenizer;
const { vocab, merges } = files.tokenizer.model as {
  readonly vocab: Readonly<Record<string, number>>;
  readonly merges: readonly string[];
};
const withModel = (changed: object) => {
  const model = { ...(files.tokenizer.model as object), ...changed };
  return createTokenizer({ ...files, tokenizer: { ...files.tokenizer, model } });
};

describe('the tables of a tokenizer', () => {
  it('names the entry of a table that is none', () => {
    for (const id of [-1, 0.5, '7', null, 2 ** 25]) {
      expect(() => withModel({ vocab: { ...vocab, ab: id } })).toThrow(/model\.vocab\.ab/);
    }
    for (const pair of ['ab', ['a'], ['a', 1], null]) {
      const broken = [...merges.slice(0, 2), pair];
      expect(() => withModel({ merges: broken })).toThrow(/model\.merges\.2/);
    }
    expect(() => withModel({ vocab: [] })).toThrow(/model\.vocab/);
    expect(() => withModel({ merges: {} })).toThrow(/model\.merges/);
  });

  it('reads merges as pairs and as texts, also of signs that JSON escapes', () => {
    const odd = ['" "', '\\ \\', 'Ġ "'];
    const next = tokenizer.vocabularySize;
    const more = Object.fromEntries(odd.map((merge, i) => [merge.replace(' ', ''), next + i]));
    const changed = { vocab: { ...vocab, ...more }, merges: [...merges, ...odd] };
    const texts = withModel(changed);
    const pairs = withModel({ ...changed, merges: changed.merges.map((x) => x.split(' ')) });
    for (const { encode } of [texts, pairs]) {
      expect(encode('""')).toEqual([next]);
      expect(encode('\\\\')).toEqual([next + 1]);
      expect(encode(' "')).toEqual([next + 2]);
      for (const text of tokenizerTexts.filter((text) => !/["\\]/.test(text))) {
        expect(encode(text)).toEqual(tokenizer.encode(text));
      }
    }
  });

  it('makes no control token of text where one is a piece too', () => {
    const { encode, decode, controlIds, idOf } = withModel({
      vocab: { ...vocab, '<|im_end|>': tokenizer.endOfTurnId },
      ignore_merges: true,
    });
    expect(idOf('<|im_end|>')).toBe(tokenizer.endOfTurnId);
    expect(encode('<|im_end|>').some((id) => controlIds.has(id))).toBe(false);
    expect(decode(encode('<|im_end|>'))).toBe('<|im_end|>');
  });
});
