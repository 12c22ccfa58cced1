import type { VocabularyMap } from '../format.ts';

/** PAD-UFES-20. */
export const padUfes20: VocabularyMap = {
  dataset: 'pad-ufes-20',
  source: 'Pacheco et al. PAD-UFES-20. Data in Brief 32, 106221 (2020).',
  labels: [
    { label: 'ACK', id: 'actinic-keratosis' },
    { label: 'BCC', id: 'basal-cell-carcinoma' },
    { label: 'MEL', id: 'melanoma' },
    { label: 'NEV', id: 'melanocytic-nevus' },
    {
      label: 'SCC',
      id: 'squamous-cell-carcinoma',
      note: 'The authors count Bowen disease, squamous cell carcinoma in situ, here.',
    },
    { label: 'SEK', id: 'seborrheic-keratosis' },
  ],
};
