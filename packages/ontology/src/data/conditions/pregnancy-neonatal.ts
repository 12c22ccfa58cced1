import type { ConditionRecord } from '../format.ts';

/** Dermatoses of pregnancy and of the newborn. */
export const pregnancyAndNeonatal: readonly ConditionRecord[] = [
  {
    id: 'polymorphic-eruption-of-pregnancy',
    name: 'polymorphic eruption of pregnancy',
    synonyms: [
      'pruritic urticarial papules and plaques of pregnancy',
      'toxic erythema of pregnancy',
      'late-onset prurigo of pregnancy',
      'toxemic rash of pregnancy',
      'Bourne toxaemic rash',
    ],
    abbreviations: ['PUPPP', 'PEP'],
    parents: ['pregnancy-dermatosis'],
  },
  {
    id: 'atopic-eruption-of-pregnancy',
    name: 'atopic eruption of pregnancy',
    abbreviations: ['AEP'],
    parents: ['pregnancy-dermatosis'],
  },
  {
    id: 'prurigo-of-pregnancy',
    name: 'prurigo of pregnancy',
    synonyms: [
      'prurigo gestationis',
      'prurigo gestationis of Besnier',
      'early-onset prurigo of pregnancy',
    ],
    parents: ['atopic-eruption-of-pregnancy'],
  },
  {
    id: 'pruritic-folliculitis-of-pregnancy',
    name: 'pruritic folliculitis of pregnancy',
    parents: ['atopic-eruption-of-pregnancy'],
  },
  {
    id: 'intrahepatic-cholestasis-of-pregnancy',
    name: 'intrahepatic cholestasis of pregnancy',
    synonyms: ['obstetric cholestasis', 'prurigo gravidarum', 'pruritus gravidarum'],
    abbreviations: ['ICP'],
    parents: ['pregnancy-dermatosis'],
    codes: [
      { system: 'ICD-10', code: 'O26.6', match: 'broad' },
      { system: 'DOID', code: 'DOID:0070227', match: 'exact' },
    ],
  },
  {
    id: 'erythema-toxicum-neonatorum',
    name: 'erythema toxicum neonatorum',
    synonyms: [
      'toxic erythema of the newborn',
      'erythema neonatorum toxicum',
      'urticaria neonatorum',
      'flea-bite dermatitis of the newborn',
    ],
    abbreviations: ['ETN'],
    parents: ['neonatal-dermatosis'],
    codes: [{ system: 'ICD-10', code: 'P83.1', match: 'exact' }],
    differentials: [
      {
        id: 'transient-neonatal-pustular-melanosis',
        sign: 'Pustules without redness that leave brown dots at birth favor transient neonatal pustular melanosis; blotchy red flares with pustules after a day favor erythema toxicum neonatorum.',
      },
      {
        id: 'miliaria',
        sign: 'Tiny clear or red papules in heat favor miliaria; blotchy flares of the first week favor erythema toxicum neonatorum.',
      },
    ],
  },
  {
    id: 'transient-neonatal-pustular-melanosis',
    name: 'transient neonatal pustular melanosis',
    synonyms: ['transient neonatal pustulosis', 'lentiginosis neonatorum'],
    abbreviations: ['TNPM'],
    parents: ['neonatal-dermatosis'],
  },
  {
    id: 'infantile-acropustulosis',
    name: 'infantile acropustulosis',
    synonyms: ['acropustulosis of infancy'],
    parents: ['neonatal-dermatosis'],
    differentials: [
      {
        id: 'scabies',
        sign: 'Burrows and a family that itches favor scabies; crops of pustules on palms and soles that recur for months favor infantile acropustulosis.',
      },
    ],
  },
  {
    id: 'subcutaneous-fat-necrosis-of-the-newborn',
    name: 'subcutaneous fat necrosis of the newborn',
    synonyms: ['adiponecrosis subcutanea neonatorum', 'pseudosclerema'],
    parents: ['neonatal-dermatosis', 'panniculitis'],
  },
  {
    id: 'sclerema-neonatorum',
    name: 'sclerema neonatorum',
    synonyms: [
      'sclerema',
      'sclerema of the newborn',
      'scleroderma neonatorum',
      'Underwood disease',
    ],
    parents: ['neonatal-dermatosis'],
    codes: [{ system: 'ICD-10', code: 'P83.0', match: 'exact' }],
  },
  {
    id: 'edema-neonatorum',
    name: 'edema neonatorum',
    synonyms: ['sclerodema neonatorum'],
    parents: ['neonatal-dermatosis'],
    codes: [{ system: 'ICD-10', code: 'P83.3', match: 'broad' }],
  },
  {
    id: 'sucking-blister',
    name: 'sucking blister',
    synonyms: ['neonatal sucking blister'],
    parents: ['neonatal-dermatosis'],
  },
  {
    id: 'cutis-marmorata',
    name: 'cutis marmorata',
    synonyms: ['physiologic cutis marmorata', 'neonatal livedo'],
    parents: ['neonatal-dermatosis', 'vaso-occlusive-disorder'],
  },
  {
    id: 'harlequin-color-change',
    name: 'harlequin color change',
    synonyms: ['harlequin phenomenon of the newborn'],
    parents: ['neonatal-dermatosis'],
  },
  {
    id: 'blueberry-muffin-baby',
    name: 'blueberry muffin baby',
    synonyms: ['blueberry muffin syndrome'],
    parents: ['neonatal-dermatosis'],
  },
  {
    id: 'umbilical-granuloma',
    name: 'umbilical granuloma',
    synonyms: ['granuloma of the umbilicus'],
    parents: ['neonatal-dermatosis'],
  },
];
