import { asAnswer, changeSteps, type Fault } from './fault.ts';
import { unrelatedDisease } from './unrelated-disease.ts';

/** Files the diagnosis under a group that it is none of. */
export const wrongParent: Fault = {
  name: 'wrong parent',
  ways: [
    {
      how: 'another group in the last sentence',
      spoil: (trajectory, random, { ontology }) => {
        const other = unrelatedDisease(trajectory, random, ontology);
        if (other === null) return null;
        const group = ontology.path(other).at(-2) as string;
        if (ontology.isAncestor(group, trajectory.diagnosisId)) return null;
        const { name } = ontology.get(trajectory.diagnosisId);
        const wrong = `${name}, a form of ${ontology.get(group).name}`;
        return asAnswer(
          changeSteps(trajectory, (step) =>
            step.kind === 'conclude' ? { ...step, text: step.text.replace(name, wrong) } : step,
          ),
        );
      },
    },
    {
      how: 'another group in the path',
      spoil: (trajectory, random, { ontology }) => {
        const other = unrelatedDisease(trajectory, random, ontology);
        if (other === null) return null;
        const { name } = ontology.get(ontology.path(other).at(-2) as string);
        const [first = '', ...rest] = trajectory.path;
        return asAnswer({ ...trajectory, path: [first, name, ...rest] });
      },
    },
  ],
};
