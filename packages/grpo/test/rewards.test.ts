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
import { completion, melanomaLabels, prompt, rewardOf, sample } from './support/samples.ts';

const thinking = 'atypical network, blue-white veil';
const right = formatChoiceAnswer({ thinking, letter: 'B', malignancy: 'malignant' });
const methodRewards = [formatReward(), hierarchyReward(), malignancyReward()];

function scores(text: string): (number | null)[] {
  return methodRewards.map(
    (reward) => rewardOf(reward, sample(text, melanomaLabels)) as number | null,
  );
}

describe("the method's rewards", () => {
  it.each([
    ['the finest right option, right malignancy', 'B, malignant', [1, 0.75, 0.25]],
    ['the finest right option, wrong malignancy', 'B, benign', [1, 0.75, 0]],
    ['a coarser right option', 'D, malignant', [1, 0.375, 0.25]],
    ['a wrong option, right malignancy', 'A, malignant', [1, 0, 0.25]],
    ['a wrong option, wrong malignancy', 'C, benign', [1, 0, 0]],
    ['a letter that was not offered', 'E, malignant', [0, 0, 0]],
    ['two words of malignancy', 'B, precancerous in situ', [1, 0.75, 0]],
  ])('%s', (_, answer, expected) => {
    const text = `<thinking>${thinking}</thinking><final diagnosis>${answer}</final diagnosis>`;
    expect(scores(text)).toEqual(expected);
  });

  it('the native ablation pays the finest right option only', () => {
    const native = nativeReward();
    expect(rewardOf(native, sample(right, melanomaLabels))).toBe(0.75);
    expect(rewardOf(native, sample(right.replace('B,', 'D,'), melanomaLabels))).toBe(0);
    expect(rewardOf(native, sample(right.replace('B,', 'A,'), melanomaLabels))).toBe(0);
    expect(rewardOf(native, sample('B', melanomaLabels))).toBe(0);
  });

  it('says between which sums it moves', () => {
    expect(rewardRange(methodRewards)).toEqual([0, 2]);
    expect(rewardRange([formatReward({ weight: 0 }), overlongPenalty(10, 5)])).toEqual([-1, 0]);
    expect(rewardRange([{ name: 'mine', score: () => 0 }])).toBeNull();
    expect(rewardRange([formatReward({ weight: -2 })])).toEqual([-2, 0]);
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
    expect(rewardOf(malignancyReward(), sample(right, { malignancy: null }))).toBeNull();
  });

  it('reads open answers when told to', () => {
    const open = formatOpenAnswer({ thinking, path: ['melanoma'], malignancy: 'malignant' });
    const reward = malignancyReward({ parse: parseOpenAnswer, value: 1 });
    expect(rewardOf(reward, sample(open, melanomaLabels))).toBe(1);
    expect(rewardOf(reward, sample(right, melanomaLabels))).toBe(0);
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
    expect(rewardOf(overlongPenalty(100, 20), judged)).toBeCloseTo(expected, 12);
  });

  it('refuses a margin that does not fit', () => {
    expect(() => overlongPenalty(10, 11)).toThrow(/0 < margin ≤ maxLength, got 11, 10/);
    expect(() => overlongPenalty(10, 0)).toThrow(/margin/);
  });
});
