import type { Prompt, Random } from '@skinr1/core';

/** Which prompts come next, as a run goes on. */
export interface PromptSchedule {
  /** Places in the list of prompts of those that come next; the step counts from 1. */
  take(count: number, step: number): readonly number[];
  /** Where it stands, as plain data: a resumed run sets what its checkpoint holds. */
  state: unknown;
}

/**
 * The order in which a run asks its prompts. Factories describe what they return. Everything that a schedule draws
 * comes from `random`, and everything that a later `take` depends on is in its `state`.
 */
export type PromptOrder<Labels = unknown> = (
  prompts: readonly Prompt<Labels>[],
  random: Random,
) => PromptSchedule;
