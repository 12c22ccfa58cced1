import type { VocabularyMap } from '../format.ts';

/** ISIC 2020. */
export const isic2020: VocabularyMap = {
  dataset: 'isic-2020',
  source:
    'Rotemberg et al. A patient-centric dataset of images and metadata. Scientific Data 8, 34 (2021).',
  labels: [
    { label: 'melanoma', id: 'melanoma' },
    { label: 'nevus', id: 'melanocytic-nevus' },
    { label: 'seborrheic keratosis', id: 'seborrheic-keratosis' },
    { label: 'lentigo NOS', id: 'lentigo', note: 'Which lentigo is not said.' },
    { label: 'lichenoid keratosis', id: 'lichen-planus-like-keratosis' },
    { label: 'solar lentigo', id: 'solar-lentigo' },
    { label: 'cafe-au-lait macule', id: 'cafe-au-lait-macule' },
    {
      label: 'atypical melanocytic proliferation',
      id: 'atypical-melanocytic-proliferation',
      note: 'The data set counts it as benign; here its class varies.',
    },
    { label: 'unknown', id: null, note: 'Benign by the record, without a diagnosis.' },
    { label: 'benign', id: null, note: 'A class, not a condition.' },
    {
      label: 'malignant',
      id: 'melanoma',
      note: 'In this data set every malignant lesion is a melanoma.',
    },
  ],
};
