import type { ConditionRecord } from '../format.ts';

/** Growths of fibrous tissue. */
export const fibrous: readonly ConditionRecord[] = [
  {
    id: 'fibrous-neoplasm',
    name: 'fibrous neoplasm',
    synonyms: ['fibrohistiocytic tumor', 'fibrous tumor'],
    parents: ['neoplastic'],
    malignancy: 'variable',
    malignancyReason: 'Holds dermatofibroma and the sarcomas.',
  },
  {
    id: 'dermatofibroma',
    name: 'dermatofibroma',
    synonyms: ['benign fibrous histiocytoma', 'histiocytoma cutis', 'fibroma simplex'],
    abbreviations: ['DF'],
    parents: ['fibrous-neoplasm'],
    malignancy: 'benign',
    differentials: [
      {
        id: 'melanocytic-nevus',
        sign: 'A central white patch and dimpling when squeezed favor dermatofibroma; an even network to the edge favors melanocytic nevus.',
      },
    ],
  },
];
