import type { VocabularyMap } from '../format.ts';

/** BCN20000. */
export const bcn20000: VocabularyMap = {
  dataset: 'bcn20000',
  source:
    'Hernandez-Perez et al. BCN20000: Dermoscopic Lesions in the Wild. Scientific Data 11, 641 (2024).',
  labels: [
    { label: 'MEL', id: 'melanoma' },
    { label: 'NV', id: 'melanocytic-nevus' },
    { label: 'BCC', id: 'basal-cell-carcinoma' },
    { label: 'AK', id: 'actinic-keratosis' },
    {
      label: 'BKL',
      id: 'benign-keratosis',
      note: 'Seborrheic keratosis and other benign keratoses.',
    },
    { label: 'DF', id: 'dermatofibroma' },
    { label: 'VASC', id: 'benign-vascular-lesion' },
    { label: 'SCC', id: 'squamous-cell-carcinoma' },
    { label: 'melanoma', id: 'melanoma' },
    { label: 'melanoma metastasis', id: 'metastatic-melanoma' },
    { label: 'nevus', id: 'melanocytic-nevus' },
    { label: 'basal cell carcinoma', id: 'basal-cell-carcinoma' },
    { label: 'seborrheic keratosis', id: 'seborrheic-keratosis' },
    { label: 'actinic keratosis', id: 'actinic-keratosis' },
    { label: 'squamous cell carcinoma', id: 'squamous-cell-carcinoma' },
    { label: 'dermatofibroma', id: 'dermatofibroma' },
    { label: 'vascular lesion', id: 'benign-vascular-lesion' },
    { label: 'solar lentigo', id: 'solar-lentigo' },
    { label: 'scar', id: 'scar' },
    { label: 'other', id: null, note: 'What is left over.' },
  ],
};
