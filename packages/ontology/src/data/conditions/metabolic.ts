import type { ConditionRecord } from '../format.ts';

/** Deposits, porphyria, disorders of nutrition and hormones. */
export const metabolic: readonly ConditionRecord[] = [
  {
    id: 'amyloidosis-of-skin',
    name: 'amyloidosis of skin',
    synonyms: ['cutaneous amyloidosis', 'amyloidosis', 'amyloidosis cutis', 'skin amyloidosis'],
    parents: ['metabolic-dermatosis'],
    codes: [
      { system: 'ICD-10', code: 'E85', match: 'broad' },
      { system: 'DOID', code: 'DOID:9120', match: 'exact' },
    ],
  },
  {
    id: 'lichen-amyloidosis',
    name: 'lichen amyloidosis',
    synonyms: [
      'lichen amyloid',
      'lichen amyloidosus',
      'papular amyloidosis',
      'papular cutaneous amyloidosis',
    ],
    parents: ['amyloidosis-of-skin'],
    differentials: [
      {
        id: 'lichen-simplex-chronicus',
        sign: 'One thick plaque with coarse lines favors lichen simplex chronicus; rippled brown papules of both shins favor lichen amyloidosis.',
      },
      {
        id: 'prurigo-nodularis',
        sign: 'Large separate nodules favor prurigo nodularis; small dome papules in rows on the shins favor lichen amyloidosis.',
      },
      {
        id: 'hypertrophic-lichen-planus',
        sign: 'Violet warty plaques favor hypertrophic lichen planus; brown rippled papules favor lichen amyloidosis.',
      },
    ],
  },
  {
    id: 'macular-amyloidosis',
    name: 'macular amyloidosis',
    synonyms: ['amyloidosis maculosa', 'macular cutaneous amyloidosis', 'frictional amyloidosis'],
    parents: ['amyloidosis-of-skin'],
  },
  {
    id: 'biphasic-amyloidosis',
    name: 'biphasic amyloidosis',
    synonyms: ['biphasic cutaneous amyloidosis'],
    parents: ['amyloidosis-of-skin'],
  },
  {
    id: 'nodular-amyloidosis',
    name: 'nodular amyloidosis',
    synonyms: ['nodular localized cutaneous amyloidosis', 'amyloidosis cutis nodularis'],
    parents: ['amyloidosis-of-skin'],
  },
  {
    id: 'systemic-amyloidosis-with-skin-lesions',
    name: 'systemic amyloidosis with skin lesions',
    synonyms: ['systemic amyloidosis', 'primary systemic amyloidosis', 'AL amyloidosis'],
    parents: ['amyloidosis-of-skin'],
  },
  {
    id: 'mucinosis',
    name: 'mucinosis',
    synonyms: [
      'cutaneous mucinosis',
      'mucinosis of skin',
      'dermal mucinosis',
      'myxedematous disorder',
    ],
    parents: ['metabolic-dermatosis'],
    codes: [{ system: 'DOID', code: 'DOID:3141', match: 'exact' }],
    differentials: [
      {
        id: 'amyloidosis-of-skin',
        sign: 'Waxy papules that bleed when pinched favor amyloidosis of skin; translucent soft papules or firm swelling favor mucinosis.',
      },
      {
        id: 'granuloma-annulare',
        sign: 'Rings of firm papules favor granuloma annulare; waxy papules in rows or plaques of swollen skin favor mucinosis.',
      },
    ],
  },
  {
    id: 'lichen-myxedematosus',
    name: 'lichen myxedematosus',
    synonyms: [
      'papular mucinosis',
      'localized lichen myxedematosus',
      'acral persistent papular mucinosis',
      'discrete papular lichen myxedematosus',
    ],
    parents: ['mucinosis'],
  },
  {
    id: 'scleromyxedema',
    name: 'scleromyxedema',
    synonyms: [
      'generalized lichen myxedematosus',
      'Arndt-Gottron disease',
      'Arndt-Gottron scleromyxedema',
      'generalized papular mucinosis',
    ],
    parents: ['lichen-myxedematosus'],
    differentials: [
      {
        id: 'systemic-sclerosis',
        sign: 'Raynaud phenomenon and smooth tight fingers favor systemic sclerosis; rows of waxy papules with a paraprotein favor scleromyxedema.',
      },
    ],
  },
  {
    id: 'scleredema',
    name: 'scleredema',
    synonyms: [
      'scleredema adultorum',
      'scleredema of Buschke',
      'Buschke scleredema',
      'scleredema diabeticorum',
      'Buschke disease',
    ],
    parents: ['mucinosis'],
    codes: [{ system: 'DOID', code: 'DOID:3140', match: 'exact' }],
  },
  {
    id: 'pretibial-myxedema',
    name: 'pretibial myxedema',
    synonyms: [
      'thyroid dermopathy',
      'localized myxedema',
      'Graves dermopathy',
      'myxedema circumscriptum',
    ],
    parents: ['mucinosis'],
    differentials: [
      {
        id: 'lichen-amyloidosis',
        sign: 'Itchy brown rippled papules favor lichen amyloidosis; orange-peel plaques with thyroid disease favor pretibial myxedema.',
      },
      {
        id: 'stasis-dermatitis',
        sign: 'Scale, itch and brown staining favor stasis dermatitis; firm orange-peel plaques favor pretibial myxedema.',
      },
    ],
  },
  {
    id: 'generalized-myxedema',
    name: 'generalized myxedema',
    synonyms: ['myxedema', 'hypothyroid myxedema', 'cachexia strumipriva'],
    parents: ['mucinosis'],
    codes: [{ system: 'DOID', code: 'DOID:11634', match: 'exact' }],
  },
  {
    id: 'reticular-erythematous-mucinosis',
    name: 'reticular erythematous mucinosis',
    synonyms: ['REM syndrome', 'plaque-like cutaneous mucinosis', 'midline mucinosis'],
    abbreviations: ['REM'],
    parents: ['mucinosis'],
  },
  {
    id: 'focal-mucinosis',
    name: 'focal mucinosis',
    synonyms: ['cutaneous focal mucinosis', 'focal cutaneous mucinosis', 'focal dermal mucinosis'],
    parents: ['mucinosis'],
  },
  {
    id: 'self-healing-papular-mucinosis',
    name: 'self-healing papular mucinosis',
    synonyms: ['self-healing juvenile cutaneous mucinosis'],
    parents: ['mucinosis'],
  },
  {
    id: 'papulonodular-mucinosis-of-lupus',
    name: 'papulonodular mucinosis of lupus',
    synonyms: ['papulonodular mucinosis'],
    parents: ['mucinosis'],
  },
  {
    id: 'calcinosis-cutis',
    name: 'calcinosis cutis',
    synonyms: [
      'cutaneous calcification',
      'calcification of skin',
      'cutaneous calcinosis',
      'calcinosis',
    ],
    parents: ['metabolic-dermatosis'],
    codes: [
      { system: 'ICD-10', code: 'L94.2', match: 'exact' },
      { system: 'DOID', code: 'DOID:182', match: 'exact' },
    ],
    differentials: [
      {
        id: 'milia',
        sign: 'Tiny white cysts of the face favor milia; rock-hard white lumps that extrude chalk favor calcinosis cutis.',
      },
      {
        id: 'gout',
        sign: 'Urate crystals and joint attacks favor gout; chalk that shows on radiography favors calcinosis cutis.',
      },
    ],
  },
  {
    id: 'dystrophic-calcinosis-cutis',
    name: 'dystrophic calcinosis cutis',
    synonyms: [
      'dystrophic calcification of skin',
      'calcinosis universalis',
      'calcinosis circumscripta',
    ],
    parents: ['calcinosis-cutis'],
  },
  {
    id: 'metastatic-calcinosis-cutis',
    name: 'metastatic calcinosis cutis',
    synonyms: ['metastatic calcification of skin'],
    parents: ['calcinosis-cutis'],
    malignancyReason: '"Metastatic" means calcium carried to normal skin, no growth.',
  },
  {
    id: 'idiopathic-calcinosis-cutis',
    name: 'idiopathic calcinosis cutis',
    parents: ['calcinosis-cutis'],
  },
  {
    id: 'scrotal-calcinosis',
    name: 'scrotal calcinosis',
    synonyms: ['idiopathic scrotal calcinosis', 'idiopathic calcinosis of the scrotum'],
    parents: ['calcinosis-cutis'],
  },
  {
    id: 'tumoral-calcinosis',
    name: 'tumoral calcinosis',
    parents: ['calcinosis-cutis'],
    malignancyReason: 'A deposit of calcium, no growth.',
  },
  {
    id: 'subepidermal-calcified-nodule',
    name: 'subepidermal calcified nodule',
    synonyms: ['calcified nodule', 'solitary congenital nodular calcification'],
    parents: ['calcinosis-cutis'],
  },
  {
    id: 'gout',
    name: 'gout',
    synonyms: ['gouty tophus', 'tophus', 'tophaceous gout', 'cutaneous gout', 'urate deposit'],
    parents: ['metabolic-dermatosis'],
    codes: [
      { system: 'ICD-10', code: 'M10', match: 'exact' },
      { system: 'DOID', code: 'DOID:13189', match: 'exact' },
    ],
  },
  {
    id: 'xanthoma',
    name: 'xanthoma',
    synonyms: [
      'cutaneous xanthoma',
      'xanthomatosis',
      'xanthoma of skin',
      'molluscum lipomatodes',
      'vitiligoidea',
      'fibroma lipomatodes',
    ],
    parents: ['metabolic-dermatosis'],
    codes: [{ system: 'DOID', code: 'DOID:3345', match: 'exact' }],
    differentials: [
      {
        id: 'juvenile-xanthogranuloma',
        sign: 'A single yellow dome in an infant favors juvenile xanthogranuloma; crops in an adult with high lipids favor xanthoma.',
      },
      {
        id: 'sebaceous-hyperplasia',
        sign: 'A yellow ring around a dell with vessels favors sebaceous hyperplasia; soft even yellow plaques favor xanthoma.',
      },
    ],
  },
  {
    id: 'xanthelasma',
    name: 'xanthelasma',
    synonyms: [
      'xanthelasma palpebrarum',
      'xanthoma palpebrarum',
      'eyelid xanthoma',
      'xanthoma planum palpebrarum',
    ],
    parents: ['xanthoma', 'eyelid-disorder'],
    codes: [{ system: 'ICD-10', code: 'H02.6', match: 'exact' }],
    differentials: [
      {
        id: 'syringoma',
        sign: 'Small skin-colored papules of the lower lids favor syringoma; soft yellow plaques at the inner corners favor xanthelasma.',
      },
    ],
  },
  {
    id: 'eruptive-xanthoma',
    name: 'eruptive xanthoma',
    synonyms: ['xanthoma eruptivum', 'xanthoma diabeticorum', 'papuloeruptive xanthoma'],
    parents: ['xanthoma'],
    differentials: [
      {
        id: 'granuloma-annulare',
        sign: 'Rings of skin-colored papules favor granuloma annulare; sudden yellow papules of buttocks favor eruptive xanthoma.',
      },
    ],
  },
  {
    id: 'tuberous-xanthoma',
    name: 'tuberous xanthoma',
    synonyms: ['xanthoma tuberosum', 'tuberoeruptive xanthoma', 'xanthoma multiplex'],
    parents: ['xanthoma'],
  },
  {
    id: 'tendinous-xanthoma',
    name: 'tendinous xanthoma',
    synonyms: ['xanthoma tendinosum', 'tendon xanthoma'],
    parents: ['xanthoma'],
  },
  {
    id: 'plane-xanthoma',
    name: 'plane xanthoma',
    synonyms: ['xanthoma planum', 'diffuse plane xanthoma', 'generalized plane xanthoma'],
    parents: ['xanthoma'],
  },
  {
    id: 'palmar-xanthoma',
    name: 'palmar xanthoma',
    synonyms: [
      'xanthoma striatum palmare',
      'palmar crease xanthoma',
      'xanthochromia striata palmaris',
    ],
    parents: ['xanthoma'],
  },
  {
    id: 'porphyria',
    name: 'porphyria',
    synonyms: ['cutaneous porphyria', 'porphyria of skin', 'hematoporphyria'],
    parents: ['metabolic-dermatosis'],
    codes: [
      { system: 'ICD-10', code: 'E80', match: 'broad' },
      { system: 'DOID', code: 'DOID:13268', match: 'exact' },
    ],
    differentials: [
      {
        id: 'bullous-pemphigoid',
        sign: 'Itchy urticated skin with blisters anywhere favors bullous pemphigoid; fragile hands with milia favor porphyria.',
      },
      {
        id: 'epidermolysis-bullosa',
        sign: 'Blisters since infancy at all rubbed sites favor epidermolysis bullosa; blisters of sun-exposed hands in an adult favor porphyria.',
      },
    ],
  },
  {
    id: 'porphyria-cutanea-tarda',
    name: 'porphyria cutanea tarda',
    synonyms: ['acquired hepatic porphyria', 'symptomatic porphyria'],
    abbreviations: ['PCT'],
    parents: ['porphyria'],
    codes: [
      { system: 'ICD-10', code: 'E80.1', match: 'exact' },
      { system: 'DOID', code: 'DOID:3132', match: 'exact' },
    ],
    differentials: [
      {
        id: 'pseudoporphyria',
        sign: 'Normal porphyrins with kidney disease or a drug favor pseudoporphyria; raised urine porphyrins favor porphyria cutanea tarda.',
      },
    ],
  },
  {
    id: 'erythropoietic-protoporphyria',
    name: 'erythropoietic protoporphyria',
    synonyms: ['erythrohepatic protoporphyria', 'protoporphyria'],
    abbreviations: ['EPP'],
    parents: ['porphyria', 'genodermatosis'],
    codes: [{ system: 'DOID', code: 'DOID:13270', match: 'exact' }],
  },
  {
    id: 'congenital-erythropoietic-porphyria',
    name: 'congenital erythropoietic porphyria',
    synonyms: ['Günther disease', 'porphyria congenita'],
    abbreviations: ['CEP'],
    parents: ['porphyria', 'genodermatosis'],
  },
  {
    id: 'hepatoerythropoietic-porphyria',
    name: 'hepatoerythropoietic porphyria',
    abbreviations: ['HEP'],
    parents: ['porphyria', 'genodermatosis'],
    codes: [{ system: 'DOID', code: 'DOID:5230', match: 'exact' }],
  },
  {
    id: 'variegate-porphyria',
    name: 'variegate porphyria',
    synonyms: ['porphyria variegata', 'South African porphyria', 'mixed porphyria'],
    abbreviations: ['VP'],
    parents: ['porphyria'],
    codes: [{ system: 'DOID', code: 'DOID:4346', match: 'exact' }],
  },
  {
    id: 'hereditary-coproporphyria',
    name: 'hereditary coproporphyria',
    abbreviations: ['HCP'],
    parents: ['porphyria'],
    codes: [{ system: 'DOID', code: 'DOID:13269', match: 'exact' }],
  },
  {
    id: 'pseudoporphyria',
    name: 'pseudoporphyria',
    synonyms: ['bullous dermatosis of hemodialysis', 'drug-induced pseudoporphyria'],
    parents: ['porphyria'],
  },
  {
    id: 'diabetic-skin-disease',
    name: 'diabetic skin disease',
    synonyms: ['diabetic dermatosis', 'skin disease in diabetes'],
    parents: ['metabolic-dermatosis'],
  },
  {
    id: 'diabetic-dermopathy',
    name: 'diabetic dermopathy',
    synonyms: ['shin spots', 'pigmented pretibial patches'],
    parents: ['diabetic-skin-disease'],
  },
  {
    id: 'diabetic-cheiroarthropathy',
    name: 'diabetic cheiroarthropathy',
    synonyms: ['diabetic thick skin', 'diabetic sclerodactyly', 'limited joint mobility'],
    parents: ['diabetic-skin-disease'],
  },
  {
    id: 'endocrine-dermatosis',
    name: 'endocrine dermatosis',
    synonyms: ['endocrine skin disease'],
    parents: ['metabolic-dermatosis'],
  },
  {
    id: 'cushing-syndrome',
    name: 'Cushing syndrome',
    synonyms: ['hypercortisolism', 'Cushing disease'],
    parents: ['endocrine-dermatosis'],
    codes: [{ system: 'ICD-10', code: 'E24', match: 'exact' }],
  },
  {
    id: 'acromegaly',
    name: 'acromegaly',
    parents: ['endocrine-dermatosis'],
    codes: [{ system: 'DOID', code: 'DOID:2449', match: 'exact' }],
  },
  {
    id: 'acquired-pachydermoperiostosis',
    name: 'acquired pachydermoperiostosis',
    synonyms: ['secondary hypertrophic osteoarthropathy', 'acropachy', 'thyroid acropachy'],
    parents: ['endocrine-dermatosis'],
    codes: [{ system: 'DOID', code: 'DOID:10393', match: 'exact' }],
  },
  {
    id: 'nutritional-dermatosis',
    name: 'nutritional dermatosis',
    synonyms: [
      'nutritional deficiency dermatosis',
      'nutritional skin disease',
      'deficiency dermatitis',
    ],
    parents: ['metabolic-dermatosis'],
  },
  {
    id: 'pellagra',
    name: 'pellagra',
    synonyms: [
      'niacin deficiency',
      'maidismus',
      'erythema endemicum',
      'Lombardian leprosy',
      'nicotinic acid deficiency',
      'mal de la rosa',
    ],
    parents: ['nutritional-dermatosis'],
    codes: [
      { system: 'ICD-10', code: 'E52', match: 'exact' },
      { system: 'DOID', code: 'DOID:8457', match: 'exact' },
    ],
  },
  {
    id: 'scurvy',
    name: 'scurvy',
    synonyms: [
      'scorbutus',
      'vitamin C deficiency',
      'Barlow disease',
      'ascorbic acid deficiency',
      'purpura scorbutica',
    ],
    parents: ['nutritional-dermatosis'],
    codes: [
      { system: 'ICD-10', code: 'E54', match: 'exact' },
      { system: 'DOID', code: 'DOID:13724', match: 'exact' },
    ],
  },
  {
    id: 'kwashiorkor',
    name: 'kwashiorkor',
    synonyms: ['flaky paint dermatosis'],
    parents: ['nutritional-dermatosis'],
    codes: [
      { system: 'ICD-10', code: 'E40', match: 'exact' },
      { system: 'DOID', code: 'DOID:13579', match: 'exact' },
    ],
  },
  {
    id: 'marasmus',
    name: 'marasmus',
    synonyms: ['protein-energy malnutrition'],
    parents: ['nutritional-dermatosis'],
    codes: [
      { system: 'ICD-10', code: 'E41', match: 'exact' },
      { system: 'DOID', code: 'DOID:12328', match: 'exact' },
    ],
  },
  {
    id: 'zinc-deficiency',
    name: 'zinc deficiency',
    synonyms: [
      'acquired zinc deficiency',
      'acquired acrodermatitis enteropathica',
      'zinc deficiency dermatitis',
    ],
    parents: ['nutritional-dermatosis'],
    codes: [{ system: 'ICD-10', code: 'E60', match: 'exact' }],
  },
  {
    id: 'phrynoderma',
    name: 'phrynoderma',
    synonyms: [
      'toad skin',
      'follicular hyperkeratosis of vitamin A deficiency',
      'vitamin A deficiency',
    ],
    parents: ['nutritional-dermatosis'],
  },
  {
    id: 'hypervitaminosis-a',
    name: 'hypervitaminosis A',
    parents: ['nutritional-dermatosis'],
    codes: [{ system: 'DOID', code: 'DOID:9972', match: 'exact' }],
  },
  {
    id: 'biotin-deficiency',
    name: 'biotin deficiency',
    synonyms: ['multiple carboxylase deficiency dermatitis'],
    parents: ['nutritional-dermatosis'],
    codes: [{ system: 'DOID', code: 'DOID:0050810', match: 'exact' }],
  },
  {
    id: 'riboflavin-deficiency',
    name: 'riboflavin deficiency',
    synonyms: ['ariboflavinosis', 'oro-oculo-genital syndrome'],
    parents: ['nutritional-dermatosis'],
    codes: [
      { system: 'ICD-10', code: 'E53.0', match: 'exact' },
      { system: 'DOID', code: 'DOID:8454', match: 'exact' },
    ],
  },
  {
    id: 'essential-fatty-acid-deficiency',
    name: 'essential fatty acid deficiency',
    parents: ['nutritional-dermatosis'],
  },
  {
    id: 'beriberi',
    name: 'beriberi',
    parents: ['nutritional-dermatosis'],
    codes: [
      { system: 'ICD-10', code: 'E51.1', match: 'exact' },
      { system: 'DOID', code: 'DOID:13725', match: 'exact' },
    ],
  },
  {
    id: 'hemochromatosis',
    name: 'hemochromatosis',
    synonyms: ['bronze diabetes', 'iron overload of skin'],
    parents: ['metabolic-dermatosis'],
    codes: [
      { system: 'ICD-10', code: 'E83.1', match: 'broad' },
      { system: 'DOID', code: 'DOID:2352', match: 'exact' },
    ],
  },
  {
    id: 'jaundice',
    name: 'jaundice',
    synonyms: ['icterus'],
    parents: ['metabolic-dermatosis'],
    codes: [{ system: 'ICD-10', code: 'R17', match: 'exact' }],
  },
  {
    id: 'uremic-frost',
    name: 'uremic frost',
    synonyms: ['uremic skin disease'],
    parents: ['metabolic-dermatosis'],
  },
];
