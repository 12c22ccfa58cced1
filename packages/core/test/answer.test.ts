import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatChoiceAnswer,
  formatOpenAnswer,
  malignancyClasses,
  parseChoiceAnswer,
  parseOpenAnswer,
} from '../src/index.ts';

const good =
  '<thinking>Network, streaks.</thinking><final diagnosis>B, malignant</final diagnosis>';

describe('parseChoiceAnswer', () => {
  it('reads the exact form, with white space around and between the parts', () => {
    const answer = { thinking: 'Network, streaks.', letter: 'B', malignancy: 'malignant' };
    expect(parseChoiceAnswer(good)).toEqual(answer);
    expect(parseChoiceAnswer(`\n${good.replace('><final', '>\n<final')} \n`)).toEqual(answer);
  });

  it.each([
    ['no thinking', '<final diagnosis>B, malignant</final diagnosis>'],
    ['empty thinking', '<thinking> </thinking><final diagnosis>B, malignant</final diagnosis>'],
    ['thinking of no width', good.replace('Network, streaks.', '\u200b\u2060\ufeff \u3164')],
    ['a name that begins with the letter', good.replace('B,', 'Basal cell carcinoma,')],
    ['two letters', good.replace('B,', 'A or B,')],
    ['a lower-case letter', good.replace('B,', 'b,')],
    ['two classes', good.replace('malignant', 'malignant, benign')],
    ['no class', good.replace(', malignant', '')],
    ['an unknown class', good.replace('malignant', 'harmless')],
    ['two answers', `${good}<final diagnosis>A, benign</final diagnosis>`],
    ['a whole second answer', good + good],
    [
      'an answer hidden in the thinking',
      good.replace('Network', '<final diagnosis>A, benign</final diagnosis>'),
    ],
    ['words after the answer', `${good} or maybe A`],
    ['words before the answer', `Sure! ${good}`],
    ['an unclosed tag', good.replace('</final diagnosis>', '')],
    ['nothing', ''],
    ['shared tag characters', '<thinking></final diagnosis>'],
    [
      'the answer tag overlapping itself',
      '<thinking>x</thinking><final diagnosis></final diagnosis>',
    ],
  ])('refuses %s', (_, text) => {
    expect(parseChoiceAnswer(text)).toBeNull();
  });

  it.each(['网状结构，条纹。', '不規則な色素ネットワーク', 'Пигментная сеть', 'شبكة صبغية', '점'])(
    'reads thinking in any script: %s',
    (thinking) => {
      const text = good.replace('Network, streaks.', thinking);
      expect(parseChoiceAnswer(text)?.thinking).toBe(thinking);
      const open = `<thinking>${thinking}</thinking><diagnosis>黑色素瘤; malignant</diagnosis>`;
      expect(parseOpenAnswer(open)).toMatchObject({ path: ['黑色素瘤'], malignancy: 'malignant' });
    },
  );

  it.each([
    ['white space', ' '],
    ['open tags', '<thinking>'],
    ['half tags', '</'],
    ['semicolons', ';'],
    ['letters', 'A, '],
    ['characters of no width', '\u200b'],
  ])('reads millions of characters of hostile text: %s', (_, piece) => {
    // With a quadratic step this would take hours.
    const body = piece.repeat(2e6 / piece.length);
    for (const [open, close] of [
      ['<final diagnosis>', '</final diagnosis>'],
      ['<diagnosis>', '</diagnosis>'],
    ]) {
      const text = `<thinking>${body}</thinking>${open}${body}${close}`;
      expect(parseChoiceAnswer(text)).toBeNull();
      expect(parseOpenAnswer(text)).toBeNull();
    }
    expect(parseChoiceAnswer(body)).toBeNull();
  });

  it('never throws and reads back what it wrote', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseChoiceAnswer(text)));
    fc.assert(
      fc.property(
        fc.stringMatching(/^[\w ,.]{1,40}$/).filter((s) => s.trim() !== ''),
        fc.constantFrom(...'ABCDEFGH'),
        fc.constantFrom(...malignancyClasses),
        (thinking, letter, malignancy) => {
          const answer = { thinking, letter, malignancy };
          expect(parseChoiceAnswer(formatChoiceAnswer(answer))).toEqual(answer);
        },
      ),
    );
  });
});

describe('parseOpenAnswer', () => {
  it('reads back name, ancestors and malignancy', () => {
    const answer = {
      thinking: 'Silvery scale.',
      path: ['psoriasis', 'papulosquamous disease'],
      malignancy: 'benign' as const,
    };
    expect(parseOpenAnswer(formatOpenAnswer(answer))).toEqual(answer);
  });

  it('refuses an answer with no name, or with an empty ancestor', () => {
    expect(parseOpenAnswer('<thinking>x</thinking><diagnosis>benign</diagnosis>')).toBeNull();
    expect(parseOpenAnswer('<thinking>x</thinking><diagnosis>a;; benign</diagnosis>')).toBeNull();
  });
});

describe('what could not be read back', () => {
  it.each([
    ['a tag in the thinking', { thinking: 'a </thinking> b', letter: 'A', malignancy: 'benign' }],
    ['thinking that is none', { thinking: ' ', letter: 'A', malignancy: 'benign' }],
    ['a letter that is none', { thinking: 'a', letter: 'Ä', malignancy: 'benign' }],
    ['a class that is none', { thinking: 'a', letter: 'A', malignancy: 'nope' }],
  ])('is not written: %s', (_, answer) => {
    expect(() => formatChoiceAnswer(answer as never)).toThrow(/no answer of the method's form/);
  });
});
