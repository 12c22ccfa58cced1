import type { StepKind } from '@skinr1/core';
import { asAnswer, changeSteps, type Fault } from './fault.ts';

/** A fault that changes words of one kind of step; a trajectory that lacks them cannot bear it. */
export function replacedInStep(
  name: string,
  kind: StepKind,
  changes: readonly (readonly [RegExp, string])[],
): Fault {
  return {
    name,
    ways: changes.map(([words, others]) => ({
      how: `${kind}: ${words.source} → ${others}`,
      spoil: (trajectory) => {
        const bears = trajectory.steps.some((step) => step.kind === kind && words.test(step.text));
        if (!bears) return null;
        return asAnswer(
          changeSteps(trajectory, (step) =>
            step.kind === kind ? { ...step, text: step.text.replace(words, others) } : step,
          ),
        );
      },
    })),
  };
}
