import type { MalignancyClass } from './malignancy.ts';
import type { Answer, Prompt } from './policy.ts';

/** What a reward judges: one answer to one prompt. */
export interface RewardSample<Labels = unknown, A extends Answer = Answer> {
  readonly prompt: Prompt<Labels>;
  readonly completion: A;
}

/** What a reward may look at beside the answer. */
export interface RewardContext {
  /** Aborted when the time for this answer is over or the run ends: hand it to `fetch` and the like. */
  readonly signal: AbortSignal;
  /** The step of training, from 1; 0 outside of it. */
  readonly step: number;
}

/** A score with the parts it is made of; each part is reported as a metric of its own, and none is added. */
export interface ScoreWithParts {
  readonly score: number | null;
  /** By name; `null` where a part does not apply. */
  readonly parts: Readonly<Record<string, number | null>>;
}

/**
 * What a reward may say of an answer. `null` means "does not apply": the sample is left out of this reward's
 * statistics and sum.
 */
export type RewardValue = number | null | ScoreWithParts;

/**
 * Judges one answer. Any function of this type is a reward; the method's own are made by factories. One
 * that looks at tokens asks for a `SampledCompletion` as A, and can then judge nothing less.
 */
export type RewardFunction<Labels = unknown, A extends Answer = Answer> = (
  sample: RewardSample<Labels, A>,
  context: RewardContext,
) => RewardValue | Promise<RewardValue>;

/** What becomes of a reward that fails: left out, the run stops, or this value. */
export type OnRewardError = 'null' | 'fail' | number;

/** A weight in the sum: fixed, or a function of the step (from 1). Factories of schedules describe what they return. */
export type RewardWeight = number | ((step: number) => number);

/** A reward with the name it is reported under and its weight in the sum (0: a metric only). */
export interface Reward<Labels = unknown, A extends Answer = Answer> {
  readonly name: string;
  /** @defaultValue 1 */
  readonly weight?: RewardWeight;
  /** Whether the reward is asked about an answer at all; where it is not, its value is `null`. */
  readonly applies?: (sample: RewardSample<Labels, A>) => boolean;
  /** Time for one answer, instead of the run's; `Infinity` waits without limit. */
  readonly timeoutMs?: number;
  /** Further tries after a failure or time-out that another try may mend. @defaultValue 0 */
  readonly retries?: number;
  /** Instead of the run's. */
  readonly onError?: OnRewardError;
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
