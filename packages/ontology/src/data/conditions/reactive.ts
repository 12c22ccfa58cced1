import type { ConditionRecord } from '../format.ts';

/** Urticaria, angioedema, erythemas, neutrophilic and eosinophilic dermatoses. */
export const reactive: readonly ConditionRecord[] = [
  {
    id: 'urticarial-disorder',
    name: 'urticarial disorder',
    synonyms: ['urticarial dermatosis', 'urticarial disease'],
    parents: ['inflammatory'],
  },
  {
    id: 'urticaria',
    name: 'urticaria',
    synonyms: ['hives', 'nettle rash', 'nettlerash', 'cnidosis'],
    parents: ['urticarial-disorder'],
    codes: [
      { system: 'ICD-10', code: 'L50', match: 'exact' },
      { system: 'DOID', code: 'DOID:1555', match: 'exact' },
    ],
    differentials: [
      {
        id: 'urticarial-vasculitis',
        sign: 'A wheal that burns, lasts over a day and leaves a bruise favors urticarial vasculitis; wheals that itch and vanish within hours favor urticaria.',
      },
      {
        id: 'erythema-multiforme',
        sign: 'Fixed target lesions for a week favor erythema multiforme; wheals that move within hours favor urticaria.',
      },
      {
        id: 'insect-bite',
        sign: 'Grouped papules with a central punctum favor insect bite; wheals that move within hours favor urticaria.',
      },
      {
        id: 'bullous-pemphigoid',
        sign: 'Itchy urticated plaques for weeks, then tense blisters, in old age favor bullous pemphigoid; wheals gone in hours favor urticaria.',
      },
    ],
  },
  { id: 'acute-urticaria', name: 'acute urticaria', parents: ['urticaria'] },
  {
    id: 'allergic-urticaria',
    name: 'allergic urticaria',
    parents: ['urticaria'],
    codes: [
      { system: 'ICD-10', code: 'L50.0', match: 'exact' },
      { system: 'DOID', code: 'DOID:10612', match: 'exact' },
    ],
  },
  {
    id: 'chronic-urticaria',
    name: 'chronic urticaria',
    parents: ['urticaria'],
    codes: [{ system: 'DOID', code: 'DOID:0080747', match: 'exact' }],
  },
  {
    id: 'chronic-spontaneous-urticaria',
    name: 'chronic spontaneous urticaria',
    synonyms: [
      'chronic idiopathic urticaria',
      'idiopathic urticaria',
      'chronic autoimmune urticaria',
    ],
    abbreviations: ['CSU', 'CIU'],
    parents: ['chronic-urticaria'],
    codes: [{ system: 'DOID', code: 'DOID:0080749', match: 'exact' }],
  },
  {
    id: 'chronic-inducible-urticaria',
    name: 'chronic inducible urticaria',
    synonyms: ['inducible urticaria'],
    abbreviations: ['CIndU'],
    parents: ['chronic-urticaria'],
    codes: [{ system: 'DOID', code: 'DOID:0080748', match: 'exact' }],
  },
  {
    id: 'physical-urticaria',
    name: 'physical urticaria',
    parents: ['chronic-inducible-urticaria'],
    codes: [{ system: 'DOID', code: 'DOID:0060220', match: 'exact' }],
  },
  {
    id: 'cold-urticaria',
    name: 'cold urticaria',
    synonyms: ['urticaria due to cold', 'acquired cold urticaria', 'urticaria e frigore'],
    parents: ['physical-urticaria'],
  },
  {
    id: 'heat-urticaria',
    name: 'heat urticaria',
    synonyms: ['urticaria due to heat', 'heat contact urticaria'],
    parents: ['physical-urticaria'],
  },
  {
    id: 'solar-urticaria',
    name: 'solar urticaria',
    synonyms: ['sun urticaria'],
    parents: ['physical-urticaria', 'photodermatosis'],
    codes: [{ system: 'ICD-10', code: 'L56.3', match: 'exact' }],
  },
  {
    id: 'delayed-pressure-urticaria',
    name: 'delayed pressure urticaria',
    synonyms: ['pressure urticaria'],
    parents: ['physical-urticaria'],
  },
  {
    id: 'dermatographism',
    name: 'dermatographism',
    synonyms: [
      'dermographism',
      'dermatographia',
      'urticaria factitia',
      'factitious urticaria',
      'dermatographic urticaria',
      'symptomatic dermographism',
      'autographism',
      'urticarial dermographism',
    ],
    parents: ['physical-urticaria'],
    codes: [
      { system: 'ICD-10', code: 'L50.3', match: 'exact' },
      { system: 'DOID', code: 'DOID:743', match: 'exact' },
    ],
  },
  {
    id: 'vibratory-urticaria',
    name: 'vibratory urticaria',
    synonyms: ['vibratory angioedema'],
    parents: ['physical-urticaria'],
    codes: [
      { system: 'ICD-10', code: 'L50.4', match: 'exact' },
      { system: 'DOID', code: 'DOID:1554', match: 'exact' },
    ],
  },
  {
    id: 'cholinergic-urticaria',
    name: 'cholinergic urticaria',
    parents: ['physical-urticaria'],
    codes: [
      { system: 'ICD-10', code: 'L50.5', match: 'exact' },
      { system: 'DOID', code: 'DOID:14443', match: 'exact' },
    ],
  },
  {
    id: 'aquagenic-urticaria',
    name: 'aquagenic urticaria',
    synonyms: ['urticaria from water'],
    parents: ['chronic-inducible-urticaria'],
  },
  {
    id: 'contact-urticaria',
    name: 'contact urticaria',
    synonyms: ['contact urticaria syndrome'],
    parents: ['chronic-inducible-urticaria'],
    codes: [{ system: 'ICD-10', code: 'L50.6', match: 'exact' }],
  },
  {
    id: 'urticaria-bullosa',
    name: 'urticaria bullosa',
    synonyms: ['bullous urticaria', 'urticaria vesiculosa'],
    parents: ['urticaria'],
  },
  {
    id: 'urticaria-hemorrhagica',
    name: 'urticaria hemorrhagica',
    synonyms: ['hemorrhagic urticaria', 'purpura urticans'],
    parents: ['urticaria'],
  },
  {
    id: 'schnitzler-syndrome',
    name: 'Schnitzler syndrome',
    parents: ['urticaria'],
    codes: [{ system: 'DOID', code: 'DOID:4371', match: 'exact' }],
  },
  {
    id: 'angioedema',
    name: 'angioedema',
    synonyms: [
      'angioneurotic edema',
      'Quincke edema',
      'giant urticaria',
      'acute circumscribed edema',
      'urticaria tuberosa',
      'urticaria gigantea',
      'Quincke disease',
    ],
    parents: ['urticarial-disorder'],
    codes: [
      { system: 'ICD-10', code: 'T78.3', match: 'exact' },
      { system: 'DOID', code: 'DOID:1558', match: 'exact' },
    ],
  },
  {
    id: 'hereditary-angioedema',
    name: 'hereditary angioedema',
    synonyms: ['hereditary angioneurotic edema'],
    abbreviations: ['HAE'],
    parents: ['angioedema', 'genodermatosis'],
    codes: [{ system: 'DOID', code: 'DOID:14735', match: 'exact' }],
  },
  {
    id: 'acquired-angioedema',
    name: 'acquired angioedema',
    synonyms: ['acquired C1 inhibitor deficiency'],
    parents: ['angioedema'],
    codes: [{ system: 'DOID', code: 'DOID:0080941', match: 'exact' }],
  },
  {
    id: 'ace-inhibitor-induced-angioedema',
    name: 'ACE inhibitor-induced angioedema',
    synonyms: ['angiotensin converting enzyme inhibitor angioedema', 'drug-induced angioedema'],
    parents: ['angioedema', 'drug-reaction'],
  },
  {
    id: 'anaphylaxis',
    name: 'anaphylaxis',
    synonyms: ['anaphylactic reaction', 'anaphylactic shock', 'exercise-induced anaphylaxis'],
    parents: ['urticarial-disorder'],
  },
  {
    id: 'erythematous-disorder',
    name: 'reactive erythema',
    synonyms: ['erythematous dermatosis'],
    parents: ['inflammatory'],
  },
  {
    id: 'erythema-multiforme',
    name: 'erythema multiforme',
    synonyms: [
      'erythema exudativum multiforme',
      'herpes iris',
      'erythema iris',
      'erythema exsudativum multiforme',
      'polymorphous erythema',
      'target erythema',
    ],
    abbreviations: ['EM'],
    parents: ['erythematous-disorder'],
    codes: [
      { system: 'ICD-10', code: 'L51', match: 'exact' },
      { system: 'DOID', code: 'DOID:0050185', match: 'exact' },
    ],
    differentials: [
      {
        id: 'stevens-johnson-syndrome',
        sign: 'Dusky flat spots that join and blister, mostly on the trunk, favor Stevens-Johnson syndrome; raised targets on hands and feet favor erythema multiforme.',
      },
      {
        id: 'bullous-pemphigoid',
        sign: 'Tense blisters for weeks in old age favor bullous pemphigoid; targets for a week or two favor erythema multiforme.',
      },
      {
        id: 'fixed-drug-eruption',
        sign: 'One to few round dusky patches at the same sites each time favor fixed drug eruption; many symmetric targets favor erythema multiforme.',
      },
      {
        id: 'secondary-syphilis',
        sign: 'Scaly copper papules with positive serology favor secondary syphilis; three-zone targets favor erythema multiforme.',
      },
    ],
  },
  {
    id: 'erythema-multiforme-minor',
    name: 'erythema multiforme minor',
    parents: ['erythema-multiforme'],
    codes: [{ system: 'ICD-10', code: 'L51.0', match: 'exact' }],
  },
  {
    id: 'erythema-multiforme-major',
    name: 'erythema multiforme major',
    parents: ['erythema-multiforme'],
  },
  {
    id: 'bullous-erythema-multiforme',
    name: 'bullous erythema multiforme',
    synonyms: ['erythema multiforme bullosum'],
    parents: ['erythema-multiforme'],
  },
  {
    id: 'figurate-erythema',
    name: 'figurate erythema',
    synonyms: ['annular erythema', 'gyrate erythema'],
    parents: ['erythematous-disorder'],
  },
  {
    id: 'erythema-annulare-centrifugum',
    name: 'erythema annulare centrifugum',
    synonyms: [
      'erythema annulare',
      'erythema perstans',
      'erythema gyratum perstans',
      'Darier erythema annulare centrifugum',
    ],
    abbreviations: ['EAC'],
    parents: ['figurate-erythema'],
    codes: [{ system: 'ICD-10', code: 'L53.1', match: 'exact' }],
    differentials: [
      {
        id: 'tinea-corporis',
        sign: 'Scale at the outer edge with hyphae favors tinea corporis; scale trailing inside the edge favors erythema annulare centrifugum.',
      },
      {
        id: 'granuloma-annulare',
        sign: 'Smooth firm papules in a ring favor granuloma annulare; an edge with trailing scale that moves outwards favors erythema annulare centrifugum.',
      },
      {
        id: 'subacute-cutaneous-lupus-erythematosus',
        sign: 'Sun-exposed sites and anti-Ro antibodies favor subacute cutaneous lupus erythematosus; trailing scale on thighs and trunk favors erythema annulare centrifugum.',
      },
    ],
  },
  {
    id: 'erythema-gyratum-repens',
    name: 'erythema gyratum repens',
    parents: ['figurate-erythema'],
  },
  {
    id: 'erythema-marginatum',
    name: 'erythema marginatum',
    synonyms: ['erythema marginatum rheumaticum', 'rheumatic erythema'],
    parents: ['figurate-erythema'],
    codes: [{ system: 'ICD-10', code: 'L53.2', match: 'exact' }],
  },
  {
    id: 'necrolytic-migratory-erythema',
    name: 'necrolytic migratory erythema',
    synonyms: ['glucagonoma syndrome rash'],
    parents: ['figurate-erythema'],
  },
  {
    id: 'annular-erythema-of-infancy',
    name: 'annular erythema of infancy',
    synonyms: ['persistent annular erythema of infancy'],
    parents: ['figurate-erythema'],
  },
  {
    id: 'eosinophilic-annular-erythema',
    name: 'eosinophilic annular erythema',
    parents: ['figurate-erythema'],
  },
  {
    id: 'toxic-erythema',
    name: 'toxic erythema',
    synonyms: ['erythema toxicum'],
    parents: ['erythematous-disorder'],
    codes: [{ system: 'ICD-10', code: 'L53.0', match: 'exact' }],
  },
  {
    id: 'simple-erythema',
    name: 'simple erythema',
    synonyms: ['erythema simplex', 'active hyperemia of skin', 'erythema fugax', 'erythema laeve'],
    parents: ['erythematous-disorder'],
  },
  {
    id: 'palmar-erythema',
    name: 'palmar erythema',
    synonyms: ['erythema palmare', 'liver palms'],
    parents: ['erythematous-disorder'],
  },
  {
    id: 'scarlatiniform-erythema',
    name: 'scarlatiniform erythema',
    synonyms: [
      'erythema scarlatiniforme',
      'erythema scarlatinoides',
      'erythema scarlatiniforme desquamativum',
    ],
    parents: ['erythematous-disorder'],
  },
  {
    id: 'exanthem',
    name: 'nonspecific exanthem',
    synonyms: ['exanthema', 'exanthematous eruption'],
    parents: ['erythematous-disorder'],
  },
  {
    id: 'neutrophilic-dermatosis',
    name: 'neutrophilic dermatosis',
    synonyms: ['neutrophilic skin disease'],
    parents: ['inflammatory'],
    differentials: [
      {
        id: 'cellulitis',
        sign: 'One spreading hot area that answers antibiotics favors cellulitis; several sterile plaques that fail them favor neutrophilic dermatosis.',
      },
      {
        id: 'leukocytoclastic-vasculitis',
        sign: 'Palpable purpura of the lower legs favors leukocytoclastic vasculitis; tender plaques or pustules full of neutrophils favor neutrophilic dermatosis.',
      },
    ],
  },
  {
    id: 'sweet-syndrome',
    name: 'Sweet syndrome',
    synonyms: ['acute febrile neutrophilic dermatosis', 'Gomm-Button disease', 'Sweet disease'],
    parents: ['neutrophilic-dermatosis'],
    codes: [
      { system: 'ICD-10', code: 'L98.2', match: 'exact' },
      { system: 'DOID', code: 'DOID:0080746', match: 'exact' },
    ],
    differentials: [
      {
        id: 'erythema-multiforme',
        sign: 'Targets on hands and feet without fever favor erythema multiforme; juicy plum-colored plaques with fever favor Sweet syndrome.',
      },
      {
        id: 'erythema-nodosum',
        sign: 'Deep shin nodules without surface change favor erythema nodosum; juicy plaques of face, neck and arms favor Sweet syndrome.',
      },
      {
        id: 'cellulitis',
        sign: 'One spreading hot area favors cellulitis; several tender plaques that fail antibiotics favor Sweet syndrome.',
      },
    ],
  },
  {
    id: 'neutrophilic-dermatosis-of-the-dorsal-hands',
    name: 'neutrophilic dermatosis of the dorsal hands',
    synonyms: ['pustular vasculitis of the hands'],
    parents: ['sweet-syndrome'],
  },
  {
    id: 'pyoderma-gangrenosum',
    name: 'pyoderma gangrenosum',
    synonyms: ['phagedenic pyoderma', 'phagedena geometrica'],
    abbreviations: ['PG'],
    parents: ['neutrophilic-dermatosis'],
    codes: [
      { system: 'ICD-10', code: 'L88', match: 'exact' },
      { system: 'DOID', code: 'DOID:8553', match: 'exact' },
    ],
    differentials: [
      {
        id: 'venous-ulcer',
        sign: 'Shallow ulcer with brown skin above the ankle favors venous ulcer; fast, painful ulcer with an undermined violet edge favors pyoderma gangrenosum.',
      },
      {
        id: 'squamous-cell-carcinoma',
        sign: 'A hard, slowly grown edge favors squamous cell carcinoma; a violet undermined edge grown in days favors pyoderma gangrenosum.',
      },
    ],
  },
  {
    id: 'pyostomatitis-vegetans',
    name: 'pyostomatitis vegetans',
    parents: ['pyoderma-gangrenosum', 'mucosal-disorder'],
  },
  {
    id: 'behcet-disease',
    name: 'Behçet disease',
    synonyms: ['Behçet', 'Behçet syndrome', 'Adamantiades-Behçet disease', 'malignant aphthosis'],
    parents: ['neutrophilic-dermatosis', 'vasculitis', 'mucosal-disorder'],
    codes: [
      { system: 'ICD-10', code: 'M35.2', match: 'exact' },
      { system: 'DOID', code: 'DOID:13241', match: 'exact' },
    ],
    differentials: [
      {
        id: 'recurrent-aphthous-stomatitis',
        sign: 'Mouth ulcers alone favor recurrent aphthous stomatitis; genital ulcers and uveitis besides favor Behçet disease.',
      },
      {
        id: 'pemphigus-vulgaris',
        sign: 'Ragged erosions that persist favor pemphigus vulgaris; round deep ulcers that heal and return favor Behçet disease.',
      },
      {
        id: 'herpes-simplex',
        sign: 'Grouped vesicles before the erosions favor herpes simplex; recurring deep mouth and genital ulcers with uveitis favor Behçet disease.',
      },
    ],
  },
  {
    id: 'subcorneal-pustular-dermatosis',
    name: 'subcorneal pustular dermatosis',
    synonyms: ['Sneddon-Wilkinson disease', 'subcorneal pustulosis'],
    parents: ['neutrophilic-dermatosis', 'bullous-disease'],
    codes: [
      { system: 'ICD-10', code: 'L13.1', match: 'exact' },
      { system: 'DOID', code: 'DOID:8508', match: 'exact' },
    ],
    differentials: [
      {
        id: 'iga-pemphigus',
        sign: 'IgA between keratinocytes favors IgA pemphigus; negative immunofluorescence favors subcorneal pustular dermatosis.',
      },
    ],
  },
  {
    id: 'rheumatoid-neutrophilic-dermatitis',
    name: 'rheumatoid neutrophilic dermatitis',
    parents: ['neutrophilic-dermatosis'],
  },
  {
    id: 'bowel-associated-dermatosis-arthritis-syndrome',
    name: 'bowel-associated dermatosis-arthritis syndrome',
    synonyms: ['bowel bypass syndrome', 'blind loop syndrome dermatosis'],
    parents: ['neutrophilic-dermatosis'],
  },
  {
    id: 'neutrophilic-eccrine-hidradenitis',
    name: 'neutrophilic eccrine hidradenitis',
    parents: ['neutrophilic-dermatosis', 'sweat-gland-disorder'],
  },
  {
    id: 'palmoplantar-eccrine-hidradenitis',
    name: 'palmoplantar eccrine hidradenitis',
    synonyms: [
      'idiopathic palmoplantar hidradenitis',
      'idiopathic recurrent plantar hidradenitis',
      'recurrent palmoplantar hidradenitis',
    ],
    parents: ['neutrophilic-dermatosis', 'sweat-gland-disorder'],
  },
  {
    id: 'neutrophilic-urticarial-dermatosis',
    name: 'neutrophilic urticarial dermatosis',
    parents: ['neutrophilic-dermatosis'],
  },
  {
    id: 'amicrobial-pustulosis-of-the-folds',
    name: 'amicrobial pustulosis of the folds',
    parents: ['neutrophilic-dermatosis'],
  },
  {
    id: 'sapho-syndrome',
    name: 'SAPHO syndrome',
    synonyms: ['synovitis acne pustulosis hyperostosis osteitis syndrome'],
    parents: ['neutrophilic-dermatosis'],
    codes: [{ system: 'DOID', code: 'DOID:13677', match: 'exact' }],
  },
  {
    id: 'papa-syndrome',
    name: 'PAPA syndrome',
    synonyms: ['pyogenic arthritis pyoderma gangrenosum and acne syndrome'],
    parents: ['neutrophilic-dermatosis', 'genodermatosis'],
    codes: [{ system: 'DOID', code: 'DOID:0080519', match: 'exact' }],
  },
  {
    id: 'eosinophilic-dermatosis',
    name: 'eosinophilic dermatosis',
    synonyms: ['eosinophilic skin disease'],
    parents: ['inflammatory'],
  },
  {
    id: 'wells-syndrome',
    name: 'Wells syndrome',
    synonyms: ['eosinophilic cellulitis'],
    parents: ['eosinophilic-dermatosis'],
    codes: [{ system: 'ICD-10', code: 'L98.3', match: 'exact' }],
    differentials: [
      {
        id: 'cellulitis',
        sign: 'Fever and quick response to antibiotics favor cellulitis; itch, flame figures and failing antibiotics favor Wells syndrome.',
      },
    ],
  },
  {
    id: 'hypereosinophilic-syndrome',
    name: 'hypereosinophilic syndrome',
    synonyms: ['hypereosinophilic dermatosis'],
    parents: ['eosinophilic-dermatosis'],
    codes: [{ system: 'DOID', code: 'DOID:999', match: 'exact' }],
  },
];
