import type { Random } from '@skinr1/core';
import type { MorphologyTerm } from '@skinr1/ontology';
import type { GroundedStep, GroundedTrajectory, SignClaim } from '../../trajectories/types.ts';
import {
  asAnswer,
  changeSteps,
  type Fault,
  type FaultContext,
  replaceWords,
  type SpoilingWay,
} from './fault.ts';

/** Sees a sign that the record does not show. */
export const unseenSign: Fault = {
  name: 'unseen sign',
  ways: [
    way('a sentence with an unseen sign added', (step, { name }) => ({
      ...step,
      text: `${step.text} Also ${name}.`,
    })),
    way('a sentence with an unseen sign added, and a claim', (step, { name }, claim) => ({
      ...step,
      text: `${step.text} Also ${name}.`,
      claims: [...step.claims, claim],
    })),
    way('an unseen sign named instead of one that is shown', (step, { name }, _claim, context) => {
      const shown = shownSign(step, context);
      return shown === null ? null : { ...step, text: replaceWords(step.text, shown.name, name) };
    }),
    way(
      'an unseen sign named and claimed instead of one that is shown',
      (step, { name }, claim, context) => {
        const shown = shownSign(step, context);
        if (shown === null) return null;
        return {
          ...step,
          text: replaceWords(step.text, shown.name, name),
          claims: step.claims.map((old) => (old.termId === shown.id ? claim : old)),
        };
      },
    ),
  ],
};

/** A way that changes the observation; `null` where it cannot. */
function way(
  how: string,
  change: (
    step: GroundedStep,
    term: MorphologyTerm,
    claim: SignClaim,
    context: FaultContext,
  ) => GroundedStep | null,
): SpoilingWay {
  return {
    how,
    spoil: (trajectory, random, context) => {
      const observation = trajectory.steps.find(({ kind }) => kind === 'observe');
      const term = unseenTerm(trajectory, random, context);
      if (term === null || observation === undefined) return null;
      const claim = { termId: term.id, kind: 'seen', diseaseId: trajectory.diagnosisId } as const;
      const changed = change(observation, term, claim, context);
      if (changed === null) return null;
      return asAnswer(changeSteps(trajectory, (step) => (step === observation ? changed : step)));
    },
  };
}

function unseenTerm(
  { steps }: GroundedTrajectory,
  random: Random,
  { ontology, record }: FaultContext,
): MorphologyTerm | null {
  const known = new Set(record.shown);
  for (const { claims } of steps) for (const { termId } of claims) known.add(termId);
  const unseen = ontology.morphology().filter(({ id }) => !known.has(id));
  return unseen.length === 0 ? null : random.pick(unseen);
}

/** A claimed sign that the text says by its own name. */
function shownSign(
  { claims, text }: GroundedStep,
  { ontology }: FaultContext,
): MorphologyTerm | null {
  const claimed = new Set(claims.map(({ termId }) => termId));
  const named = ontology
    .morphology()
    .find(({ id, name }) => claimed.has(id) && replaceWords(text, name, '') !== text);
  return named ?? null;
}
