import type { ConditionRecord } from '../format.ts';

/** Growths of blood and lymph vessels. */
export const vascularTumors: readonly ConditionRecord[] = [
  {
    id: 'vascular-neoplasm',
    name: 'vascular neoplasm',
    synonyms: ['vascular tumor', 'vascular proliferation'],
    parents: ['neoplastic'],
    malignancy: 'variable',
    malignancyReason: 'Holds angiomas and angiosarcoma.',
  },
  {
    id: 'hemangioma',
    name: 'hemangioma',
    synonyms: ['angioma'],
    parents: ['vascular-neoplasm'],
    malignancy: 'benign',
  },
  {
    id: 'cherry-angioma',
    name: 'cherry angioma',
    synonyms: ['senile angioma', 'Campbell de Morgan spot', 'cherry hemangioma', 'angioma senile'],
    parents: ['hemangioma'],
    differentials: [
      {
        id: 'pyogenic-granuloma',
        sign: 'Fast growth, bleeding and a collarette favor pyogenic granuloma; small stable red lacunae favor cherry angioma.',
      },
    ],
  },
  {
    id: 'pyogenic-granuloma',
    name: 'pyogenic granuloma',
    synonyms: [
      'lobular capillary hemangioma',
      'granuloma pyogenicum',
      'botryomycoma',
      'granuloma telangiectaticum',
    ],
    abbreviations: ['PG'],
    parents: ['vascular-neoplasm'],
    malignancy: 'benign',
  },
];
