import type { VocabularyMap } from '../format.ts';

/** HAM10000. */
export const ham10000: VocabularyMap = {
  dataset: 'ham10000',
  source: 'Tschandl, Rosendahl, Kittler. The HAM10000 dataset. Scientific Data 5, 180161 (2018).',
  labels: [
    {
      label: 'akiec',
      id: 'keratinocytic-intraepithelial-neoplasia',
      note: 'Actinic keratosis and intraepithelial carcinoma (Bowen disease) together.',
    },
    { label: 'bcc', id: 'basal-cell-carcinoma' },
    {
      label: 'bkl',
      id: 'benign-keratosis',
      note: 'Seborrheic keratosis, solar lentigo and lichen planus-like keratosis together.',
    },
    { label: 'df', id: 'dermatofibroma' },
    { label: 'mel', id: 'melanoma', note: 'Melanoma in situ included.' },
    { label: 'nv', id: 'melanocytic-nevus' },
    {
      label: 'vasc',
      id: 'benign-vascular-lesion',
      note: 'Angiomas, angiokeratomas, pyogenic granulomas and hemorrhage.',
    },
  ],
};
