import { openQuestion } from '../../trajectories/training-targets.ts';
import { asAnswer, changeSteps, type Fault } from './fault.ts';

/** Gives the answer away before the reasoning has come to it. */
export const leakedLabel: Fault = {
  name: 'leaked label',
  ways: [
    {
      how: 'the question names the diagnosis',
      spoil: (trajectory, _random, { ontology }) => ({
        trajectory,
        prompt: leakingQuestion(ontology.get(trajectory.diagnosisId).name),
      }),
    },
    {
      how: 'the question names a synonym of the diagnosis',
      spoil: (trajectory, random, { ontology }) => {
        const { synonyms } = ontology.get(trajectory.diagnosisId);
        if (synonyms.length === 0) return null;
        return { trajectory, prompt: leakingQuestion(random.pick(synonyms)) };
      },
    },
    {
      how: 'the observation names the diagnosis',
      spoil: (trajectory, _random, { ontology }) => {
        const { name } = ontology.get(trajectory.diagnosisId);
        return asAnswer(
          changeSteps(trajectory, (step) =>
            step.kind === 'observe'
              ? { ...step, text: `This ${name} is seen. ${step.text}` }
              : step,
          ),
        );
      },
    },
  ],
};

function leakingQuestion(name: string): string {
  return `${openQuestion} The referral letter says ${name}.`;
}
