import type { ConditionRecord } from '../format.ts';

/** Viral infections. */
export const viral: readonly ConditionRecord[] = [
  {
    id: 'viral-infection',
    name: 'viral skin infection',
    synonyms: ['cutaneous viral infection', 'viral dermatosis'],
    parents: ['infectious'],
  },
  {
    id: 'herpesvirus-infection',
    name: 'herpesvirus infection',
    synonyms: ['herpes', 'herpes virus infection', 'herpetic infection'],
    parents: ['viral-infection'],
  },
  {
    id: 'herpes-simplex',
    name: 'herpes simplex',
    synonyms: [
      'herpes simplex virus',
      'herpes simplex virus infection',
      'HSV infection',
      'herpes simplex infection',
    ],
    abbreviations: ['HSV'],
    parents: ['herpesvirus-infection'],
    codes: [
      { system: 'ICD-10', code: 'B00', match: 'exact' },
      { system: 'DOID', code: 'DOID:8566', match: 'exact' },
    ],
    differentials: [
      {
        id: 'herpes-zoster',
        sign: 'A band in one dermatome with pain favors herpes zoster; one small group that returns favors herpes simplex.',
      },
    ],
  },
  {
    id: 'herpes-labialis',
    name: 'herpes labialis',
    synonyms: [
      'cold sore',
      'fever blister',
      'herpes febrilis',
      'herpes facialis',
      'orolabial herpes',
      'oral herpes',
      'fever sore',
    ],
    parents: ['herpes-simplex'],
    differentials: [
      {
        id: 'angular-cheilitis',
        sign: 'Cracks of both mouth corners favor angular cheilitis; grouped vesicles at one part of the lip favor herpes labialis.',
      },
    ],
  },
  {
    id: 'genital-herpes',
    name: 'genital herpes',
    synonyms: [
      'herpes genitalis',
      'herpes progenitalis',
      'herpes preputialis',
      'genital herpes simplex',
    ],
    parents: ['herpes-simplex', 'sexually-transmitted-infection'],
    codes: [{ system: 'DOID', code: 'DOID:8704', match: 'exact' }],
  },
  {
    id: 'herpetic-whitlow',
    name: 'herpetic whitlow',
    synonyms: ['digital herpes simplex'],
    parents: ['herpes-simplex'],
    codes: [{ system: 'DOID', code: 'DOID:8607', match: 'exact' }],
    differentials: [
      {
        id: 'acute-paronychia',
        sign: 'Pus along the nail fold favors acute paronychia; grouped clear vesicles favor herpetic whitlow.',
      },
    ],
  },
  {
    id: 'herpes-gladiatorum',
    name: 'herpes gladiatorum',
    synonyms: ["wrestler's herpes", 'scrum pox'],
    parents: ['herpes-simplex'],
  },
  {
    id: 'herpetic-gingivostomatitis',
    name: 'herpetic gingivostomatitis',
    synonyms: [
      'primary herpetic gingivostomatitis',
      'herpetic stomatitis',
      'primary herpetic stomatitis',
    ],
    parents: ['herpes-simplex', 'mucosal-disorder'],
  },
  {
    id: 'eczema-herpeticum',
    name: 'eczema herpeticum',
    synonyms: [
      'Kaposi varicelliform eruption',
      'herpetic eczema',
      'pustulosis varioliformis acuta',
    ],
    parents: ['herpes-simplex', 'atopic-dermatitis'],
    codes: [
      { system: 'ICD-10', code: 'B00.0', match: 'exact' },
      { system: 'DOID', code: 'DOID:9123', match: 'exact' },
    ],
    differentials: [
      {
        id: 'impetigo',
        sign: 'Honey-colored crust without fever favors impetigo; uniform punched-out erosions with fever favor eczema herpeticum.',
      },
    ],
  },
  {
    id: 'neonatal-herpes',
    name: 'neonatal herpes',
    synonyms: ['neonatal herpes simplex', 'congenital herpes simplex'],
    parents: ['herpes-simplex', 'neonatal-dermatosis'],
    codes: [{ system: 'ICD-10', code: 'P35.2', match: 'exact' }],
  },
  {
    id: 'varicella',
    name: 'varicella',
    synonyms: ['chickenpox', 'chicken pox', 'water pox', 'varicella gangrenosa'],
    parents: ['herpesvirus-infection'],
    codes: [
      { system: 'ICD-10', code: 'B01', match: 'exact' },
      { system: 'DOID', code: 'DOID:8659', match: 'exact' },
    ],
    differentials: [
      {
        id: 'hand-foot-and-mouth-disease',
        sign: 'Oval gray vesicles of palms, soles and mouth favor hand, foot and mouth disease; vesicles of all ages on the trunk favor varicella.',
      },
      {
        id: 'insect-bite',
        sign: 'Grouped papules with a punctum on bare skin favor insect bite; vesicles of all ages with fever favor varicella.',
      },
    ],
  },
  {
    id: 'herpes-zoster',
    name: 'herpes zoster',
    synonyms: ['shingles', 'zona', 'zoster', 'cingulum', 'zoster infection'],
    abbreviations: ['HZ'],
    parents: ['herpesvirus-infection'],
    codes: [
      { system: 'ICD-10', code: 'B02', match: 'exact' },
      { system: 'DOID', code: 'DOID:8536', match: 'exact' },
    ],
    differentials: [
      {
        id: 'impetigo',
        sign: 'Grouped vesicles in one dermatome favor herpes zoster; honey-colored crust favors impetigo.',
      },
      {
        id: 'allergic-contact-dermatitis',
        sign: 'Itch and a shape that crosses the midline favor allergic contact dermatitis; pain and one dermatome favor herpes zoster.',
      },
    ],
  },
  {
    id: 'herpes-zoster-ophthalmicus',
    name: 'herpes zoster ophthalmicus',
    synonyms: ['ophthalmic zoster', 'zoster ophthalmicus'],
    abbreviations: ['HZO'],
    parents: ['herpes-zoster'],
    codes: [{ system: 'ICD-10', code: 'B02.3', match: 'exact' }],
  },
  {
    id: 'herpes-zoster-oticus',
    name: 'herpes zoster oticus',
    synonyms: ['Ramsay Hunt', 'Ramsay Hunt syndrome'],
    parents: ['herpes-zoster'],
    codes: [{ system: 'DOID', code: 'DOID:9210', match: 'exact' }],
  },
  {
    id: 'disseminated-herpes-zoster',
    name: 'disseminated herpes zoster',
    synonyms: ['disseminated zoster', 'herpes zoster generalisatus'],
    parents: ['herpes-zoster'],
    codes: [{ system: 'ICD-10', code: 'B02.7', match: 'exact' }],
  },
  {
    id: 'infectious-mononucleosis',
    name: 'infectious mononucleosis',
    synonyms: ['glandular fever', 'Pfeiffer glandular fever', 'Epstein-Barr virus infection'],
    parents: ['herpesvirus-infection'],
    codes: [
      { system: 'ICD-10', code: 'B27', match: 'broad' },
      { system: 'DOID', code: 'DOID:8568', match: 'exact' },
    ],
  },
  {
    id: 'cytomegalovirus-infection',
    name: 'cytomegalovirus infection',
    synonyms: ['cytomegalic inclusion disease'],
    parents: ['herpesvirus-infection'],
    codes: [{ system: 'ICD-10', code: 'B25', match: 'exact' }],
  },
  {
    id: 'roseola-infantum',
    name: 'roseola infantum',
    synonyms: ['exanthema subitum', 'sixth disease', 'exanthem subitum', 'roseola infantilis'],
    parents: ['herpesvirus-infection', 'viral-exanthem'],
    codes: [
      { system: 'ICD-10', code: 'B08.2', match: 'exact' },
      { system: 'DOID', code: 'DOID:0050495', match: 'exact' },
    ],
  },
  {
    id: 'poxvirus-infection',
    name: 'poxvirus infection',
    synonyms: ['pox virus infection'],
    parents: ['viral-infection'],
  },
  {
    id: 'molluscum-contagiosum',
    name: 'molluscum contagiosum',
    synonyms: [
      'epithelioma contagiosum',
      'molluscum epitheliale',
      'dell wart',
      'water wart',
      'molluscum',
      'molluscum verrucosum',
    ],
    abbreviations: ['MC'],
    parents: ['poxvirus-infection'],
    codes: [
      { system: 'ICD-10', code: 'B08.1', match: 'exact' },
      { system: 'DOID', code: 'DOID:8867', match: 'exact' },
    ],
    differentials: [
      {
        id: 'verruca-vulgaris',
        sign: 'A smooth dome with a central umbilication favors molluscum contagiosum; a rough surface with black dots favors verruca vulgaris.',
      },
      {
        id: 'milia',
        sign: 'Firm white balls without a dell favor milium; pearly domes with a central dell favor molluscum contagiosum.',
      },
      {
        id: 'cryptococcosis',
        sign: 'Fever and an immunodeficient patient favor cryptococcosis; a well child with dells favors molluscum contagiosum.',
      },
    ],
  },
  {
    id: 'smallpox',
    name: 'smallpox',
    synonyms: ['variola', 'variola vera'],
    parents: ['poxvirus-infection'],
    codes: [
      { system: 'ICD-10', code: 'B03', match: 'exact' },
      { system: 'DOID', code: 'DOID:8736', match: 'exact' },
    ],
  },
  {
    id: 'cowpox',
    name: 'cowpox',
    parents: ['poxvirus-infection'],
    codes: [{ system: 'DOID', code: 'DOID:8956', match: 'exact' }],
  },
  {
    id: 'vaccinia',
    name: 'vaccinia',
    synonyms: ['generalized vaccinia', 'vaccinia infection'],
    parents: ['poxvirus-infection'],
    codes: [{ system: 'DOID', code: 'DOID:3298', match: 'exact' }],
  },
  {
    id: 'eczema-vaccinatum',
    name: 'eczema vaccinatum',
    synonyms: ['vaccinia in eczema'],
    parents: ['vaccinia'],
  },
  {
    id: 'mpox',
    name: 'mpox',
    synonyms: ['monkeypox', 'monkeypox infection'],
    parents: ['poxvirus-infection'],
    codes: [
      { system: 'ICD-10', code: 'B04', match: 'exact' },
      { system: 'DOID', code: 'DOID:3292', match: 'exact' },
    ],
    differentials: [
      {
        id: 'varicella',
        sign: 'Superficial vesicles of all ages favor varicella; deep firm pustules of one age with swollen nodes favor mpox.',
      },
      {
        id: 'secondary-syphilis',
        sign: 'Dry copper papules without dells favor secondary syphilis; firm pustules with a dell favor mpox.',
      },
    ],
  },
  {
    id: 'orf',
    name: 'orf',
    synonyms: [
      'ecthyma contagiosum',
      'contagious pustular dermatitis',
      'contagious ecthyma',
      'sheep pox',
      'scabby mouth',
    ],
    parents: ['poxvirus-infection'],
    codes: [{ system: 'DOID', code: 'DOID:8771', match: 'exact' }],
  },
  {
    id: 'milker-nodule',
    name: "milker's nodule",
    synonyms: ['paravaccinia', 'pseudocowpox', 'milker node'],
    parents: ['poxvirus-infection'],
    codes: [{ system: 'DOID', code: 'DOID:8729', match: 'exact' }],
  },
  {
    id: 'verruca',
    name: 'verruca',
    synonyms: ['wart', 'viral wart', 'human papillomavirus infection'],
    parents: ['viral-infection'],
    codes: [{ system: 'ICD-10', code: 'B07', match: 'exact' }],
  },
  {
    id: 'verruca-vulgaris',
    name: 'verruca vulgaris',
    synonyms: ['common wart', 'verruca simplex', 'periungual wart', 'verruca plebeia'],
    abbreviations: ['VV'],
    parents: ['verruca'],
    codes: [{ system: 'DOID', code: 'DOID:11165', match: 'exact' }],
    differentials: [
      {
        id: 'seborrheic-keratosis',
        sign: 'Black dots of thrombosed vessels favor verruca vulgaris; horn cysts in a stuck-on plaque favor seborrheic keratosis.',
      },
      {
        id: 'corn',
        sign: 'Skin lines that pass over a glassy core favor corn; lines that stop at black dots favor verruca vulgaris.',
      },
    ],
  },
  {
    id: 'filiform-wart',
    name: 'filiform wart',
    synonyms: ['verruca filiformis', 'digitate wart', 'verruca digitata', 'facial filiform wart'],
    parents: ['verruca-vulgaris'],
  },
  { id: 'butcher-wart', name: "butcher's wart", parents: ['verruca-vulgaris'] },
  {
    id: 'verruca-plana',
    name: 'verruca plana',
    synonyms: ['flat wart', 'plane wart', 'verruca plana juvenilis', 'juvenile wart'],
    parents: ['verruca'],
    differentials: [
      {
        id: 'seborrheic-keratosis',
        sign: 'Larger warty stuck-on plaques of later age favor seborrheic keratosis; small flat papules in scratch lines of the young favor verruca plana.',
      },
      {
        id: 'acne-vulgaris',
        sign: 'Comedones and pustules favor acne vulgaris; flat skin-colored papules in lines favor verruca plana.',
      },
    ],
  },
  {
    id: 'plantar-wart',
    name: 'plantar wart',
    synonyms: ['verruca plantaris', 'myrmecia', 'plantar verruca', 'verruca pedis'],
    parents: ['verruca'],
    codes: [{ system: 'DOID', code: 'DOID:13775', match: 'exact' }],
    differentials: [
      {
        id: 'corn',
        sign: 'Pain on direct pressure and a glassy core favor corn; pain on pinching and black dots favor plantar wart.',
      },
    ],
  },
  {
    id: 'mosaic-wart',
    name: 'mosaic wart',
    synonyms: ['mosaic plantar wart'],
    parents: ['plantar-wart'],
  },
  {
    id: 'epidermodysplasia-verruciformis',
    name: 'epidermodysplasia verruciformis',
    synonyms: ['Lewandowsky-Lutz dysplasia', 'Lewandowsky-Lutz disease', 'tree man disease'],
    abbreviations: ['EV'],
    parents: ['verruca', 'genodermatosis'],
    malignancyReason:
      'Warts of a hereditary weakness to papillomaviruses; squamous cell carcinoma arises in many patients.',
    codes: [{ system: 'DOID', code: 'DOID:13777', match: 'exact' }],
  },
  {
    id: 'focal-epithelial-hyperplasia',
    name: 'focal epithelial hyperplasia',
    synonyms: [
      'Heck disease',
      'multifocal epithelial hyperplasia',
      'multifocal papillomavirus epithelial hyperplasia',
    ],
    parents: ['verruca', 'mucosal-disorder'],
    codes: [{ system: 'DOID', code: 'DOID:5362', match: 'exact' }],
  },
  {
    id: 'condyloma-acuminatum',
    name: 'condyloma acuminatum',
    synonyms: [
      'genital wart',
      'anogenital wart',
      'venereal wart',
      'condylomata acuminata',
      'verruca acuminata',
      'pointed condyloma',
      'pointed wart',
      'fig wart',
    ],
    parents: ['verruca', 'sexually-transmitted-infection'],
    codes: [{ system: 'ICD-10', code: 'A63.0', match: 'exact' }],
    differentials: [
      {
        id: 'molluscum-contagiosum',
        sign: 'Smooth domes with a dell favor molluscum contagiosum; fronds with a rough surface favor condyloma acuminatum.',
      },
      {
        id: 'pearly-penile-papules',
        sign: 'Even rows along the corona favor pearly penile papules; irregular fronds favor condyloma acuminatum.',
      },
    ],
  },
  {
    id: 'viral-exanthem',
    name: 'viral exanthem',
    synonyms: ['viral exanthema', 'viral rash'],
    parents: ['viral-infection', 'exanthem'],
    codes: [
      { system: 'ICD-10', code: 'B09', match: 'exact' },
      { system: 'DOID', code: 'DOID:8672', match: 'exact' },
    ],
    differentials: [
      {
        id: 'morbilliform-drug-eruption',
        sign: 'Onset one to two weeks after a new drug favors morbilliform drug eruption; fever, contacts and a mouth rash favor viral exanthem.',
      },
    ],
  },
  {
    id: 'measles',
    name: 'measles',
    synonyms: ['rubeola', 'morbilli'],
    parents: ['viral-exanthem'],
    codes: [
      { system: 'ICD-10', code: 'B05', match: 'exact' },
      { system: 'DOID', code: 'DOID:8622', match: 'exact' },
    ],
  },
  {
    id: 'rubella',
    name: 'rubella',
    synonyms: ['German measles', 'rötheln', 'rubeola notha'],
    parents: ['viral-exanthem'],
    codes: [
      { system: 'ICD-10', code: 'B06', match: 'exact' },
      { system: 'DOID', code: 'DOID:8781', match: 'exact' },
    ],
  },
  {
    id: 'erythema-infectiosum',
    name: 'erythema infectiosum',
    synonyms: ['fifth disease', 'slapped cheek disease', 'slapped cheek syndrome', 'megalerythema'],
    parents: ['viral-exanthem'],
    codes: [
      { system: 'ICD-10', code: 'B08.3', match: 'exact' },
      { system: 'DOID', code: 'DOID:8743', match: 'exact' },
    ],
  },
  {
    id: 'hand-foot-and-mouth-disease',
    name: 'hand, foot and mouth disease',
    synonyms: [
      'enteroviral vesicular stomatitis with exanthem',
      'HFM disease',
      'hand-foot-mouth disease',
      'hand foot and mouth syndrome',
    ],
    abbreviations: ['HFMD'],
    parents: ['viral-exanthem'],
    codes: [
      { system: 'ICD-10', code: 'B08.4', match: 'exact' },
      { system: 'DOID', code: 'DOID:10881', match: 'exact' },
    ],
  },
  {
    id: 'herpangina',
    name: 'herpangina',
    synonyms: ['enteroviral vesicular pharyngitis'],
    parents: ['viral-exanthem', 'mucosal-disorder'],
    codes: [
      { system: 'ICD-10', code: 'B08.5', match: 'exact' },
      { system: 'DOID', code: 'DOID:10883', match: 'exact' },
    ],
  },
  {
    id: 'papular-acrodermatitis-of-childhood',
    name: 'papular acrodermatitis of childhood',
    synonyms: [
      'Gianotti-Crosti',
      'Gianotti-Crosti syndrome',
      'infantile papular acrodermatitis',
      'acrodermatitis papulosa infantum',
    ],
    parents: ['viral-exanthem'],
    codes: [{ system: 'ICD-10', code: 'L44.4', match: 'exact' }],
  },
  {
    id: 'asymmetric-periflexural-exanthem-of-childhood',
    name: 'asymmetric periflexural exanthem of childhood',
    synonyms: ['unilateral laterothoracic exanthem'],
    abbreviations: ['APEC'],
    parents: ['viral-exanthem'],
  },
  {
    id: 'papular-purpuric-gloves-and-socks-syndrome',
    name: 'papular purpuric gloves and socks syndrome',
    abbreviations: ['PPGSS'],
    parents: ['viral-exanthem'],
  },
  {
    id: 'dengue',
    name: 'dengue',
    synonyms: ['dengue fever', 'breakbone fever'],
    parents: ['viral-exanthem'],
  },
  {
    id: 'chikungunya',
    name: 'chikungunya',
    synonyms: ['chikungunya fever'],
    parents: ['viral-exanthem'],
    codes: [{ system: 'DOID', code: 'DOID:0050012', match: 'exact' }],
  },
  {
    id: 'zika-fever',
    name: 'Zika fever',
    synonyms: ['Zika virus disease'],
    parents: ['viral-exanthem'],
    codes: [{ system: 'DOID', code: 'DOID:0060478', match: 'exact' }],
  },
  {
    id: 'covid-19-rash',
    name: 'COVID-19 rash',
    synonyms: ['skin manifestation of COVID-19', 'COVID-19 exanthem'],
    parents: ['viral-exanthem'],
  },
  {
    id: 'foot-and-mouth-disease',
    name: 'foot-and-mouth disease',
    synonyms: ['aphthous fever'],
    parents: ['viral-exanthem'],
  },
  {
    id: 'hiv-related-skin-disease',
    name: 'HIV-related skin disease',
    synonyms: ['cutaneous manifestation of HIV', 'HIV dermatosis'],
    parents: ['viral-infection'],
  },
  {
    id: 'acute-hiv-exanthem',
    name: 'acute HIV exanthem',
    synonyms: ['acute retroviral syndrome', 'HIV seroconversion rash'],
    parents: ['hiv-related-skin-disease'],
  },
  {
    id: 'pruritic-papular-eruption-of-hiv',
    name: 'pruritic papular eruption of HIV',
    synonyms: ['papular pruritic eruption of HIV'],
    parents: ['hiv-related-skin-disease'],
  },
  {
    id: 'trichodysplasia-spinulosa',
    name: 'trichodysplasia spinulosa',
    synonyms: ['viral-associated trichodysplasia'],
    parents: ['viral-infection'],
  },
];
