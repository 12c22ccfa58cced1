import { formatChoiceAnswer, formatOpenAnswer, parseOpenAnswer } from '@skinr1/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatReward,
  hierarchyReward,
  malignancyReward,
  nativeReward,
  overlongPenalty,
} from '../src/index.ts';
import { rewardRange } from '../src/rewards/bounded-reward.ts';
import { completion, melanomaLabels, prompt, sample } from './support/samples.ts';

const thinking = 'atypical network, blue-white veil';
const right = formatChoiceAnswer({ thinking, letter: 'B', malignancy: 'malignant' });
const methodRewards = [formatReward(), hierarchyReward(), malignancyReward()];

function scores(text: string): (number | null)[] {
  return methodRewards.map((reward) => reward.score(sample(text, melanomaLabels)) as number | null);
}

describe("the method's rewards", () => {
  it.each([
    ['the finest right option, right malignancy', 'B, malignant', [1, 0.75, 0.25]],
    ['the finest right option, wrong malignancy', 'B, benign', [1, 0.75, 0]],
    ['a coarser right option', 'D, malignant', [1, 0.375, 0.25]],
    ['a wrong option, right malignancy', 'A, malignant', [1, 0, 0.25]],
    ['a wrong option, wrong malignancy', 'C, benign', [1, 0, 0]],
    ['a letter that was not offered', 'E, malignant', [1, 0, 0.25]],
    ['two words of malignancy', 'B, precancerous in situ', [1, 0.75, 0]],
  ])('%s', (_, answer, expected) => {
    const text = `<thinking>${thinking}</thinking><final diagnosis>${answer}</final diagnosis>`;
    expect(scores(text)).toEqual(expected);
  });

  it('the native ablation pays the finest right option only', () => {
    const native = nativeReward();
    expect(native.score(sample(right, melanomaLabels))).toBe(0.75);
    expect(native.score(sample(right.replace('B,', 'D,'), melanomaLabels))).toBe(0);
    expect(native.score(sample(right.replace('B,', 'A,'), melanomaLabels))).toBe(0);
    expect(native.score(sample('B', melanomaLabels))).toBe(0);
  });

  it('says between which sums it moves', () => {
    expect(rewardRange(methodRewards)).toEqual([0, 2]);
    expect(rewardRange([formatReward({ weight: 0 }), overlongPenalty(10, 5)])).toEqual([-1, 0]);
    expect(rewardRange([{ name: 'mine', score: () => 0 }])).toBeNull();
    expect(rewardRange([formatReward({ weight: -2 })])).toEqual([-2, 0]);
  });
});

/*
 * Answers made to cheat. Each must earn nothing at all: the reference implementation paid several of
 * them, because it searched for the first letter anywhere.
 */
const cheats: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['white space', '  \n '],
  ['the letter alone', 'B'],
  ['letter and class without the form', 'B, malignant'],
  ['the name, whose first letter is an option', 'basal cell carcinoma'],
  ['prose', 'I think it is B, malignant.'],
  ['tags without thinking', '<final diagnosis>B, malignant</final diagnosis>'],
  ['empty thinking', right.replace(thinking, '')],
  ['thinking of white space', right.replace(thinking, ' \n\t ')],
  ['a list of letters', right.replace('B,', 'A or B or C or D,')],
  ['letters run together', right.replace('B,', 'ABCD,')],
  ['letters with commas', right.replace('B,', 'A, B,')],
  ['every class', right.replace('malignant<', 'benign, precancerous in situ, malignant<')],
  ['a class that says both', right.replace('malignant<', 'malignant or benign<')],
  ['no class', right.replace(', malignant', '')],
  ['a class in capitals', right.replace('malignant', 'Malignant')],
  ['a lower-case letter', right.replace('B,', 'b,')],
  ['the letter with its name', right.replace('B,', 'B. melanoma,')],
  ['a letter in brackets', right.replace('B,', '(B),')],
  ['a full-width letter', right.replace('B,', '\uFF22,')],
  ['a Cyrillic letter', right.replace('B,', '\u0412,')],
  ['two answers', `${right}${right}`],
  ['two diagnoses', `${right}<final diagnosis>D, malignant</final diagnosis>`],
  ['an answer hidden in the thinking', `<thinking>${right}</thinking>`],
  [
    'a second answer inside the thinking',
    right.replace(thinking, `x<final diagnosis>B</final diagnosis>`),
  ],
  ['thinking that opens twice', `<thinking>${right}`],
  ['text after the answer', `${right} or perhaps A`],
  ['text before the answer', `Sure! ${right}`],
  ['text between the parts', right.replace('</thinking>', '</thinking> so ')],
  [
    'the parts in the wrong order',
    `<final diagnosis>B, malignant</final diagnosis><thinking>x</thinking>`,
  ],
  ['the other form', formatOpenAnswer({ thinking, path: ['melanoma'], malignancy: 'malignant' })],
  ['tags in capitals', right.replaceAll('thinking>', 'THINKING>')],
  ['a missing end', right.slice(0, -1)],
  ['an unfinished answer', right.slice(0, right.indexOf('B, mal'))],
  ['a very long repetition', '<thinking>'.repeat(10_000)],
];

