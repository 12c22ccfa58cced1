import type { UnresolvedReason } from '../types.ts';

/** Each reason in a sentence. */
export const messages: Readonly<Record<UnresolvedReason, string>> = {
  empty: 'The label holds no letters or digits.',
  too_long: 'The label is longer than 512 characters.',
  unknown: 'No condition has this name, or the label holds words that are not understood.',
  ambiguous:
    'Several conditions fit and have nothing closer in common; the label does not say which.',
  malignancy_risk: 'The nearest names differ in malignancy from what the label says, or may.',
  negated: 'The label says that a condition is absent or only imitated.',
  uncertain: 'The label says that a condition is suspected, past, or one of several possibilities.',
  not_a_condition: 'The data set uses this label for no particular condition.',
};
