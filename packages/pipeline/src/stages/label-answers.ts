import type { Case, ChoiceLabels, Prompt } from '@skinr1/core';
import { choiceTrajectory, type GroundedTrajectory } from '@skinr1/rationale';
import type { SftExample } from '@skinr1/sft';

/**
 * Answers that need no reasoning: the conclusion that trajectories of the labeled diagnosis come to. No method learns
 * them; they show what labels hold. A diagnosis without trajectories has none.
 *
 * @param prompts the question about each case, at its place
 */
export function answersOfLabels(
  prompts: readonly Prompt<ChoiceLabels>[],
  cases: readonly Case[],
  trajectories: readonly GroundedTrajectory[],
): SftExample[] {
  const byDiagnosis = new Map(trajectories.map((one) => [one.diagnosisId, one]));
  return prompts.flatMap((prompt, index) => {
    const trajectory = byDiagnosis.get(cases[index]!.diagnosisId);
    const thinking = trajectory?.steps.at(-1)?.text;
    if (!trajectory || !thinking) return [];
    return [{ prompt, answer: choiceTrajectory({ ...trajectory, thinking }, prompt).text }];
  });
}
