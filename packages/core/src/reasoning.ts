import type { Answer } from './policy.ts';
import type { RewardSample } from './reward.ts';
import type { TextRange } from './text-range.ts';

/**
 * How a claim of an answer's reasoning stands: `supported` by image, cards or hierarchy; `contradicted` by
 * one of them; `unlicensed`, since nothing known says so; `unverifiable`, since what would decide it is not
 * known of this image.
 */
export const claimVerdicts = ['supported', 'contradicted', 'unlicensed', 'unverifiable'] as const;

/** One of {@link claimVerdicts}. */
export type ClaimVerdict = (typeof claimVerdicts)[number];

/** A claim of the reasoning with its place in it. */
export interface JudgedClaim extends TextRange {
  /** What kind of claim it is, as the judge names kinds. */
  readonly kind: string;
  readonly verdict: ClaimVerdict;
  /** Why, in words. */
  readonly reason: string;
}

/** Whether two statements of an answer agree; `unclear` where one of them is not made. */
export type Agreement = 'agrees' | 'disagrees' | 'unclear';

/** Ways in which a text can contradict itself. */
export const selfContradictions = [
  'sign shown and denied',
  'disease compared with itself',
  'conclusion disowned',
] as const;

/** One of {@link selfContradictions}. */
export type SelfContradiction = (typeof selfContradictions)[number];

/** What a judge finds in the reasoning of an answer. */
export interface ReasoningJudgement {
  readonly claims: readonly JudgedClaim[];
  /** Ontology id of the one diagnosis that the reasoning concludes on; `null` if there is none. */
  readonly conclusion: string | null;
  /** The conclusion against the label: `agrees` for the labeled disease and what lies above or below it. */
  readonly withLabel: Agreement;
  /** The conclusion against the chosen option: `agrees` for its disease and what lies above or below it. */
  readonly withOption: Agreement;
  /** The malignancy that the reasoning states against the one that the answer states. */
  readonly withMalignancy: Agreement;
  readonly contradictions: readonly SelfContradiction[];
}

/**
 * Judges the reasoning of an answer; `null` if there is no reasoning to read, or nothing is known of the
 * question's image.
 */
export type ReasoningJudge<Labels = unknown, A extends Answer = Answer> = (
  sample: RewardSample<Labels, A>,
) => ReasoningJudgement | null;
