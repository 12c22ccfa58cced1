import type { ConditionRecord } from '../format.ts';

/** Growths of melanocytes. */
export const melanocytic: readonly ConditionRecord[] = [
  {
    id: 'melanocytic-neoplasm',
    name: 'melanocytic neoplasm',
    synonyms: ['melanocytic lesion', 'melanocytic tumor'],
    parents: ['neoplastic'],
    malignancy: 'variable',
    malignancyReason: 'Holds nevi and melanomas.',
  },
  {
    id: 'melanoma',
    name: 'melanoma',
    synonyms: ['malignant melanoma', 'cutaneous melanoma', 'melanoma of skin', 'melanosarcoma'],
    abbreviations: ['MEL', 'MM'],
    parents: ['melanocytic-neoplasm'],
    malignancy: 'malignant',
    codes: [
      { system: 'ICD-10', code: 'C43.9', match: 'exact' },
      { system: 'ICD-11', code: '2C30', match: 'exact' },
      { system: 'DOID', code: 'DOID:8923', match: 'exact' },
    ],
    differentials: [
      {
        id: 'melanocytic-nevus',
        sign: 'Asymmetry, several colors and a blue-white veil favor melanoma; symmetry and one even network favor melanocytic nevus.',
      },
      {
        id: 'seborrheic-keratosis',
        sign: 'Milia-like cysts and comedo-like openings favor seborrheic keratosis; an atypical pigment network favors melanoma.',
      },
      {
        id: 'dysplastic-nevus',
        sign: 'A blue-white veil, regression or streaks at one side favor melanoma; a stable, mildly irregular network favors dysplastic nevus.',
      },
      {
        id: 'blue-nevus',
        sign: 'A uniform structureless blue without change favors blue nevus; blue beside other colors and structures favors melanoma.',
      },
      {
        id: 'pyogenic-granuloma',
        sign: 'A collarette of scale around a fast-grown bleeding papule favors pyogenic granuloma; any remnant of pigment favors amelanotic melanoma.',
      },
    ],
  },
  {
    id: 'melanoma-in-situ',
    name: 'melanoma in situ',
    synonyms: ['in situ melanoma', 'intraepidermal melanoma'],
    abbreviations: ['MIS'],
    parents: ['melanoma'],
    malignancy: 'precancerous_in_situ',
    malignancyReason: 'Confined to the epidermis.',
    codes: [{ system: 'ICD-10', code: 'D03.9', match: 'exact' }],
  },
  {
    id: 'lentigo-maligna',
    name: 'lentigo maligna',
    synonyms: ["Hutchinson's melanotic freckle", 'melanotic freckle of Hutchinson'],
    parents: ['melanoma-in-situ'],
    malignancy: 'precancerous_in_situ',
    malignancyReason: 'Melanoma in situ of sun-damaged skin.',
    differentials: [
      {
        id: 'solar-lentigo',
        sign: 'A moth-eaten, sharply cut border and even brown favor solar lentigo; gray dots, asymmetric follicular openings and rhomboids favor lentigo maligna.',
      },
      {
        id: 'actinic-keratosis',
        sign: 'Scale and a red pseudonetwork favor actinic keratosis; a smooth surface with gray-brown rhomboids favors lentigo maligna.',
      },
    ],
  },
  {
    id: 'melanocytic-nevus',
    name: 'melanocytic nevus',
    synonyms: [
      'nevocytic nevus',
      'mole',
      'nevus pigmentosus',
      'nevocellular nevus',
      'common nevus',
      'pigmented mole',
    ],
    abbreviations: ['NV', 'NEV'],
    parents: ['melanocytic-neoplasm'],
    malignancy: 'benign',
    codes: [{ system: 'ICD-10', code: 'D22.9', match: 'exact' }],
  },
  {
    id: 'dysplastic-nevus',
    name: 'dysplastic nevus',
    synonyms: ['atypical nevus', 'Clark nevus', 'atypical mole'],
    parents: ['melanocytic-nevus'],
  },
  {
    id: 'blue-nevus',
    name: 'blue nevus',
    synonyms: ['Jadassohn-Tièche nevus'],
    parents: ['melanocytic-nevus'],
  },
];
