import type { ConditionRecord } from '../format.ts';

/** Infections and infestations. */
export const infectious: readonly ConditionRecord[] = [
  {
    id: 'viral-infection',
    name: 'viral skin infection',
    synonyms: ['viral infection', 'cutaneous viral infection'],
    parents: ['infectious'],
  },
  {
    id: 'molluscum-contagiosum',
    name: 'molluscum contagiosum',
    synonyms: ['epithelioma contagiosum', 'molluscum epitheliale'],
    abbreviations: ['MC'],
    parents: ['viral-infection'],
    differentials: [
      {
        id: 'verruca-vulgaris',
        sign: 'A smooth dome with a central umbilication favors molluscum contagiosum; a rough surface with black dots favors verruca vulgaris.',
      },
    ],
  },
  {
    id: 'herpes-zoster',
    name: 'herpes zoster',
    synonyms: ['shingles', 'zona', 'zoster'],
    abbreviations: ['HZ'],
    parents: ['viral-infection'],
    differentials: [
      {
        id: 'impetigo',
        sign: 'Grouped vesicles in one dermatome favor herpes zoster; honey-colored crust favors impetigo.',
      },
    ],
  },
  {
    id: 'verruca',
    name: 'verruca',
    synonyms: ['wart', 'viral wart'],
    parents: ['viral-infection'],
  },
  {
    id: 'verruca-vulgaris',
    name: 'verruca vulgaris',
    synonyms: ['common wart'],
    abbreviations: ['VV'],
    parents: ['verruca'],
  },
  {
    id: 'bacterial-infection',
    name: 'bacterial skin infection',
    synonyms: ['bacterial infection', 'cutaneous bacterial infection'],
    parents: ['infectious'],
  },
  {
    id: 'impetigo',
    name: 'impetigo',
    synonyms: ['impetigo contagiosa'],
    parents: ['bacterial-infection'],
    differentials: [
      {
        id: 'atopic-dermatitis',
        sign: 'Honey-colored crust on spreading erosions favors impetigo; chronic itch with lichenification favors atopic dermatitis.',
      },
    ],
  },
  {
    id: 'fungal-infection',
    name: 'fungal skin infection',
    synonyms: ['fungal infection', 'cutaneous mycosis', 'dermatomycosis', 'mycotic infection'],
    parents: ['infectious'],
  },
  {
    id: 'tinea',
    name: 'tinea',
    synonyms: ['dermatophytosis', 'ringworm'],
    parents: ['fungal-infection'],
  },
  {
    id: 'tinea-corporis',
    name: 'tinea corporis',
    synonyms: ['ringworm of the body', 'tinea circinata'],
    parents: ['tinea'],
  },
  {
    id: 'parasitic-infestation',
    name: 'parasitic infestation',
    synonyms: [
      'parasitic skin disease',
      'infestation',
      'parasitic infection',
      'cutaneous parasitic disease',
    ],
    parents: ['infectious'],
  },
  {
    id: 'scabies',
    name: 'scabies',
    synonyms: ['itch mite infestation', 'sarcoptic itch'],
    parents: ['parasitic-infestation'],
  },
];
