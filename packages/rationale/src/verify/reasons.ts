import type { TextRange } from '@skinr1/core';

/** One fault of a trajectory. */
export interface Rejection {
  /** Of the rule that found it, or `rejected_by_reviewer`. */
  readonly code: string;
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

/** Collects the outcome of checks; a rule can note the codes that it has declared. */
export class Checks<Code extends string> {
  private readonly reasons: Rejection[] = [];
  private count = 0;

  /** Notes a check; a failed one with its reason. Returns whether it passed. */
  expect(
    passed: boolean,
    code: Code,
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
