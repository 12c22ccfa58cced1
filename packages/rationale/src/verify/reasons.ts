import type { TextRange } from '@skinr1/core';

/** What can be wrong with a trajectory. */
export const rejectionCodes = [
  'citation_unknown_document',
  'citation_mismatch',
  'citation_irrelevant',
  'claim_unsupported',
  'claim_missing',
  'sign_unseen',
  'sign_not_absent',
  'diagnosis_unknown',
  'diagnosis_wrong_record',
  'path_wrong',
  'malignancy_wrong',
  'conclusion_inconsistent',
  'differential_inconsistent',
  'disease_foreign',
  'steps_inconsistent',
  'exclusion_unlicensed',
  'direction_wrong',
  'certainty_wrong',
  'self_contradiction',
  'conclusion_disowned',
  'unlicensed',
  'label_leak',
  'copied_wording',
  'markup',
  'rejected_by_reviewer',
] as const;

/** One of {@link rejectionCodes}. */
export type RejectionCode = (typeof rejectionCodes)[number];

/** One fault of a trajectory. */
export interface Rejection {
  readonly code: RejectionCode;
  readonly message: string;
  /** Index of the step, where the fault is in one. */
  readonly step: number | null;
  /** The words in the step's text, where they are at fault. */
  readonly place?: TextRange;
}

/** The judgement of a trajectory. */
export interface Verification {
  /** True if nothing is wrong. */
  readonly ok: boolean;
  /** Share of the checks that passed, 0 to 1. */
  readonly score: number;
  readonly reasons: readonly Rejection[];
}

/** Collects the outcome of checks. */
export class Checks {
  private readonly reasons: Rejection[] = [];
  private count = 0;

  /** Notes a check; a failed one with its reason. Returns whether it passed. */
  expect(
    passed: boolean,
    code: RejectionCode,
    message: () => string,
    step: number | null = null,
    place?: TextRange,
  ): boolean {
    this.count++;
    if (!passed) {
      const reason = { code, message: message(), step };
      this.reasons.push(
        place ? { ...reason, place: { start: place.start, end: place.end } } : reason,
      );
    }
    return passed;
  }

  result(): Verification {
    const { count, reasons } = this;
    return {
      ok: reasons.length === 0,
      score: count === 0 ? 0 : Math.max(0, 1 - reasons.length / count),
      reasons,
    };
  }
}
