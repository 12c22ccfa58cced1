import type { ConditionRecord } from '../format.ts';

/** Acne, rosacea, folliculitis and other diseases of the hair follicle. */
export const follicular: readonly ConditionRecord[] = [
  {
    id: 'acneiform-disorder',
    name: 'acneiform or follicular disorder',
    synonyms: ['follicular disorder', 'acneiform dermatitis'],
    parents: ['inflammatory'],
    codes: [{ system: 'DOID', code: 'DOID:4399', match: 'exact' }],
  },
  {
    id: 'acne',
    name: 'acne',
    synonyms: ['acneiform disease', 'acne disorder'],
    parents: ['acneiform-disorder'],
    codes: [
      { system: 'ICD-10', code: 'L70', match: 'exact' },
      { system: 'DOID', code: 'DOID:6543', match: 'exact' },
    ],
    differentials: [
      {
        id: 'rosacea',
        sign: 'Flushing without comedones in mid-life favors rosacea; comedones favor acne.',
      },
      {
        id: 'folliculitis',
        sign: 'Itchy pustules each with a hair and no comedones favor folliculitis; comedones favor acne.',
      },
    ],
  },
  {
    id: 'acne-vulgaris',
    name: 'acne vulgaris',
    synonyms: ['common acne', 'acne simplex', 'acne disseminata', 'polymorphic acne'],
    parents: ['acne'],
    codes: [{ system: 'ICD-10', code: 'L70.0', match: 'exact' }],
    differentials: [
      {
        id: 'rosacea',
        sign: 'Comedones favor acne vulgaris; central redness and telangiectasia without comedones favor rosacea.',
      },
      {
        id: 'folliculitis',
        sign: 'Comedones favor acne vulgaris; uniform itchy pustules each pierced by a hair favor folliculitis.',
      },
      {
        id: 'perioral-dermatitis',
        sign: 'Small papules around the mouth with a clear lip margin favor perioral dermatitis; comedones favor acne vulgaris.',
      },
      {
        id: 'hidradenitis-suppurativa',
        sign: 'Abscesses and tunnels in armpits and groins favor hidradenitis suppurativa; face, chest and back favor acne vulgaris.',
      },
    ],
  },
  {
    id: 'comedonal-acne',
    name: 'comedonal acne',
    synonyms: ['noninflammatory acne', 'acne comedonica', 'acne punctata', 'comedo acne'],
    parents: ['acne-vulgaris'],
  },
  {
    id: 'papulopustular-acne',
    name: 'papulopustular acne',
    synonyms: [
      'inflammatory acne',
      'acne papulosa',
      'acne pustulosa',
      'papular acne',
      'pustular acne',
    ],
    parents: ['acne-vulgaris'],
  },
  {
    id: 'nodulocystic-acne',
    name: 'nodulocystic acne',
    synonyms: [
      'cystic acne',
      'nodular acne',
      'acne indurata',
      'acne nodulocystica',
      'acne cystica',
      'acne phlegmonosa',
    ],
    parents: ['acne-vulgaris'],
  },
  {
    id: 'acne-conglobata',
    name: 'acne conglobata',
    parents: ['acne'],
    codes: [{ system: 'ICD-10', code: 'L70.1', match: 'exact' }],
    differentials: [
      {
        id: 'hidradenitis-suppurativa',
        sign: 'Tunnels centered on armpits and groins favor hidradenitis suppurativa; grouped comedones and abscesses on back and chest favor acne conglobata.',
      },
    ],
  },
  {
    id: 'acne-fulminans',
    name: 'acne fulminans',
    synonyms: ['acute febrile ulcerative acne', 'acne maligna'],
    parents: ['acne'],
  },
  {
    id: 'infantile-acne',
    name: 'infantile acne',
    synonyms: ['acne infantum', 'acne of infancy'],
    parents: ['acne'],
    codes: [{ system: 'ICD-10', code: 'L70.4', match: 'exact' }],
  },
  {
    id: 'neonatal-acne',
    name: 'neonatal acne',
    synonyms: ['acne neonatorum', 'neonatal cephalic pustulosis', 'baby acne'],
    parents: ['acne', 'neonatal-dermatosis'],
  },
  {
    id: 'acne-cosmetica',
    name: 'acne cosmetica',
    synonyms: ['cosmetic acne', 'pomade acne'],
    parents: ['acne'],
  },
  {
    id: 'acne-mechanica',
    name: 'acne mechanica',
    synonyms: ['mechanical acne'],
    parents: ['acne'],
  },
  {
    id: 'acne-excoriee',
    name: 'acne excoriée',
    synonyms: ['acne excoriee des jeunes filles', 'excoriated acne', "picker's acne"],
    parents: ['acne', 'psychocutaneous-disorder'],
    codes: [{ system: 'ICD-10', code: 'L70.5', match: 'exact' }],
  },
  {
    id: 'tropical-acne',
    name: 'tropical acne',
    synonyms: ['acne tropica'],
    parents: ['acne'],
    codes: [{ system: 'ICD-10', code: 'L70.3', match: 'exact' }],
  },
  {
    id: 'chloracne',
    name: 'chloracne',
    synonyms: ['halogen acne', 'perna disease', 'dioxin acne'],
    parents: ['acne', 'environmental-dermatosis'],
  },
  {
    id: 'occupational-acne',
    name: 'occupational acne',
    synonyms: ['oil acne', 'tar acne'],
    parents: ['acne'],
  },
  {
    id: 'drug-induced-acne',
    name: 'drug-induced acne',
    synonyms: ['acneiform drug eruption', 'steroid acne', 'acne medicamentosa'],
    parents: ['acne', 'drug-reaction'],
  },
  {
    id: 'acne-necrotica',
    name: 'acne necrotica',
    synonyms: [
      'acne varioliformis',
      'acne necrotica varioliformis',
      'acne frontalis',
      'acne rodens',
    ],
    parents: ['acne'],
    codes: [{ system: 'ICD-10', code: 'L70.2', match: 'exact' }],
  },
  {
    id: 'comedo',
    name: 'comedo',
    synonyms: ['blackhead', 'whitehead', 'open comedo', 'closed comedo', 'acne punctata nigra'],
    parents: ['acneiform-disorder'],
  },
  {
    id: 'rosacea',
    name: 'rosacea',
    synonyms: ['acne rosacea', 'gutta rosea', 'couperose', 'gutta rosacea'],
    parents: ['acneiform-disorder'],
    codes: [
      { system: 'ICD-10', code: 'L71', match: 'exact' },
      { system: 'DOID', code: 'DOID:8881', match: 'exact' },
    ],
    differentials: [
      {
        id: 'discoid-lupus-erythematosus',
        sign: 'Pustules and telangiectasia without scarring favor rosacea; adherent scale and atrophy favor discoid lupus erythematosus.',
      },
      {
        id: 'perioral-dermatitis',
        sign: 'Papules kept to the skin around the mouth without flushing favor perioral dermatitis; flushing and telangiectasia of the cheeks favor rosacea.',
      },
      {
        id: 'systemic-lupus-erythematosus',
        sign: 'A butterfly erythema that spares the nose folds, without pustules, favors systemic lupus erythematosus; papules and pustules favor rosacea.',
      },
    ],
  },
  {
    id: 'erythematotelangiectatic-rosacea',
    name: 'erythematotelangiectatic rosacea',
    synonyms: ['vascular rosacea'],
    parents: ['rosacea'],
  },
  {
    id: 'papulopustular-rosacea',
    name: 'papulopustular rosacea',
    synonyms: ['inflammatory rosacea'],
    parents: ['rosacea'],
  },
  {
    id: 'phymatous-rosacea',
    name: 'phymatous rosacea',
    synonyms: ['phyma', 'hypertrophic rosacea'],
    parents: ['rosacea'],
  },
  {
    id: 'rhinophyma',
    name: 'rhinophyma',
    synonyms: [
      'phymatous rosacea of the nose',
      'potato nose',
      'strawberry nose',
      'acne hypertrophica',
      'rum nose',
    ],
    parents: ['phymatous-rosacea'],
    codes: [{ system: 'ICD-10', code: 'L71.1', match: 'exact' }],
    differentials: [
      {
        id: 'lupus-pernio',
        sign: 'Violet firm plaques without open pores favor lupus pernio; swollen oily skin with patulous pores favors rhinophyma.',
      },
      {
        id: 'basal-cell-carcinoma',
        sign: 'One pearly, ulcerating part favors basal cell carcinoma; even bulbous swelling with open pores favors rhinophyma.',
      },
    ],
  },
  {
    id: 'ocular-rosacea',
    name: 'ocular rosacea',
    synonyms: ['rosacea of the eye', 'rosacea keratitis'],
    parents: ['rosacea', 'eyelid-disorder'],
  },
  {
    id: 'granulomatous-rosacea',
    name: 'granulomatous rosacea',
    synonyms: ['lupoid rosacea', 'rosacea-like tuberculid of Lewandowsky'],
    parents: ['rosacea'],
  },
  {
    id: 'rosacea-fulminans',
    name: 'rosacea fulminans',
    synonyms: ['pyoderma faciale'],
    parents: ['rosacea'],
  },
  {
    id: 'steroid-rosacea',
    name: 'steroid rosacea',
    synonyms: ['steroid-induced rosacea', 'iatrosacea'],
    parents: ['rosacea'],
  },
  {
    id: 'morbihan-disease',
    name: 'Morbihan disease',
    synonyms: ['solid facial edema', 'rosacea lymphedema', 'Morbihan edema'],
    parents: ['rosacea'],
  },
  {
    id: 'perioral-dermatitis',
    name: 'perioral dermatitis',
    synonyms: [
      'periorificial dermatitis',
      'rosacea-like dermatitis',
      'light-sensitive seborrhoid',
      'stewardess disease',
    ],
    parents: ['acneiform-disorder'],
    codes: [{ system: 'ICD-10', code: 'L71.0', match: 'exact' }],
    differentials: [
      {
        id: 'seborrheic-dermatitis',
        sign: 'Greasy scale of brows and nose folds favors seborrheic dermatitis; tiny papules with a clear lip margin favor perioral dermatitis.',
      },
      {
        id: 'allergic-contact-dermatitis',
        sign: 'Itchy eczema up to the lips favors allergic contact dermatitis; burning papules sparing the lip margin favor perioral dermatitis.',
      },
    ],
  },
  {
    id: 'granulomatous-periorificial-dermatitis',
    name: 'granulomatous periorificial dermatitis',
    synonyms: [
      'childhood granulomatous periorificial dermatitis',
      'granulomatous perioral dermatitis',
      'facial Afro-Caribbean childhood eruption',
    ],
    parents: ['perioral-dermatitis'],
  },
  { id: 'periocular-dermatitis', name: 'periocular dermatitis', parents: ['perioral-dermatitis'] },
  {
    id: 'lupus-miliaris-disseminatus-faciei',
    name: 'lupus miliaris disseminatus faciei',
    synonyms: [
      'acne agminata',
      'acnitis',
      'facial idiopathic granulomas with regressive evolution',
    ],
    parents: ['acneiform-disorder'],
  },
  {
    id: 'folliculitis',
    name: 'folliculitis',
    synonyms: ['inflammation of the hair follicle', 'follicular pustulosis'],
    parents: ['acneiform-disorder'],
    codes: [{ system: 'DOID', code: 'DOID:4409', match: 'exact' }],
    differentials: [
      {
        id: 'pityrosporum-folliculitis',
        sign: 'Itchy uniform papules of back and chest with yeasts favor pityrosporum folliculitis; pustules with staphylococci favor bacterial folliculitis.',
      },
      {
        id: 'keratosis-pilaris',
        sign: 'Dry horny plugs without pus favor keratosis pilaris; pustules pierced by a hair favor folliculitis.',
      },
      {
        id: 'furuncle',
        sign: 'A deep tender nodule with a core favors furuncle; surface pustules favor folliculitis.',
      },
    ],
  },
  {
    id: 'bacterial-folliculitis',
    name: 'bacterial folliculitis',
    synonyms: [
      'superficial folliculitis',
      'Bockhart impetigo',
      'impetigo of Bockhart',
      'staphylococcal folliculitis',
      'superficial pustular folliculitis',
    ],
    parents: ['folliculitis', 'bacterial-infection'],
  },
  {
    id: 'sycosis-barbae',
    name: 'sycosis barbae',
    synonyms: [
      'sycosis vulgaris',
      'sycosis',
      'folliculitis barbae',
      'coccogenic sycosis',
      'sycosis coccogenica',
      'sycosis nonparasitica',
      'sycosis staphylogenes',
      'sycosis non parasitica',
    ],
    parents: ['bacterial-folliculitis'],
    differentials: [
      {
        id: 'tinea-barbae',
        sign: 'Boggy lumps whose hairs pull out painlessly favor tinea barbae; pustules pierced by firm hairs favor sycosis barbae.',
      },
    ],
  },
  {
    id: 'lupoid-sycosis',
    name: 'lupoid sycosis',
    synonyms: ['ulerythema sycosiforme'],
    parents: ['sycosis-barbae'],
  },
  {
    id: 'gram-negative-folliculitis',
    name: 'gram-negative folliculitis',
    synonyms: ['gram negative acne'],
    parents: ['bacterial-folliculitis'],
  },
  {
    id: 'hot-tub-folliculitis',
    name: 'hot tub folliculitis',
    synonyms: ['pseudomonas folliculitis', 'spa pool folliculitis', 'pseudomonal folliculitis'],
    parents: ['bacterial-folliculitis'],
  },
  {
    id: 'eosinophilic-folliculitis',
    name: 'eosinophilic folliculitis',
    synonyms: ['eosinophilic pustular folliculitis', 'Ofuji disease'],
    parents: ['folliculitis'],
  },
  {
    id: 'pityrosporum-folliculitis',
    name: 'pityrosporum folliculitis',
    synonyms: ['Malassezia folliculitis', 'yeast folliculitis'],
    parents: ['folliculitis', 'malassezia-infection'],
  },
  { id: 'perforating-folliculitis', name: 'perforating folliculitis', parents: ['folliculitis'] },
  {
    id: 'irritant-folliculitis',
    name: 'irritant folliculitis',
    synonyms: ['oil folliculitis'],
    parents: ['folliculitis'],
  },
  {
    id: 'disseminate-and-recurrent-infundibulofolliculitis',
    name: 'disseminate and recurrent infundibulofolliculitis',
    synonyms: ['Hitch and Lund disease', 'infundibulofolliculitis'],
    parents: ['folliculitis'],
  },
  {
    id: 'hidradenitis-suppurativa',
    name: 'hidradenitis suppurativa',
    synonyms: [
      'acne inversa',
      'hidradenitis',
      'Verneuil disease',
      'pyoderma fistulans sinifica',
      'hidrosadenitis',
      'hydradenitis suppurativa',
      'suppurative hidradenitis',
    ],
    abbreviations: ['HS'],
    parents: ['acneiform-disorder', 'sweat-gland-disorder'],
    codes: [
      { system: 'ICD-10', code: 'L73.2', match: 'exact' },
      { system: 'DOID', code: 'DOID:2280', match: 'exact' },
    ],
    differentials: [
      {
        id: 'furuncle',
        sign: 'One lump that heals without tunnels favors furuncle; recurring lumps with scars and double comedones favor hidradenitis suppurativa.',
      },
    ],
  },
  {
    id: 'follicular-occlusion-tetrad',
    name: 'follicular occlusion tetrad',
    synonyms: ['follicular occlusion triad', 'follicular occlusion syndrome'],
    parents: ['acneiform-disorder'],
  },
  {
    id: 'lichen-spinulosus',
    name: 'lichen spinulosus',
    synonyms: ['keratosis spinulosa', 'keratosis follicularis spinulosa'],
    parents: ['acneiform-disorder'],
  },
];
