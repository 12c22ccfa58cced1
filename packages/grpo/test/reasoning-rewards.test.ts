import { formatChoiceAnswer, type ReasoningJudgement } from '@skinr1/core';
import { describe, expect, it } from 'vitest';
import { coherenceReward, conclusionReward, groundingReward } from '../src/index.ts';
import { rewardRange } from '../src/rewards/bounded-reward.ts';
import { melanomaLabels, rewardOf, sample } from './support/samples.ts';

const answer = formatChoiceAnswer({ thinking: 'a veil', letter: 'B', malignancy: 'malignant' });

const sound: ReasoningJudgement = {
  claims: [],
  conclusion: 'melanoma',
  withLabel: 'agrees',
  withOption: 'agrees',
  withMalignancy: 'agrees',
  contradictions: [],
};

function claims(...verdicts: ReasoningJudgement['claims'][number]['verdict'][]) {
  return verdicts.map((verdict, start) => ({
    verdict,
    start,
    end: start + 1,
    kind: 'sign seen',
    reason: '',
  }));
}

function earns(
  make: typeof coherenceReward,
  judgement: Partial<ReasoningJudgement> | null,
  text = answer,
) {
  const reward = make({ judge: () => (judgement === null ? null : { ...sound, ...judgement }) });
  return rewardOf(reward, sample(text, melanomaLabels));
}

describe('coherenceReward', () => {
  it.each<[string, Partial<ReasoningJudgement>, number]>([
    ['reasoning that leads to the answer', {}, 0.5],
    ['no stated malignancy', { withMalignancy: 'unclear' }, 0.5],
    ['another malignancy than the answer', { withMalignancy: 'disagrees' }, 0],
    ['another disease than the option', { withOption: 'disagrees' }, 0],
    ['no conclusion', { withOption: 'unclear', conclusion: null }, 0],
    ['a contradiction', { contradictions: ['sign shown and denied'] }, 0],
    ['the wrong disease, chosen consistently', { withLabel: 'disagrees' }, 0.5],
  ])('%s', (_, judgement, expected) => {
    expect(earns(coherenceReward, judgement)).toBe(expected);
  });
});

describe('conclusionReward', () => {
  it.each<[string, Partial<ReasoningJudgement>, number]>([
    ['the labeled disease', {}, 0.5],
    ['the labeled disease and another option', { withOption: 'disagrees' }, 0.5],
    ['another disease and the right option', { withLabel: 'disagrees' }, 0],
    ['no conclusion', { withLabel: 'unclear', conclusion: null }, 0],
  ])('%s', (_, judgement, expected) => {
    expect(earns(conclusionReward, judgement)).toBe(expected);
  });
});

describe('groundingReward', () => {
  it('pays the share of supported claims among those that can be decided', () => {
    const mixed = claims('supported', 'supported', 'contradicted', 'unlicensed', 'unverifiable');
    expect(earns(groundingReward, { claims: mixed })).toBe(0.25);
    expect(earns(groundingReward, { claims: claims('supported') })).toBe(0.5);
    expect(earns(groundingReward, { claims: claims('unverifiable') })).toBeNull();
    expect(earns(groundingReward, { claims: [] })).toBe(0);
  });
});

describe.each([
  ['coherence', coherenceReward],
  ['conclusion', conclusionReward],
  ['grounding', groundingReward],
] as const)('%s', (name, make) => {
  it('pays nothing for what has not the form, and does not apply to an unknown image', () => {
    expect(earns(make, {}, 'B')).toBe(0);
    expect(earns(make, null)).toBeNull();
  });

  it('is a plain reward with a range; weight 0 makes a metric', () => {
    const metric = make({ judge: () => sound, weight: 0 });
    expect(metric).toMatchObject({ name, weight: 0, range: [0, 0.5] });
    expect(rewardRange([metric])).toEqual([0, 0]);
    expect(rewardRange([make({ judge: () => sound, value: 2 })])).toEqual([0, 2]);
  });
});
