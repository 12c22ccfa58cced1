import { type MalignancyClass, malignancyClasses, malignancyText, type Random } from '@skinr1/core';
import type { GroundedTrajectory } from '../../trajectories/types.ts';
import { asAnswer, changeSteps, type Fault } from './fault.ts';

/** Calls a tumour what it is not, where machines read it, where people do, or both. */
export const wrongMalignancy: Fault = {
  name: 'wrong malignancy',
  ways: [
    {
      how: 'another malignancy in the field',
      spoil: (trajectory, random) => asAnswer(withField(trajectory, another(trajectory, random))),
    },
    {
      how: 'another malignancy in the last sentence',
      spoil: (trajectory, random) =>
        asAnswer(withSentence(trajectory, another(trajectory, random))),
    },
    {
      how: 'another malignancy in the field and the last sentence',
      spoil: (trajectory, random) => {
        const wrong = another(trajectory, random);
        return asAnswer(withSentence(withField(trajectory, wrong), wrong));
      },
    },
    {
      how: 'another malignancy in an earlier sentence',
      spoil: (trajectory, random) => {
        const wrong = malignancyText[another(trajectory, random)];
        return asAnswer(
          changeSteps(trajectory, (step) =>
            step.kind === 'match' ? { ...step, text: `${step.text} It looks ${wrong}.` } : step,
          ),
        );
      },
    },
  ],
};

function another({ malignancy }: GroundedTrajectory, random: Random): MalignancyClass {
  return random.pick(malignancyClasses.filter((kind) => kind !== malignancy));
}

function withField(
  trajectory: GroundedTrajectory,
  malignancy: MalignancyClass,
): GroundedTrajectory {
  return { ...trajectory, malignancy };
}

function withSentence(trajectory: GroundedTrajectory, wrong: MalignancyClass): GroundedTrajectory {
  const words = [...Object.values(malignancyText), 'not neoplastic'].join('|');
  const ending = new RegExp(`, (?:${words})\\.$`, 'i');
  return changeSteps(trajectory, (step) =>
    step.kind === 'conclude'
      ? { ...step, text: step.text.replace(ending, `, ${malignancyText[wrong]}.`) }
      : step,
  );
}
