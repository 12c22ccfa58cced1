import { formatChoiceAnswer, type MalignancyClass } from '@skinr1/core';
import { loadOntology } from '@skinr1/ontology';
import { describe, expect, it } from 'vitest';
import {
  brierRule,
  calibrationReward,
  differentialReward,
  informationContentReward,
  lengthReward,
  logarithmicRule,
  malignancyCostReward,
  repetitionPenalty,
  statedConfidence,
  wuPalmerReward,
} from '../src/index.ts';
import { melanomaLabels, rewardOf, sample } from './support/samples.ts';

const ontology = loadOntology();
const answer = (letter: string, malignancy: MalignancyClass = 'malignant', thinking = 'I look.') =>
  sample(formatChoiceAnswer({ thinking, letter, malignancy }), melanomaLabels);

describe('rewards by similarity', () => {
  it('pay by hand-counted depth: 2 · N3 / (N1 + N2 + 2 · N3), nodes counted with the root', () => {
    const reward = wuPalmerReward({ ontology, value: 2 });
    // D, melanocytic neoplasm, lies above melanoma: N1 = 0, N3 its nodes from the root.
    const shared = ontology.path('melanocytic-neoplasm').length;
    const below = ontology.path('melanoma').length - shared;
    expect(rewardOf(reward, answer('B'))).toBe(2);
    expect(rewardOf(reward, answer('D'))).toBeCloseTo((4 * shared) / (below + 2 * shared), 12);
  });

  it('pay the condition above more than a stranger, and less than the right one', () => {
    for (const make of [wuPalmerReward, informationContentReward]) {
      const [right, coarser, wrong] = ['B', 'D', 'A'].map(
        (letter) => rewardOf(make({ ontology }), answer(letter)) as number,
      );
      expect(right).toBe(1);
      expect(coarser).toBeLessThan(1);
      expect(coarser).toBeGreaterThan(wrong!);
    }
  });
});

describe('malignancyCostReward', () => {
  // 0.25 · (1 − cost), the truth being malignant.
  it.each<[MalignancyClass, number]>([
    ['malignant', 0.25],
    ['precancerous_in_situ', 0.175],
    ['benign', 0],
  ])('%s', (said, expected) => {
    expect(rewardOf(malignancyCostReward(), answer('B', said))).toBeCloseTo(expected, 12);
  });

  it('refuses costs that make no sense', () => {
    const none = { benign: 0, precancerous_in_situ: 0, malignant: 0 };
    const costs = {
      benign: none,
      precancerous_in_situ: none,
      malignant: { ...none, malignant: 1 },
    };
    expect(() => malignancyCostReward({ costs })).toThrow(/A right answer costs 0/);
    const dear = { benign: none, precancerous_in_situ: none, malignant: { ...none, benign: 7 } };
    expect(() => malignancyCostReward({ costs: dear })).toThrow(/malignant benign is 7/);
  });
});

describe('differentialReward', () => {
  const reward = differentialReward({
    ontology,
    differentials: (id) => (id === 'melanoma' ? ['melanocytic-nevus'] : []),
    share: 0.3,
  });

  it.each([
    ['the right diagnosis', 'B', 1],
    ['one that is weighed against it', 'C', 0.3],
    ['one that nobody would weigh', 'A', 0],
  ])('%s', (_, letter, expected) => {
    expect(rewardOf(reward, answer(letter))).toBe(expected);
  });

  it('pays a kind of what is weighed, and a wider condition by its depth', () => {
    const open = (name: string) =>
      sample(`<thinking>x</thinking><diagnosis>${name}; benign</diagnosis>`, {
        diagnosisId: 'melanoma',
      });
    expect(rewardOf(reward, open('blue nevus'))).toBe(0.3);
    const depth = ontology.depth('melanocytic-neoplasm') / ontology.depth('melanoma');
    expect(rewardOf(reward, open('melanocytic neoplasm'))).toBeCloseTo(depth, 12);
  });

  it('refuses a share that is none', () => {
    expect(() => differentialReward({ ontology, differentials: () => [], share: 2 })).toThrow(
      /0 to 1/,
    );
  });
});

describe('lengthReward', () => {
  const reward = lengthReward({ least: 4, most: 10 });
  it.each([
    [1, 0.25],
    [4, 1],
    [10, 1],
    [15, 0.5],
    [20, 0],
    [50, 0],
  ])('%i words', (words, expected) => {
    const thinking = new Array(words).fill('word').join(' ');
    expect(rewardOf(reward, answer('B', 'malignant', thinking))).toBeCloseTo(expected, 12);
  });

  it('refuses bounds that make no sense', () => {
    expect(() => lengthReward({ least: 5, most: 4 })).toThrow(/most/);
  });
});

describe('repetitionPenalty', () => {
  it('counts sequences of three words by hand', () => {
    // "a b c a b c": abc, bca, cab, abc: three of four differ.
    expect(rewardOf(repetitionPenalty(), sample('a b c A, B; c', null))).toBe(-0.25);
    expect(rewardOf(repetitionPenalty({ value: 4 }), sample('a b c a b c', null))).toBe(-1);
    expect(rewardOf(repetitionPenalty(), sample('a b', null))).toBe(0);
    expect(rewardOf(repetitionPenalty({ words: 1 }), sample('so so so so', null))).toBe(-0.75);
  });
});

describe('calibrationReward', () => {
  const stated = (letter: string, confidence: string) =>
    rewardOf(calibrationReward({ value: 1 }), answer(letter, 'malignant', `I look. ${confidence}`));

  it('pays by Brier: 1 − (1 − p)² when right, 1 − p² when wrong', () => {
    expect(stated('B', 'Confidence: 80 %.')).toBeCloseTo(0.96, 12);
    expect(stated('A', 'Confidence: 80%')).toBeCloseTo(0.36, 12);
    expect(stated('A', 'confidence: 0 %')).toBe(1);
    expect(stated('B', 'No number.')).toBe(0);
  });

  it.each([brierRule, logarithmicRule])('pays best what one believes: $name', (rule) => {
    for (const truth of [0.02, 0.3, 0.5, 0.9]) {
      const expected = (p: number) => truth * rule.right(p) + (1 - truth) * rule.wrong(p);
      const grid = Array.from({ length: 97 }, (_, k) => (k + 2) / 100);
      const best = grid.reduce((a, b) => (expected(b) > expected(a) ? b : a));
      expect(best).toBeCloseTo(truth, 10);
      for (const p of [0, ...grid, 1]) {
        expect(rule.right(p)).toBeGreaterThanOrEqual(0);
        expect(rule.wrong(p)).toBeLessThanOrEqual(1);
      }
    }
  });

  it('reads a confidence at the end of the reasoning only', () => {
    const text = (thinking: string) =>
      formatChoiceAnswer({ thinking, letter: 'B', malignancy: 'benign' });
    expect(statedConfidence(text('x. Confidence: 12.5 %.'))).toBe(0.125);
    expect(statedConfidence(text('Confidence: 90 %. But then again.'))).toBeNull();
    expect(statedConfidence(text('Confidence: 101 %.'))).toBeNull();
    expect(statedConfidence('Confidence: 50 %')).toBeNull();
  });
});
