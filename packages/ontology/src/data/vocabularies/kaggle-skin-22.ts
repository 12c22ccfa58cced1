import type { VocabularyMap } from '../format.ts';

/** A collection of clinical photographs in 22 folders, on Kaggle. */
export const kaggleSkin22: VocabularyMap = {
  dataset: 'kaggle-skin-22',
  source: 'Skin Disease Dataset, kaggle.com/datasets/pacificrm/skindiseasedataset.',
  labels: [
    { label: 'Acne', id: 'acne' },
    { label: 'Actinic_Keratosis', id: 'actinic-keratosis' },
    { label: 'Benign_tumors', id: 'benign-skin-neoplasm' },
    { label: 'Bullous', id: 'bullous-disease' },
    { label: 'Candidiasis', id: 'candidiasis' },
    { label: 'DrugEruption', id: 'drug-eruption' },
    { label: 'Eczema', id: 'eczema' },
    {
      label: 'Infestations_Bites',
      id: 'skin-disease',
      note: 'Infestations and bites; their only common ancestor.',
    },
    { label: 'Lichen', id: 'lichenoid-disorder', note: 'Lichen planus and its neighbors.' },
    { label: 'Lupus', id: 'lupus-erythematosus' },
    { label: 'Moles', id: 'melanocytic-nevus' },
    { label: 'Psoriasis', id: 'psoriasis' },
    { label: 'Rosacea', id: 'rosacea' },
    { label: 'Seborrh_Keratoses', id: 'seborrheic-keratosis' },
    { label: 'SkinCancer', id: 'malignant-skin-neoplasm' },
    { label: 'Sun_Sunlight_Damage', id: 'sun-damaged-skin' },
    { label: 'Tinea', id: 'tinea' },
    { label: 'Unknown_Normal', id: null, note: 'Healthy skin, or a condition that is not known.' },
    { label: 'Vascular_Tumors', id: 'vascular-neoplasm' },
    { label: 'Vasculitis', id: 'vasculitis' },
    { label: 'Vitiligo', id: 'vitiligo' },
    { label: 'Warts', id: 'verruca' },
  ],
};
