import type { VocabularyMap } from '../format.ts';

/** DermNet, the 23 folders of its image collection. */
export const dermnet: VocabularyMap = {
  dataset: 'dermnet',
  source:
    'DermNet image collection in 23 class folders, kaggle.com/datasets/shubhamgoel27/dermnet; dermnet.com.',
  labels: [
    {
      label: 'Acne and Rosacea Photos',
      id: 'acneiform-disorder',
      note: 'Acne and rosacea together.',
    },
    {
      label: 'Actinic Keratosis Basal Cell Carcinoma and other Malignant Lesions',
      id: 'neoplastic',
      note: 'Precancerous and malignant growths of several kinds; their common ancestor.',
    },
    { label: 'Atopic Dermatitis Photos', id: 'atopic-dermatitis' },
    { label: 'Bullous Disease Photos', id: 'bullous-disease' },
    { label: 'Cellulitis Impetigo and other Bacterial Infections', id: 'bacterial-infection' },
    { label: 'Eczema Photos', id: 'eczema' },
    {
      label: 'Exanthems and Drug Eruptions',
      id: 'skin-disease',
      note: 'Infectious and drug-caused rashes; their only common ancestor.',
    },
    { label: 'Hair Loss Photos Alopecia and other Hair Diseases', id: 'hair-disorder' },
    {
      label: 'Herpes HPV and other STDs Photos',
      id: 'infectious',
      note: 'Viral and bacterial infections.',
    },
    {
      label: 'Light Diseases and Disorders of Pigmentation',
      id: 'skin-disease',
      note: 'Light-caused and pigmentary conditions; their only common ancestor.',
    },
    { label: 'Lupus and other Connective Tissue diseases', id: 'connective-tissue-disease' },
    {
      label: 'Melanoma Skin Cancer Nevi and Moles',
      id: 'melanocytic-neoplasm',
      note: 'Nevi and melanomas together.',
    },
    { label: 'Nail Fungus and other Nail Disease', id: 'nail-disorder' },
    { label: 'Poison Ivy Photos and other Contact Dermatitis', id: 'contact-dermatitis' },
    {
      label: 'Psoriasis pictures Lichen Planus and related diseases',
      id: 'papulosquamous-disorder',
    },
    {
      label: 'Scabies Lyme Disease and other Infestations and Bites',
      id: 'skin-disease',
      note: 'Infestations, a bacterial infection and bites; their only common ancestor.',
    },
    { label: 'Seborrheic Keratoses and other Benign Tumors', id: 'benign-skin-neoplasm' },
    {
      label: 'Systemic Disease',
      id: null,
      note: 'Skin signs of many internal diseases, which have no common condition.',
    },
    { label: 'Tinea Ringworm Candidiasis and other Fungal Infections', id: 'fungal-infection' },
    { label: 'Urticaria Hives', id: 'urticaria' },
    { label: 'Vascular Tumors', id: 'vascular-neoplasm' },
    { label: 'Vasculitis Photos', id: 'vasculitis' },
    { label: 'Warts Molluscum and other Viral Infections', id: 'viral-infection' },
  ],
};
