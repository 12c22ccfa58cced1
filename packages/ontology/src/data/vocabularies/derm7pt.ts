import type { VocabularyMap } from '../format.ts';

/** Derm7pt. */
export const derm7pt: VocabularyMap = {
  dataset: 'derm7pt',
  source:
    'Kawahara, Daneshvar, Argenziano, Hamarneh. Seven-point checklist and skin lesion classification. IEEE JBHI 23(2), 538-546 (2019).',
  labels: [
    { label: 'basal cell carcinoma', id: 'basal-cell-carcinoma' },
    { label: 'blue nevus', id: 'blue-nevus' },
    { label: 'clark nevus', id: 'dysplastic-nevus' },
    { label: 'combined nevus', id: 'combined-nevus' },
    { label: 'congenital nevus', id: 'congenital-melanocytic-nevus' },
    { label: 'dermal nevus', id: 'dermal-nevus' },
    { label: 'dermatofibroma', id: 'dermatofibroma' },
    { label: 'lentigo', id: 'lentigo', note: 'Simple and solar lentigo are not told apart.' },
    { label: 'melanoma', id: 'melanoma' },
    { label: 'melanoma (in situ)', id: 'melanoma-in-situ' },
    { label: 'melanoma (less than 0.76 mm)', id: 'melanoma', note: 'Invasive; Breslow thickness.' },
    { label: 'melanoma (0.76 to 1.5 mm)', id: 'melanoma', note: 'Invasive; Breslow thickness.' },
    { label: 'melanoma (more than 1.5 mm)', id: 'melanoma', note: 'Invasive; Breslow thickness.' },
    { label: 'melanoma metastasis', id: 'metastatic-melanoma' },
    { label: 'melanosis', id: 'melanosis', note: 'Benign; which kind is not said.' },
    {
      label: 'miscellaneous',
      id: null,
      note: 'What is left over; the authors give no diagnosis.',
    },
    { label: 'recurrent nevus', id: 'recurrent-nevus' },
    {
      label: 'reed or spitz nevus',
      id: 'spitz-nevus',
      note: 'Reed nevus is held as a kind of Spitz nevus.',
    },
    { label: 'seborrheic keratosis', id: 'seborrheic-keratosis' },
    {
      label: 'vascular lesion',
      id: 'benign-vascular-lesion',
      note: 'The authors group it with the benign miscellaneous lesions.',
    },
  ],
};
