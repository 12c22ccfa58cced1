import type { VocabularyMap } from '../format.ts';

/** ISIC 2018, task 3. */
export const isic2018: VocabularyMap = {
  dataset: 'isic-2018',
  source:
    'Codella et al. Skin Lesion Analysis Toward Melanoma Detection 2018. arXiv:1902.03368 (2019).',
  labels: [
    { label: 'MEL', id: 'melanoma' },
    { label: 'NV', id: 'melanocytic-nevus' },
    { label: 'BCC', id: 'basal-cell-carcinoma' },
    {
      label: 'AKIEC',
      id: 'keratinocytic-intraepithelial-neoplasia',
      note: 'Actinic keratosis and intraepithelial carcinoma (Bowen disease) together.',
    },
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
  ],
};
