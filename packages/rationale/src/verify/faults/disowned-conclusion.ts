import { addedSentence, type Fault } from './fault.ts';

/** Speaks against the diagnosis that it then makes. */
export const disownedConclusion: Fault = {
  name: 'disowned conclusion',
  ways: [
    (name: string) => `${name} is unlikely.`,
    (name: string) => `This does not look like ${name}.`,
    (name: string) => `It is not ${name}.`,
    (name: string) => `That speaks against ${name}.`,
    (name: string) => `${name} can be set aside.`,
    (name: string) => `I no longer think of ${name}.`,
  ].map((sentence) => ({
    how: sentence('X'),
    spoil: (trajectory, random, { ontology }) => {
      const kinds = ['match', 'exclude', 'conclude'] as const;
      const { name } = ontology.get(trajectory.diagnosisId);
      return addedSentence(trajectory, random.pick(kinds), sentence(name));
    },
  })),
};