describe('answers made to cheat earn nothing', () => {
  it.each(cheats)('%s', (_, text) => {
    expect(scores(text)).toEqual([0, 0, 0]);
    expect(nativeReward().score(sample(text, melanomaLabels))).toBe(0);
  });
});

/** The form, written a second time and in another way than the parser of core. */
const form =
  /^\s*<thinking>((?!<\/?(?:thinking|final diagnosis|diagnosis)>)[\s\S])+<\/thinking>\s*<final diagnosis>\s*[A-Z], (benign|precancerous in situ|malignant)\s*<\/final diagnosis>\s*$/;
const fragments = [
  '<thinking>',
  '</thinking>',
  '<final diagnosis>',
  '</final diagnosis>',
  '<diagnosis>',
  '</diagnosis>',
  'B, malignant',
  'A, benign',
  'D, malignant',
  'B',
  ', ',
  'or',
  ' ',
  '\n',
  'network',
];

describe('any text', () => {
  // Mostly a right answer with a few pieces put in, taken out or changed over.
  const nearly = fc
    .array(fc.tuple(fc.nat(5), fc.nat(2), fc.constantFrom(...fragments)), { maxLength: 3 })
    .map((edits) => {
      const parts = [
        fragments[0],
        'network',
        ...fragments.slice(1, 3),
        'B, malignant',
        fragments[3],
      ];
      for (const [at, removed, added] of edits) parts.splice(at, removed, added);
      return parts.join('');
    });
  const soup = fc
    .array(fc.constantFrom(...fragments), { maxLength: 12 })
    .map((all) => all.join(''));

  it('earns something only if it has the form, and never more than a right answer', () => {
    let formed = 0;
    fc.assert(
      fc.property(fc.oneof(nearly, soup, fc.string()), (text) => {
        const [format, hierarchy, malignancy] = scores(text) as [number, number, number];
        const isForm = form.test(text) && /<thinking>\s*[^\s<]/.test(text);
        expect(format).toBe(isForm ? 1 : 0);
        if (isForm) formed += 1;
        else expect(hierarchy + malignancy).toBe(0);
        expect(format + hierarchy + malignancy).toBeLessThanOrEqual(2);
      }),
      { numRuns: 2000 },
    );
    // The test would prove little if hardly any text had the form.
    expect(formed).toBeGreaterThan(50);
  });
});

describe('malignancyReward', () => {
  it('does not apply where the malignancy is not known', () => {
    expect(malignancyReward().score(sample(right, { malignancy: null }))).toBeNull();
  });

  it('reads open answers when told to', () => {
    const open = formatOpenAnswer({ thinking, path: ['melanoma'], malignancy: 'malignant' });
    const reward = malignancyReward({ parse: parseOpenAnswer, value: 1 });
    expect(reward.score(sample(open, melanomaLabels))).toBe(1);
    expect(reward.score(sample(right, melanomaLabels))).toBe(0);
  });
});

describe('overlongPenalty', () => {
  // DAPO eq. 13 with Lmax 100, Lc 20: free up to 80, then (80 − |y|) / 20, at 100 −1.
  it.each([
    [80, 0],
    [90, -0.5],
    [100, -1],
    [101, -1],
    [0, 0],
  ])('%i tokens: %d', (length, expected) => {
    const judged = { prompt: prompt(null), completion: completion('', length) };
    expect(overlongPenalty(100, 20).score(judged)).toBeCloseTo(expected, 12);
  });

  it('refuses a margin that does not fit', () => {
    expect(() => overlongPenalty(10, 11)).toThrow(/0 < margin ≤ maxLength, got 11, 10/);
    expect(() => overlongPenalty(10, 0)).toThrow(/margin/);
  });
});
