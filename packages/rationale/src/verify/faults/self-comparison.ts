import { addedSentence, type Fault } from './fault.ts';

/** Weighs a disease against itself. */
export const selfComparison: Fault = {
  name: 'self comparison',
  ways: [
    (name: string) => `${name} is likelier than ${name}.`,
    (name: string) => `${name} fits better than ${name}.`,
    (name: string) => `I favor ${name} over ${name}.`,
    (name: string) => `${name} rather than ${name} explains this.`,
    (name: string) => `Unlike ${name}, ${name} explains this.`,
  ].map((sentence) => ({
    how: sentence('X'),
    spoil: (trajectory, random, { ontology }) => {
      const kinds = ['match', 'conclude'] as const;
      const { name } = ontology.get(trajectory.diagnosisId);
      return addedSentence(trajectory, random.pick(kinds), sentence(name));
    },
  })),
};
