import type { ConditionRecord } from '../format.ts';

/** Acquired blistering disease; the hereditary ones are with the genodermatoses. */
export const bullous: readonly ConditionRecord[] = [
  {
    id: 'autoimmune-bullous-disease',
    name: 'autoimmune bullous disease',
    synonyms: [
      'acquired autoimmune bullous disease',
      'immunobullous disease',
      'autoimmune blistering disease',
      'autoimmune bullous dermatosis',
    ],
    parents: ['bullous-disease'],
  },
  {
    id: 'pemphigus',
    name: 'pemphigus',
    synonyms: ['pemphigus group', 'pompholyx diutinus', 'pemphigus chronicus'],
    parents: ['autoimmune-bullous-disease'],
    codes: [
      { system: 'ICD-10', code: 'L10', match: 'exact' },
      { system: 'DOID', code: 'DOID:9182', match: 'exact' },
    ],
  },
  {
    id: 'pemphigus-vulgaris',
    name: 'pemphigus vulgaris',
    synonyms: ['pemphigus malignus'],
    abbreviations: ['PV'],
    parents: ['pemphigus'],
    codes: [
      { system: 'ICD-10', code: 'L10.0', match: 'exact' },
      { system: 'DOID', code: 'DOID:0060851', match: 'exact' },
    ],
    differentials: [
      {
        id: 'bullous-pemphigoid',
        sign: 'Tense blisters on urticated skin favor bullous pemphigoid; flaccid blisters and mouth erosions favor pemphigus vulgaris.',
      },
      {
        id: 'impetigo',
        sign: 'Honey-colored crust and quick response to antibiotics favor impetigo; lasting painful erosions with mouth sores favor pemphigus vulgaris.',
      },
      {
        id: 'pemphigus-foliaceus',
        sign: 'Scaly crusts without mouth sores favor pemphigus foliaceus; mouth erosions favor pemphigus vulgaris.',
      },
      {
        id: 'hailey-hailey-disease',
        sign: 'Cracked fold plaques in a family favor Hailey-Hailey disease; blisters and mouth sores beyond folds favor pemphigus vulgaris.',
      },
      {
        id: 'stevens-johnson-syndrome',
        sign: 'Sudden fever with dusky spots after a drug favors Stevens-Johnson syndrome; slow erosions over weeks favor pemphigus vulgaris.',
      },
    ],
  },
  {
    id: 'pemphigus-vegetans',
    name: 'pemphigus vegetans',
    synonyms: [
      'Hallopeau pemphigus vegetans',
      'Neumann pemphigus',
      'pyodermite vegetante of Hallopeau',
    ],
    parents: ['pemphigus'],
    codes: [{ system: 'ICD-10', code: 'L10.1', match: 'exact' }],
  },
  {
    id: 'pemphigus-foliaceus',
    name: 'pemphigus foliaceus',
    synonyms: ['superficial pemphigus', 'Cazenave pemphigus', 'pemphigus exfoliativus'],
    abbreviations: ['PF'],
    parents: ['pemphigus'],
    codes: [
      { system: 'ICD-10', code: 'L10.2', match: 'exact' },
      { system: 'DOID', code: 'DOID:0080850', match: 'exact' },
    ],
    differentials: [
      {
        id: 'impetigo',
        sign: 'Days of honey crust in a child favor impetigo; months of cornflake scale on trunk favor pemphigus foliaceus.',
      },
      {
        id: 'seborrheic-dermatitis',
        sign: 'Greasy scale without erosions favors seborrheic dermatitis; crusted erosions favor pemphigus foliaceus.',
      },
    ],
  },
  {
    id: 'fogo-selvagem',
    name: 'fogo selvagem',
    synonyms: ['Brazilian pemphigus', 'endemic pemphigus foliaceus', 'wildfire pemphigus'],
    parents: ['pemphigus-foliaceus'],
    codes: [{ system: 'ICD-10', code: 'L10.3', match: 'exact' }],
  },
  {
    id: 'pemphigus-erythematosus',
    name: 'pemphigus erythematosus',
    synonyms: ['Senear-Usher syndrome', 'pemphigus seborrhoicus'],
    parents: ['pemphigus'],
    codes: [{ system: 'ICD-10', code: 'L10.4', match: 'exact' }],
  },
  {
    id: 'pemphigus-herpetiformis',
    name: 'pemphigus herpetiformis',
    synonyms: ['herpetiform pemphigus'],
    parents: ['pemphigus'],
  },
  {
    id: 'iga-pemphigus',
    name: 'IgA pemphigus',
    synonyms: ['intercellular IgA dermatosis', 'intraepidermal neutrophilic IgA dermatosis'],
    parents: ['pemphigus'],
    codes: [{ system: 'DOID', code: 'DOID:0080851', match: 'exact' }],
  },
  {
    id: 'paraneoplastic-pemphigus',
    name: 'paraneoplastic pemphigus',
    synonyms: ['paraneoplastic autoimmune multiorgan syndrome'],
    abbreviations: ['PNP'],
    parents: ['pemphigus'],
    malignancyReason: 'A sign of a tumor elsewhere, itself no growth.',
    codes: [{ system: 'DOID', code: 'DOID:0080852', match: 'exact' }],
  },
  {
    id: 'drug-induced-pemphigus',
    name: 'drug-induced pemphigus',
    parents: ['pemphigus', 'drug-reaction'],
    codes: [{ system: 'ICD-10', code: 'L10.5', match: 'exact' }],
  },
  {
    id: 'pemphigoid',
    name: 'pemphigoid',
    synonyms: ['pemphigoid group', 'subepidermal autoimmune bullous disease'],
    parents: ['autoimmune-bullous-disease'],
    codes: [
      { system: 'ICD-10', code: 'L12', match: 'exact' },
      { system: 'DOID', code: 'DOID:0080841', match: 'exact' },
    ],
  },
  {
    id: 'bullous-pemphigoid',
    name: 'bullous pemphigoid',
    synonyms: [
      'parapemphigus',
      'Lever pemphigoid',
      'old-age pemphigus',
      'bullous pemphigoid of Lever',
    ],
    abbreviations: ['BP'],
    parents: ['pemphigoid'],
    codes: [
      { system: 'ICD-10', code: 'L12.0', match: 'exact' },
      { system: 'DOID', code: 'DOID:8506', match: 'exact' },
    ],
    differentials: [
      {
        id: 'dermatitis-herpetiformis',
        sign: 'Small grouped vesicles on elbows and buttocks of the young favor dermatitis herpetiformis; large tense blisters of old age favor bullous pemphigoid.',
      },
      {
        id: 'linear-iga-disease',
        sign: 'Rings of blisters like a string of pearls favor linear IgA disease; large single tense blisters favor bullous pemphigoid.',
      },
      {
        id: 'epidermolysis-bullosa-acquisita',
        sign: 'Blisters after trauma with scars and milia favor epidermolysis bullosa acquisita; blisters on urticated skin favor bullous pemphigoid.',
      },
    ],
  },
  {
    id: 'localized-bullous-pemphigoid',
    name: 'localized bullous pemphigoid',
    synonyms: ['pretibial pemphigoid'],
    parents: ['bullous-pemphigoid'],
  },
  {
    id: 'mucous-membrane-pemphigoid',
    name: 'mucous membrane pemphigoid',
    synonyms: [
      'cicatricial pemphigoid',
      'benign mucous membrane pemphigoid',
      'ocular pemphigoid',
      'ocular cicatricial pemphigoid',
      'essential shrinkage of conjunctiva',
    ],
    abbreviations: ['MMP'],
    parents: ['pemphigoid', 'mucosal-disorder'],
    codes: [
      { system: 'ICD-10', code: 'L12.1', match: 'exact' },
      { system: 'DOID', code: 'DOID:11656', match: 'exact' },
    ],
  },
  {
    id: 'brunsting-perry-pemphigoid',
    name: 'Brunsting-Perry pemphigoid',
    parents: ['mucous-membrane-pemphigoid'],
  },
  {
    id: 'anti-p200-pemphigoid',
    name: 'anti-p200 pemphigoid',
    synonyms: ['anti-laminin gamma-1 pemphigoid'],
    parents: ['pemphigoid'],
  },
  {
    id: 'pemphigoid-gestationis',
    name: 'pemphigoid gestationis',
    synonyms: [
      'herpes gestationis',
      'gestational pemphigoid',
      'pemphigoid of pregnancy',
      'hydroa gestationis',
    ],
    parents: ['pemphigoid', 'pregnancy-dermatosis'],
    codes: [
      { system: 'ICD-10', code: 'O26.4', match: 'exact' },
      { system: 'DOID', code: 'DOID:14482', match: 'exact' },
    ],
    differentials: [
      {
        id: 'dermatitis-herpetiformis',
        sign: 'Grouped vesicles of elbows and buttocks outside pregnancy favor dermatitis herpetiformis; blisters from the navel in pregnancy favor pemphigoid gestationis.',
      },
      {
        id: 'polymorphic-eruption-of-pregnancy',
        sign: 'Itchy papules in striae that spare the navel favor polymorphic eruption of pregnancy; blisters that begin at the navel favor pemphigoid gestationis.',
      },
    ],
  },
  {
    id: 'linear-iga-disease',
    name: 'linear IgA disease',
    synonyms: ['linear IgA bullous dermatosis', 'linear IgA dermatosis'],
    abbreviations: ['LAD', 'LABD'],
    parents: ['autoimmune-bullous-disease'],
  },
  {
    id: 'chronic-bullous-disease-of-childhood',
    name: 'chronic bullous disease of childhood',
    synonyms: [
      'chronic bullous dermatosis of childhood',
      'childhood linear IgA disease',
      'juvenile bullous dermatosis',
    ],
    abbreviations: ['CBDC'],
    parents: ['linear-iga-disease'],
    codes: [{ system: 'ICD-10', code: 'L12.2', match: 'exact' }],
  },
  {
    id: 'epidermolysis-bullosa-acquisita',
    name: 'epidermolysis bullosa acquisita',
    synonyms: ['acquired epidermolysis bullosa', 'dermolytic pemphigoid'],
    abbreviations: ['EBA'],
    parents: ['autoimmune-bullous-disease'],
    codes: [
      { system: 'ICD-10', code: 'L12.3', match: 'exact' },
      { system: 'DOID', code: 'DOID:4313', match: 'exact' },
    ],
  },
  {
    id: 'dermatitis-herpetiformis',
    name: 'dermatitis herpetiformis',
    synonyms: [
      'Duhring disease',
      'hydroa herpetiforme',
      'Duhring-Brocq disease',
      'dermatitis multiformis',
      'herpes circinatus bullosus',
      'pemphigus pruriginosus',
      'hydroa bulleux',
      'cutaneous gluten sensitivity',
      'Brocq-Duhring disease',
    ],
    abbreviations: ['DH'],
    parents: ['autoimmune-bullous-disease'],
    codes: [
      { system: 'ICD-10', code: 'L13.0', match: 'exact' },
      { system: 'DOID', code: 'DOID:8505', match: 'exact' },
    ],
    differentials: [
      {
        id: 'insect-bite',
        sign: 'Few bites with a punctum favor insect bite; symmetric groups on elbows, knees and buttocks favor dermatitis herpetiformis.',
      },
      {
        id: 'atopic-dermatitis',
        sign: 'Flexural lichenified patches favor atopic dermatitis; grouped excoriated vesicles on extensor sides favor dermatitis herpetiformis.',
      },
    ],
  },
  {
    id: 'juvenile-dermatitis-herpetiformis',
    name: 'juvenile dermatitis herpetiformis',
    parents: ['dermatitis-herpetiformis'],
    codes: [{ system: 'DOID', code: 'DOID:8507', match: 'exact' }],
  },
  { id: 'acantholytic-dermatosis', name: 'acantholytic disorder', parents: ['bullous-disease'] },
  {
    id: 'grover-disease',
    name: 'Grover disease',
    synonyms: [
      'Grover',
      'transient acantholytic dermatosis',
      'persistent acantholytic dermatosis',
      'benign papular acantholytic dermatosis',
    ],
    parents: ['acantholytic-dermatosis'],
    codes: [{ system: 'ICD-10', code: 'L11.1', match: 'exact' }],
    differentials: [
      {
        id: 'miliaria',
        sign: "Tiny clear or red papules gone in days favor miliaria; crusted itchy papules of an older man's trunk for months favor Grover disease.",
      },
      {
        id: 'folliculitis',
        sign: 'Pustules pierced by hairs favor folliculitis; crusted papules beside follicles favor Grover disease.',
      },
    ],
  },
  {
    id: 'bullosis-diabeticorum',
    name: 'bullosis diabeticorum',
    synonyms: ['diabetic bulla', 'bullous diabetic dermopathy', 'diabetic bullosis'],
    parents: ['bullous-disease', 'diabetic-skin-disease'],
  },
  {
    id: 'coma-blister',
    name: 'coma blister',
    synonyms: ['coma bulla', 'drug overdose bulla'],
    parents: ['bullous-disease', 'pressure-injury'],
  },
  {
    id: 'edema-blister',
    name: 'edema blister',
    synonyms: ['edema bulla', 'stasis blister'],
    parents: ['bullous-disease'],
  },
  {
    id: 'friction-blister',
    name: 'friction blister',
    synonyms: ['traumatic bulla', 'traumatic blister', 'friction bulla'],
    parents: ['bullous-disease', 'mechanical-injury'],
  },
];
