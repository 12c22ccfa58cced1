import type { VocabularyMap } from '../format.ts';

/** HAM10000. */
export const ham10000: VocabularyMap = {
  dataset: 'ham10000',
  source: 'Tschandl, Rosendahl, Kittler. The HAM10000 dataset. Scientific Data 5, 180161 (2018).',
  labels: [
    {
      label: 'akiec',
      id: 'actinic-keratosis',
      note: 'Actinic keratosis and Bowen disease together.',
    },
    { label: 'bcc', id: 'basal-cell-carcinoma' },
    {
      label: 'bkl',
      id: 'seborrheic-keratosis',
      note: 'Also solar lentigo and lichen-planus-like keratosis.',
    },
    { label: 'df', id: 'dermatofibroma' },
    { label: 'mel', id: 'melanoma' },
    { label: 'nv', id: 'melanocytic-nevus' },
    {
      label: 'vasc',
      id: 'vascular-neoplasm',
      note: 'Angiomas, angiokeratomas, pyogenic granulomas, hemorrhage.',
    },
  ],
};
