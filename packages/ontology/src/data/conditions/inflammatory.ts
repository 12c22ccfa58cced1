import type { ConditionRecord } from '../format.ts';

/** Inflammatory conditions. */
export const inflammatory: readonly ConditionRecord[] = [
  {
    id: 'papulosquamous-disorder',
    name: 'papulosquamous disorder',
    synonyms: ['papulosquamous disease', 'papulosquamous dermatosis'],
    parents: ['inflammatory'],
  },
  {
    id: 'psoriasis',
    name: 'psoriasis',
    synonyms: ['psoriasis vulgaris', 'plaque psoriasis'],
    parents: ['papulosquamous-disorder'],
    codes: [
      { system: 'ICD-10', code: 'L40', match: 'exact' },
      { system: 'DOID', code: 'DOID:8893', match: 'exact' },
    ],
    differentials: [
      {
        id: 'atopic-dermatitis',
        sign: 'Well-defined plaques with silvery scale on extensor sides favor psoriasis; ill-defined, lichenified patches in flexures favor atopic dermatitis.',
      },
      {
        id: 'tinea-corporis',
        sign: 'Central clearing with an advancing scaly border favors tinea corporis; thick even scale favors psoriasis.',
      },
      {
        id: 'pityriasis-rosea',
        sign: 'A herald patch and a collarette of fine scale favor pityriasis rosea; thick silvery scale favors psoriasis.',
      },
      {
        id: 'lichen-planus',
        sign: 'Flat violaceous papules with Wickham striae favor lichen planus; red plaques with silvery scale favor psoriasis.',
      },
    ],
  },
  {
    id: 'lichen-planus',
    name: 'lichen planus',
    synonyms: ['lichen ruber planus'],
    abbreviations: ['LP'],
    parents: ['papulosquamous-disorder'],
    differentials: [
      {
        id: 'discoid-lupus-erythematosus',
        sign: 'Follicular plugging, atrophy and scarring favor discoid lupus erythematosus; Wickham striae favor lichen planus.',
      },
    ],
  },
  {
    id: 'pityriasis-rosea',
    name: 'pityriasis rosea',
    synonyms: ['pityriasis circinata', 'herpes tonsurans maculosus'],
    abbreviations: ['PR'],
    parents: ['papulosquamous-disorder'],
    differentials: [
      {
        id: 'tinea-corporis',
        sign: 'Many oval patches along skin lines with a collarette favor pityriasis rosea; few rings with an active border favor tinea corporis.',
      },
    ],
  },
  {
    id: 'eczema',
    name: 'eczema',
    synonyms: ['eczematous dermatitis', 'dermatitis'],
    parents: ['inflammatory'],
  },
  {
    id: 'atopic-dermatitis',
    name: 'atopic dermatitis',
    synonyms: ['atopic eczema', 'disseminated neurodermatitis', 'Besnier prurigo'],
    abbreviations: ['AD'],
    parents: ['eczema'],
    differentials: [
      {
        id: 'scabies',
        sign: 'Burrows between the fingers favor scabies; lichenified flexures favor atopic dermatitis.',
      },
    ],
  },
  {
    id: 'granulomatous-disorder',
    name: 'granulomatous disorder',
    synonyms: ['granulomatous dermatosis', 'noninfectious granulomatous disease'],
    parents: ['inflammatory'],
  },
  {
    id: 'granuloma-annulare',
    name: 'granuloma annulare',
    synonyms: ['lichen annularis'],
    abbreviations: ['GA'],
    parents: ['granulomatous-disorder'],
    differentials: [
      {
        id: 'tinea-corporis',
        sign: 'A smooth ring of firm papules without scale favors granuloma annulare; a scaly border favors tinea corporis.',
      },
    ],
  },
  {
    id: 'acneiform-disorder',
    name: 'acneiform or follicular disorder',
    synonyms: ['acneiform disorder', 'follicular disorder'],
    parents: ['inflammatory'],
  },
  {
    id: 'acne',
    name: 'acne',
    parents: ['acneiform-disorder'],
  },
  {
    id: 'acne-vulgaris',
    name: 'acne vulgaris',
    synonyms: ['common acne'],
    parents: ['acne'],
    differentials: [
      {
        id: 'rosacea',
        sign: 'Comedones favor acne vulgaris; central redness and telangiectasia without comedones favor rosacea.',
      },
    ],
  },
  {
    id: 'rosacea',
    name: 'rosacea',
    synonyms: ['acne rosacea'],
    parents: ['acneiform-disorder'],
    differentials: [
      {
        id: 'discoid-lupus-erythematosus',
        sign: 'Pustules and telangiectasia without scarring favor rosacea; adherent scale and atrophy favor discoid lupus erythematosus.',
      },
    ],
  },
];
