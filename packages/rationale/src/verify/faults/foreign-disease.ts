import { addedSentence, type Fault } from './fault.ts';
import { unrelatedDisease } from './unrelated-disease.ts';

/** Brings in a disease of which nothing was said. */
export const foreignDisease: Fault = {
  name: 'foreign disease',
  ways: [
    (name: string) => `It resembles ${name}.`,
    (name: string) => `${name} comes to mind too.`,
    (name: string) => `Compare ${name}.`,
    (name: string) => `It is not ${name}.`,
    (name: string) => `${name} may lie beneath.`,
  ].map((sentence) => ({
    how: sentence('X'),
    spoil: (trajectory, random, { ontology }) => {
      const other = unrelatedDisease(trajectory, random, ontology);
      const kinds = ['match', 'consider', 'conclude'] as const;
      return other === null
        ? null
        : addedSentence(trajectory, random.pick(kinds), sentence(ontology.get(other).name));
    },
  })),
};
