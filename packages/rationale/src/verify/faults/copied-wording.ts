import { splitWords } from '@skinr1/ontology';
import { addedSentence, type Fault } from './fault.ts';

/** Copies the book at length instead of reasoning. */
export const copiedWording: Fault = {
  name: 'copied wording',
  ways: [
    {
      how: 'a cited passage instead of own words',
      spoil: (trajectory, random) => {
        const quotes = trajectory.steps
          .flatMap(({ citations }) => citations.map(({ quote }) => quote))
          .filter((quote) => splitWords(quote).length >= 9);
        if (quotes.length === 0) return null;
        const kinds = ['match', 'consider'] as const;
        return addedSentence(trajectory, random.pick(kinds), random.pick(quotes));
      },
    },
  ],
};
