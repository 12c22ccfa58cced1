import { answerTags, formatChoiceAnswer, formatOpenAnswer } from '@skinr1/core';
import { expect, it } from 'vitest';
import { trainByteLevelBpe } from '../src/families/qwen-vl/train-tokenizer.ts';
import { createTokenizer } from '../src/tokenizer/tokenizer.ts';

it('every tag that the answer forms write is one token of a new tokenizer', () => {
  const tokenizer = createTokenizer(trainByteLevelBpe(['a b'], { vocabularySize: 300 }));
  const answers = [
    formatChoiceAnswer({ thinking: 'x', letter: 'A', malignancy: 'benign' }),
    formatOpenAnswer({ thinking: 'x', path: ['nevus'], malignancy: 'benign' }),
  ];
  const written = new Set(answers.flatMap((text) => text.match(/<[^>]+>/g) ?? []));
  expect([...written].sort()).toEqual([...answerTags].sort());
  for (const tag of written) expect(tokenizer.encode(tag)).toEqual([tokenizer.idOf(tag)]);
});
