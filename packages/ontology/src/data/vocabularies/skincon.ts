import type { VocabularyMap } from '../format.ts';

/** SkinCon: 48 clinical concepts, none of them a diagnosis. */
export const skincon: VocabularyMap = {
  dataset: 'skincon',
  source:
    'Daneshjou et al. SkinCon: A skin disease dataset densely annotated by domain experts. NeurIPS Datasets and Benchmarks (2022).',
  labels: [
    {
      label: 'Vesicle',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Papule',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Macule',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Plaque',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Abscess',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Pustule',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Bulla',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Patch',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Nodule',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Ulcer',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Crust',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Erosion',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Excoriation',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Atrophy',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Exudate',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Purpura/Petechiae',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Fissure',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Induration',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Xerosis',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Telangiectasia',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Scale',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Scar',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Friable',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Sclerosis',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Pedunculated',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Exophytic/Fungating',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Warty/Papillomatous',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Dome-shaped',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Flat topped',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Brown(Hyperpigmentation)',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Translucent',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'White(Hypopigmentation)',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Purple',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Yellow',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Black',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Erythema',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Comedo',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Lichenification',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Blue',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Umbilicated',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Poikiloderma',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Salmon',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Wheal',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Acuminate',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Burrow',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Gray',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Pigmented',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
    {
      label: 'Cyst',
      id: null,
      note: 'A visible sign; the diagnoses are those of Fitzpatrick17k and DDI.',
    },
  ],
};
