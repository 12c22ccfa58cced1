import type { MalignancyClass } from './malignancy.ts';
import type { Answer, Prompt } from './policy.ts';

/** What a reward judges: one answer to one prompt. */
export interface RewardSample<Labels = unknown, A extends Answer = Answer> {
  readonly prompt: Prompt<Labels>;
  readonly completion: A;
}

/**
 * Judges one answer. `null` means "does not apply": the sample is left out of this reward's
 * statistics and sum. Any function of this type is a reward; the method's own are made by factories. One
 * that looks at tokens asks for a `SampledCompletion` as A, and can then judge nothing less.
 */
export type RewardFunction<Labels = unknown, A extends Answer = Answer> = (
  sample: RewardSample<Labels, A>,
) => number | null | Promise<number | null>;

/** A reward with the name it is reported under and its weight in the sum (0: a metric only). */
export interface Reward<Labels = unknown, A extends Answer = Answer> {
  readonly name: string;
  /** @defaultValue 1 */
  readonly weight?: number;
  readonly score: RewardFunction<Labels, A>;
}

/**
 * Score of the finest right option of a question (Skin-R1, stage 2); format and malignancy make up the rest of
 * an answer's reward.
 */
export const maximumOptionScore = 0.75;

/** One option of a multiple-choice question. */
export interface ChoiceOption {
  /** `A`, `B`, … in the order shown. */
  readonly letter: string;
  readonly text: string;
  readonly diagnosisId: string;
  /** Hierarchy score from 0, for a wrong option, to {@link maximumOptionScore}. */
  readonly score: number;
}

/** Ground truth of a multiple-choice question. */
export interface ChoiceLabels {
  readonly options: readonly ChoiceOption[];
  /** Letter of the finest right option. */
  readonly answer: string;
  readonly diagnosisId: string;
  readonly malignancy: MalignancyClass;
}
