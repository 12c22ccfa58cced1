import type { VocabularyMap } from '../format.ts';

/** OmniMedVQA, the dermatology part. */
export const omnimedvqa: VocabularyMap = {
  dataset: 'omnimedvqa',
  source:
    'Hu et al. OmniMedVQA: A New Large-Scale Comprehensive Evaluation Benchmark for Medical LVLM. CVPR (2024).',
  labels: [
    { label: 'Melanoma', id: 'melanoma' },
    { label: 'Melanocytic nevus', id: 'melanocytic-nevus' },
    { label: 'Nevus', id: 'melanocytic-nevus' },
    { label: 'Basal cell carcinoma', id: 'basal-cell-carcinoma' },
    { label: 'Actinic keratosis', id: 'actinic-keratosis' },
    {
      label: "Actinic keratosis / Bowen's disease (intraepithelial carcinoma)",
      id: 'keratinocytic-intraepithelial-neoplasia',
    },
    { label: 'Benign keratosis', id: 'benign-keratosis' },
    { label: 'Dermatofibroma', id: 'dermatofibroma' },
    { label: 'Vascular lesion', id: 'benign-vascular-lesion' },
    { label: 'Squamous cell carcinoma', id: 'squamous-cell-carcinoma' },
    { label: 'Seborrheic keratosis', id: 'seborrheic-keratosis' },
    { label: 'Monkeypox', id: 'mpox' },
    { label: 'Chickenpox', id: 'varicella' },
    { label: 'Measles', id: 'measles' },
    { label: 'Normal', id: null, note: 'Healthy skin.' },
  ],
};
