import {
  type ChoiceLabels,
  described,
  parseChoiceAnswer,
  type RewardSample,
  splitConfidence,
} from '@skinr1/core';
import { chosenOption, readAnswer } from './answered.ts';
import type { BoundedReward, WeightOptions } from './bounded-reward.ts';
import { checkRewardOptions } from './check-reward-options.ts';
import type { AnswerParser } from './format-reward.ts';
import { rightLetterOf } from './read-labels.ts';

/** How a stated probability p is paid when what it was stated of came true, and when it did not; 0 to 1. */
export interface ScoringRule {
  readonly name: string;
  readonly right: (p: number) => number;
  readonly wrong: (p: number) => number;
}

/** Quadratic (Brier, 1950): `1 − (1 − p)²` and `1 − p²`. Proper: saying what one believes pays best. */
export const brierRule: ScoringRule = {
  name: 'brier',
  right: (p) => 1 - (1 - p) ** 2,
  wrong: (p) => 1 - p ** 2,
};

/**
 * Logarithmic (Good, 1952), brought to 0 to 1: `1 − ln p / ln 0.01` and the same of 1 − p, probabilities kept between
 * 0.01 and 0.99; proper between them.
 */
export const logarithmicRule: ScoringRule = {
  name: 'logarithmic',
  right: (p) => logarithmic(p),
  wrong: (p) => logarithmic(1 - p),
};

function logarithmic(p: number): number {
  return 1 - Math.log(Math.min(0.99, Math.max(0.01, p))) / Math.log(0.01);
}

/** Options of {@link calibrationReward}. */
export interface CalibrationRewardOptions<Labels> extends WeightOptions {
  /** An answer that it cannot read earns 0. @defaultValue `parseChoiceAnswer` */
  readonly parse?: AnswerParser;
  /** The probability that an answer states of being right, 0 to 1. @defaultValue {@link statedConfidence} */
  readonly confidence?: (text: string) => number | null;
  /** Whether it is right. @defaultValue it chooses the finest right option */
  readonly isRight?: (sample: RewardSample<Labels>) => boolean;
  /** @defaultValue {@link brierRule} */
  readonly rule?: ScoringRule;
  /** Largest reward. @defaultValue 0.5 */
  readonly value?: number;
}

/**
 * Pays a stated confidence by a proper scoring rule: most for one that is right as often as it says (as Damani et
 * al., arXiv:2507.16806, pay it beside correctness). An answer that states none earns 0.
 */
export function calibrationReward<Labels = ChoiceLabels>(
  options: CalibrationRewardOptions<Labels> = {},
): BoundedReward<Labels> {
  checkRewardOptions('calibrationReward', options, {
    parse: true,
    confidence: true,
    isRight: true,
    rule: true,
    value: true,
    weight: true,
  });
  const { parse = parseChoiceAnswer, confidence = statedConfidence } = options;
  const { rule = brierRule, value = 0.5, weight = 1 } = options;
  const isRight = options.isRight ?? (choosesAnswer as (sample: RewardSample<Labels>) => boolean);
  return {
    name: 'calibration',
    weight,
    range: [0, value],
    score: described('calibration', { parse, confidence, isRight, rule, value }, (sample) => {
      if (readAnswer(sample, parse) === null) return 0;
      const stated = confidence(sample.completion.text);
      if (stated === null || !(stated >= 0 && stated <= 1)) return 0;
      return value * (isRight(sample) ? rule.right(stated) : rule.wrong(stated));
    }),
  };
}

function choosesAnswer({ prompt, completion }: RewardSample<ChoiceLabels>): boolean {
  return chosenOption(completion.text, prompt.labels)?.letter === rightLetterOf(prompt.labels);
}
described('choosesAnswer', {}, choosesAnswer);

/**
 * Reads "Confidence: 80 %." at the end of the reasoning of a multiple-choice answer, where it is in nobody's way;
 * `null` where it does not stand there, or the answer has not the form.
 */
export function statedConfidence(text: string): number | null {
  return splitConfidence(parseChoiceAnswer(text)?.thinking ?? '').confidence;
}
described('statedConfidence', {}, statedConfidence);
