import type { VocabularyMap } from '../format.ts';

/** ISIC 2019. */
export const isic2019: VocabularyMap = {
  dataset: 'isic-2019',
  source: 'ISIC 2019 challenge, data page, challenge.isic-archive.com/data.',
  labels: [
    { label: 'MEL', id: 'melanoma' },
    { label: 'NV', id: 'melanocytic-nevus' },
    { label: 'BCC', id: 'basal-cell-carcinoma' },
    { label: 'AK', id: 'actinic-keratosis' },
    {
      label: 'BKL',
      id: 'benign-keratosis',
      note: 'Seborrheic keratosis, solar lentigo and lichen planus-like keratosis together.',
    },
    { label: 'DF', id: 'dermatofibroma' },
    {
      label: 'VASC',
      id: 'benign-vascular-lesion',
      note: 'Angiomas, angiokeratomas, pyogenic granulomas and hemorrhage.',
    },
    { label: 'SCC', id: 'squamous-cell-carcinoma' },
    { label: 'UNK', id: null, note: 'None of the other classes.' },
  ],
};
