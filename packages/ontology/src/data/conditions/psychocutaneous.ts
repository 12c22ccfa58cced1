import type { ConditionRecord } from '../format.ts';

/** Psychodermatology and disorders of skin sensation. */
export const psychocutaneous: readonly ConditionRecord[] = [
  {
    id: 'factitial-dermatitis',
    name: 'factitial dermatitis',
    synonyms: [
      'self-inflicted skin lesion',
      'inflicted skin lesion',
      'dermatitis artefacta',
      'factitious dermatitis',
      'feigned eruption',
      'dermatitis factitia',
      'artefactual skin disease',
      'dermatitis autophytica',
      'self-inflicted dermatosis',
    ],
    parents: ['psychocutaneous-disorder'],
    codes: [{ system: 'ICD-10', code: 'L98.1', match: 'exact' }],
    differentials: [
      {
        id: 'pyoderma-gangrenosum',
        sign: 'An undermined violet edge at sites out of reach favors pyoderma gangrenosum; odd straight-edged sores within reach favor factitial dermatitis.',
      },
      {
        id: 'irritant-contact-dermatitis',
        sign: 'A plausible irritant favors irritant contact dermatitis; geometric sores with a hollow history favor factitial dermatitis.',
      },
    ],
  },
  {
    id: 'neurotic-excoriations',
    name: 'neurotic excoriation',
    synonyms: [
      'skin-picking disorder',
      'dermatillomania',
      'psychogenic excoriation',
      'excoriation disorder',
      'pathological skin picking',
    ],
    parents: ['psychocutaneous-disorder'],
    codes: [{ system: 'DOID', code: 'DOID:9165', match: 'exact' }],
    differentials: [
      {
        id: 'prurigo-nodularis',
        sign: 'Firm raised nodules favor prurigo nodularis; flat scratched sores and linear scars favor neurotic excoriation.',
      },
      {
        id: 'scabies',
        sign: 'Burrows favor scabies; angular sores only within reach favor neurotic excoriation.',
      },
    ],
  },
  {
    id: 'delusional-infestation',
    name: 'delusional infestation',
    synonyms: [
      'delusional parasitosis',
      'Ekbom syndrome',
      'delusion of parasitosis',
      'Morgellons disease',
      'acarophobia',
      'delusory parasitosis',
    ],
    parents: ['psychocutaneous-disorder'],
    differentials: [
      {
        id: 'scabies',
        sign: 'Burrows with mites favor scabies; a box of specimens without parasites favors delusional infestation.',
      },
    ],
  },
  {
    id: 'body-dysmorphic-disorder',
    name: 'body dysmorphic disorder',
    synonyms: ['dysmorphophobia', 'dermatologic nondisease'],
    parents: ['psychocutaneous-disorder'],
    codes: [{ system: 'DOID', code: 'DOID:0060163', match: 'exact' }],
  },
  {
    id: 'olfactory-reference-syndrome',
    name: 'olfactory reference syndrome',
    synonyms: ['bromidrosiphobia'],
    parents: ['psychocutaneous-disorder'],
  },
  {
    id: 'psychogenic-purpura',
    name: 'psychogenic purpura',
    synonyms: [
      'Gardner-Diamond syndrome',
      'autoerythrocyte sensitization syndrome',
      'painful bruising syndrome',
    ],
    parents: ['psychocutaneous-disorder', 'purpura'],
  },
  {
    id: 'cutaneous-sensory-disorder',
    name: 'disorder of skin sensation',
    synonyms: ['cutaneous dysesthesia', 'dysesthesia of the skin', 'sensory disorder of the skin'],
    parents: ['psychocutaneous-disorder'],
  },
  {
    id: 'dermatalgia',
    name: 'dermatalgia',
    synonyms: ['dermatodynia', 'neuralgia of the skin', 'rheumatism of the skin'],
    parents: ['cutaneous-sensory-disorder'],
  },
  {
    id: 'hyperesthesia-of-skin',
    name: 'hyperesthesia of skin',
    synonyms: ['hyperaesthesia', 'cutaneous hyperesthesia'],
    parents: ['cutaneous-sensory-disorder'],
    codes: [{ system: 'ICD-10', code: 'R20.3', match: 'exact' }],
  },
  {
    id: 'anesthesia-of-skin',
    name: 'anesthesia of skin',
    synonyms: ['cutaneous anesthesia', 'anaesthesia cutis', 'numbness of skin'],
    parents: ['cutaneous-sensory-disorder'],
    codes: [{ system: 'ICD-10', code: 'R20.0', match: 'exact' }],
  },
  {
    id: 'meralgia-paresthetica',
    name: 'meralgia paresthetica',
    synonyms: ['Bernhardt-Roth syndrome'],
    parents: ['cutaneous-sensory-disorder'],
    codes: [{ system: 'ICD-10', code: 'G57.1', match: 'exact' }],
  },
  {
    id: 'trigeminal-trophic-syndrome',
    name: 'trigeminal trophic syndrome',
    synonyms: ['trigeminal neurotrophic ulceration'],
    parents: ['cutaneous-sensory-disorder'],
  },
];
