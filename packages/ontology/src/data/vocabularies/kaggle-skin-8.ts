import type { VocabularyMap } from '../format.ts';

/** Clinical photographs of eight infections, on Kaggle; the prefix names the kind of germ. */
export const kaggleSkin8: VocabularyMap = {
  dataset: 'kaggle-skin-8',
  source: 'Skin Disease Dataset, kaggle.com/datasets/subirbiswas19/skin-disease-dataset.',
  labels: [
    { label: 'BA- cellulitis', id: 'cellulitis' },
    { label: 'BA-impetigo', id: 'impetigo' },
    { label: 'FU-athlete-foot', id: 'tinea-pedis' },
    { label: 'FU-nail-fungus', id: 'onychomycosis' },
    { label: 'FU-ringworm', id: 'tinea' },
    { label: 'PA-cutaneous-larva-migrans', id: 'cutaneous-larva-migrans' },
    { label: 'VI-chickenpox', id: 'varicella' },
    { label: 'VI-shingles', id: 'herpes-zoster' },
  ],
};
