import type { ConditionRecord } from '../format.ts';

/** Connective tissue disease. */
export const connectiveTissue: readonly ConditionRecord[] = [
  {
    id: 'lupus-erythematosus',
    name: 'lupus erythematosus',
    synonyms: ['lupus', 'cutaneous lupus erythematosus'],
    abbreviations: ['LE', 'CLE'],
    parents: ['connective-tissue-disease'],
  },
  {
    id: 'discoid-lupus-erythematosus',
    name: 'discoid lupus erythematosus',
    synonyms: ['discoid lupus', 'chronic cutaneous lupus erythematosus'],
    abbreviations: ['DLE'],
    parents: ['lupus-erythematosus'],
    differentials: [
      {
        id: 'actinic-keratosis',
        sign: 'Follicular plugging and scarring favor discoid lupus erythematosus; a rough patch that never scars favors actinic keratosis.',
      },
    ],
  },
];
