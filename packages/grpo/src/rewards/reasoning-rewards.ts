import { described, parseChoiceAnswer, type ReasoningJudge } from '@skinr1/core';
import { readAnswer } from './answered.ts';
import type { BoundedReward, WeightOptions } from './bounded-reward.ts';
import { checkRewardOptions } from './check-reward-options.ts';
import type { AnswerParser } from './format-reward.ts';

/** Options of {@link coherenceReward}, {@link conclusionReward} and {@link groundingReward}. */
export interface ReasoningRewardOptions<Labels> extends WeightOptions {
  /** Reads the reasoning; `createReasoningJudge` of `@skinr1/rationale` makes one. */
  readonly judge: ReasoningJudge<Labels>;
  /** An answer that it cannot read earns 0. @defaultValue `parseChoiceAnswer` */
  readonly parse?: AnswerParser;
  /** Reward for reasoning without fault. @defaultValue 0.5 */
  readonly value?: number;
}

/**
 * Pays `value` when an answer's reasoning leads to the answer: it concludes on one disease, which the chosen
 * option names or includes or is a kind of; the malignancy that it states is the answer's; and it does not
 * contradict itself. Without it a right letter is paid whatever was reasoned. `null` where the judge knows
 * nothing of the image.
 */
export function coherenceReward<Labels>(
  options: ReasoningRewardOptions<Labels>,
): BoundedReward<Labels> {
  return reasoningReward('coherence', options, (judgement) => {
    const { withOption, withMalignancy, contradictions } = judgement;
    const follows = withOption === 'agrees' && withMalignancy !== 'disagrees';
    return follows && contradictions.length === 0 ? 1 : 0;
  });
}

/**
 * Pays `value` when an answer's reasoning concludes on the disease of the label. An option is right by chance in one
 * answer of four, and more often where options lie on one path; a name among all diseases hardly ever is, so that this
 * tells more of what was seen than the letter does. `null` where the judge knows nothing of the image.
 */
export function conclusionReward<Labels>(
  options: ReasoningRewardOptions<Labels>,
): BoundedReward<Labels> {
  return reasoningReward('conclusion', options, ({ withLabel }) =>
    withLabel === 'agrees' ? 1 : 0,
  );
}

/**
 * Pays `value` times the share of an answer's claims that image, cards and hierarchy support, among those
 * that they can decide. Reasoning that claims nothing earns 0. `null` where nothing can be decided.
 */
export function groundingReward<Labels>(
  options: ReasoningRewardOptions<Labels>,
): BoundedReward<Labels> {
  return reasoningReward('grounding', options, ({ claims }) => {
    if (claims.length === 0) return 0;
    const decided = claims.filter(({ verdict }) => verdict !== 'unverifiable');
    if (decided.length === 0) return null;
    return decided.filter(({ verdict }) => verdict === 'supported').length / decided.length;
  });
}

type Judgement = NonNullable<ReturnType<ReasoningJudge>>;

function reasoningReward<Labels>(
  name: string,
  options: ReasoningRewardOptions<Labels>,
  share: (judgement: Judgement) => number | null,
): BoundedReward<Labels> {
  checkRewardOptions(`${name}Reward`, options, {
    judge: true,
    parse: true,
    value: true,
    weight: true,
  });
  const { judge, parse = parseChoiceAnswer, value = 0.5, weight = 1 } = options;
  return {
    name,
    weight,
    range: [0, value],
    score: described(name, { judge, parse, value }, (sample) => {
      if (readAnswer(sample, parse) === null) return 0;
      const judgement = judge(sample);
      const earned = judgement === null ? null : share(judgement);
      return earned === null ? null : value * earned;
    }),
  };
}
