import { addedSentence, type Fault } from './fault.ts';

/** Denies further on what it has seen. */
export const shownAndDenied: Fault = {
  name: 'shown and denied',
  ways: [
    (sign: string) => `No ${sign} is seen.`,
    (sign: string) => `There is no ${sign}.`,
    (sign: string) => `The lesion lacks ${sign}.`,
    (sign: string) => `Of ${sign} there is nothing to be seen.`,
    (sign: string) => `The ${sign} is absent.`,
  ].map((sentence) => ({
    how: sentence('X'),
    spoil: (trajectory, random, { ontology }) => {
      const seen = trajectory.steps.find(({ kind }) => kind === 'observe')?.claims ?? [];
      if (seen.length === 0) return null;
      const name = ontology.morphologyTerm(random.pick(seen).termId)?.name;
      const kinds = ['observe', 'match', 'exclude'] as const;
      return name === undefined
        ? null
        : addedSentence(trajectory, random.pick(kinds), sentence(name));
    },
  })),
};
