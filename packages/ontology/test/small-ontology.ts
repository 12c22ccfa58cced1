import { createOntology, type Ontology, type OntologyData } from '../src/index.ts';

/**
 * A small hierarchy whose numbers can be worked out by hand:
 *
 *   root ─ growth ─ melanocytic ─ melanoma ─ melanoma in situ
 *        │        │             └ nevus ─ blue nevus
 *        │        └ keratinocytic ─ squamous cell carcinoma ─ keratoacanthoma
 *        │                        └ seborrheic keratosis
 *        ├ inflammation ─ eczema ─ hand eczema
 *        │              └ psoriasis
 *        └ blistering ─ autoimmune bullous disease ─ herpes gestationis (also below inflammation)
 */
export const smallData: OntologyData = {
  conditions: [
    {
      id: 'root',
      name: 'root',
      parents: [],
      malignancy: 'variable',
      malignancyReason: 'Holds all.',
    },
    {
      id: 'growth',
      name: 'growth of skin',
      parents: ['root'],
      malignancy: 'variable',
      malignancyReason: 'Holds all growths.',
    },
    {
      id: 'melanocytic',
      name: 'melanocytic growth',
      parents: ['growth'],
      malignancy: 'variable',
      malignancyReason: 'Holds nevi and melanoma.',
    },
    {
      id: 'melanoma',
      name: 'melanoma',
      synonyms: ['malignant melanoma'],
      abbreviations: ['MEL', 'MM'],
      parents: ['melanocytic'],
      malignancy: 'malignant',
      codes: [{ system: 'ICD-10', code: 'C43.9', match: 'exact' }],
      differentials: [
        {
          id: 'blue-nevus',
          sign: 'One even blue favors "blue nevus"; {several} colors favor melanoma!',
        },
      ],
    },
    {
      id: 'melanoma-in-situ',
      name: 'melanoma in situ',
      parents: ['melanoma'],
      malignancy: 'precancerous_in_situ',
      malignancyReason: 'Confined to the epidermis.',
    },
    {
      id: 'nevus',
      name: 'melanocytic nevus',
      synonyms: ['nevus'],
      abbreviations: ['NV', 'MM'],
      parents: ['melanocytic'],
      malignancy: 'benign',
    },
    { id: 'blue-nevus', name: 'blue nevus', parents: ['nevus'] },
    {
      id: 'keratinocytic',
      name: 'keratinocytic growth',
      parents: ['growth'],
      malignancy: 'variable',
      malignancyReason: 'Holds keratoses and carcinomas.',
    },
    {
      id: 'squamous-cell-carcinoma',
      name: 'squamous cell carcinoma',
      abbreviations: ['SCC'],
      parents: ['keratinocytic'],
      malignancy: 'malignant',
    },
    {
      id: 'keratoacanthoma',
      name: 'keratoacanthoma',
      parents: ['squamous-cell-carcinoma'],
      malignancy: 'variable',
      malignancyReason: 'Most regress, some behave as carcinoma.',
    },
    {
      id: 'seborrheic-keratosis',
      name: 'seborrheic keratosis',
      parents: ['keratinocytic'],
      malignancy: 'benign',
    },
    {
      id: 'inflammation',
      name: 'inflammatory skin disease',
      parents: ['root'],
      malignancy: 'not_neoplastic',
    },
    { id: 'eczema', name: 'eczema', parents: ['inflammation'] },
    { id: 'hand-eczema', name: 'hand eczema', parents: ['eczema'] },
    { id: 'psoriasis', name: 'psoriasis', synonyms: ["Willan's lepra"], parents: ['inflammation'] },
    { id: 'blistering', name: 'bullous disease', parents: ['root'], malignancy: 'not_neoplastic' },
    {
      id: 'autoimmune-bullous-disease',
      name: 'autoimmune bullous disease',
      parents: ['blistering'],
    },
    {
      id: 'herpes-gestationis',
      name: 'herpes gestationis',
      parents: ['autoimmune-bullous-disease', 'inflammation'],
    },
  ],
  morphology: [{ id: 'scale', name: 'scale', synonyms: ['scaling'], group: 'surface' }],
  vocabularies: [
    {
      dataset: 'first',
      source: 'A paper.',
      labels: [
        { label: 'mel', id: 'melanoma' },
        { label: 'sk', id: 'seborrheic-keratosis' },
        { label: 'lesion', id: 'growth', note: 'Any growth.' },
        { label: 'unknown', id: null, note: 'The authors give no diagnosis.' },
      ],
    },
    {
      dataset: 'second',
      source: 'Another paper.',
      labels: [
        { label: 'mel', id: 'melanoma' },
        { label: 'sk', id: 'squamous-cell-carcinoma' },
      ],
    },
  ],
};

export const small: Ontology = createOntology(smallData);
