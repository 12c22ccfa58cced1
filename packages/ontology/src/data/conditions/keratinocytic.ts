import type { ConditionRecord } from '../format.ts';

/** Growths of the epidermis. */
export const keratinocytic: readonly ConditionRecord[] = [
  {
    id: 'epidermal-neoplasm',
    name: 'epidermal neoplasm',
    synonyms: ['keratinocytic neoplasm', 'epidermal tumor', 'keratinocytic tumor'],
    parents: ['neoplastic'],
    malignancy: 'variable',
    malignancyReason: 'Holds benign, in-situ and malignant growths of keratinocytes.',
  },
  {
    id: 'keratinocyte-carcinoma',
    name: 'keratinocyte carcinoma',
    synonyms: ['nonmelanoma skin cancer', 'keratinocytic carcinoma'],
    abbreviations: ['NMSC'],
    parents: ['epidermal-neoplasm'],
    malignancy: 'malignant',
  },
  {
    id: 'basal-cell-carcinoma',
    name: 'basal cell carcinoma',
    synonyms: ['basal cell epithelioma', 'basalioma', 'rodent ulcer', 'basal cell cancer'],
    abbreviations: ['BCC'],
    parents: ['keratinocyte-carcinoma'],
    codes: [{ system: 'DOID', code: 'DOID:2513', match: 'exact' }],
    differentials: [
      {
        id: 'melanoma',
        sign: 'Arborizing vessels and leaf-like areas favor basal cell carcinoma; a pigment network favors melanoma.',
      },
      {
        id: 'squamous-cell-carcinoma',
        sign: 'A pearly border with arborizing vessels favors basal cell carcinoma; keratin, white circles and looped vessels favor squamous cell carcinoma.',
      },
      {
        id: 'molluscum-contagiosum',
        sign: 'Several dome-shaped papules with a central umbilication favor molluscum contagiosum; a single pearly papule with branching vessels favors basal cell carcinoma.',
      },
    ],
  },
  {
    id: 'squamous-cell-carcinoma',
    name: 'squamous cell carcinoma',
    synonyms: [
      'epidermoid carcinoma',
      'epithelioma of skin',
      'spinocellular carcinoma',
      'prickle cell carcinoma',
      'squamous cell cancer',
    ],
    abbreviations: ['SCC', 'cSCC'],
    parents: ['keratinocyte-carcinoma'],
    codes: [{ system: 'DOID', code: 'DOID:3151', match: 'exact' }],
    differentials: [
      {
        id: 'actinic-keratosis',
        sign: 'Thickness, tenderness or ulceration favors squamous cell carcinoma; a flat rough scale on sun-damaged skin favors actinic keratosis.',
      },
      {
        id: 'verruca-vulgaris',
        sign: 'Black dots of thrombosed vessels in regular papillae favor verruca vulgaris; a growing ulcerated plaque favors squamous cell carcinoma.',
      },
    ],
  },
  {
    id: 'bowen-disease',
    name: 'Bowen disease',
    synonyms: [
      'squamous cell carcinoma in situ',
      'intraepidermal carcinoma',
      'intraepidermal squamous cell carcinoma',
    ],
    abbreviations: ['SCCis', 'IEC'],
    parents: ['keratinocyte-carcinoma'],
    malignancy: 'precancerous_in_situ',
    malignancyReason: 'Squamous cell carcinoma confined to the epidermis.',
    differentials: [
      {
        id: 'psoriasis',
        sign: 'Many symmetric plaques with silvery scale favor psoriasis; a single slowly growing plaque with clustered glomerular vessels favors Bowen disease.',
      },
      {
        id: 'actinic-keratosis',
        sign: 'A larger well-defined plaque with glomerular vessels favors Bowen disease; a small rough patch with a red pseudonetwork favors actinic keratosis.',
      },
    ],
  },
  {
    id: 'actinic-keratosis',
    name: 'actinic keratosis',
    synonyms: ['solar keratosis', 'senile keratosis'],
    abbreviations: ['AK', 'ACK'],
    parents: ['epidermal-neoplasm'],
    malignancy: 'precancerous_in_situ',
    malignancyReason: 'Dysplasia of keratinocytes, confined to the epidermis.',
    codes: [{ system: 'ICD-10', code: 'L57.0', match: 'exact' }],
  },
  {
    id: 'seborrheic-keratosis',
    name: 'seborrheic keratosis',
    synonyms: ['seborrheic wart', 'senile wart', 'verruca senilis', 'basal cell papilloma'],
    abbreviations: ['SK', 'SEK'],
    parents: ['epidermal-neoplasm'],
    malignancy: 'benign',
    codes: [{ system: 'ICD-10', code: 'L82', match: 'exact' }],
    differentials: [
      {
        id: 'melanocytic-nevus',
        sign: 'A stuck-on verrucous surface with comedo-like openings favors seborrheic keratosis; a regular pigment network or globules favor melanocytic nevus.',
      },
      {
        id: 'verruca-vulgaris',
        sign: 'Black dots of thrombosed vessels favor verruca vulgaris; milia-like cysts favor seborrheic keratosis.',
      },
    ],
  },
  {
    id: 'solar-lentigo',
    name: 'solar lentigo',
    synonyms: ['actinic lentigo', 'senile lentigo', 'lentigo senilis', 'liver spot', 'age spot'],
    parents: ['epidermal-neoplasm'],
    malignancy: 'benign',
    malignancyReason: 'An epidermal hyperplasia with more pigment, not a nevus.',
  },
];
