import type { ConditionRecord } from '../format.ts';

/** Bacterial infections, with those of rickettsiae and spirochetes. */
export const bacterial: readonly ConditionRecord[] = [
  {
    id: 'bacterial-infection',
    name: 'bacterial skin infection',
    synonyms: ['cutaneous bacterial infection'],
    parents: ['infectious'],
  },
  {
    id: 'pyoderma',
    name: 'pyoderma',
    synonyms: ['purulent skin infection', 'pyogenic skin infection', 'pyodermia'],
    parents: ['bacterial-infection'],
    codes: [
      { system: 'ICD-10', code: 'L08.0', match: 'exact' },
      { system: 'DOID', code: 'DOID:4223', match: 'exact' },
    ],
  },
  {
    id: 'impetigo',
    name: 'impetigo',
    synonyms: [
      'impetigo contagiosa',
      'impetigo vulgaris',
      'impetigo simplex',
      'nonbullous impetigo',
      'porrigo',
      'pyoderma superficialis',
    ],
    parents: ['pyoderma'],
    codes: [
      { system: 'ICD-10', code: 'L01.0', match: 'exact' },
      { system: 'DOID', code: 'DOID:8504', match: 'exact' },
    ],
    differentials: [
      {
        id: 'atopic-dermatitis',
        sign: 'Honey-colored crust on spreading erosions favors impetigo; chronic itch with lichenification favors atopic dermatitis.',
      },
      {
        id: 'herpes-simplex',
        sign: 'Grouped vesicles that return at one site favor herpes simplex; honey-colored crust that spreads favors impetigo.',
      },
      {
        id: 'tinea-corporis',
        sign: 'Slow rings with scale favor tinea corporis; fast spread with honey-colored crust favors impetigo.',
      },
      {
        id: 'ecthyma',
        sign: 'A punched-out ulcer beneath the crust favors ecthyma; a shallow erosion favors impetigo.',
      },
    ],
  },
  {
    id: 'bullous-impetigo',
    name: 'bullous impetigo',
    synonyms: ['impetigo bullosa', 'staphylococcal impetigo'],
    parents: ['impetigo'],
    differentials: [
      {
        id: 'bullous-pemphigoid',
        sign: 'Tense blisters on urticated skin in old age favor bullous pemphigoid; flaccid blisters with varnish-like crust in a child favor bullous impetigo.',
      },
    ],
  },
  {
    id: 'ecthyma',
    name: 'ecthyma',
    synonyms: ['ecthyma simplex', 'ecthyma vulgare'],
    parents: ['pyoderma'],
    codes: [{ system: 'DOID', code: 'DOID:11907', match: 'exact' }],
  },
  {
    id: 'furuncle',
    name: 'furuncle',
    synonyms: ['boil', 'furunculus', 'furunculosis', 'blind boil', 'deep folliculitis'],
    parents: ['pyoderma'],
    differentials: [
      {
        id: 'epidermoid-cyst',
        sign: 'A long-standing lump with a pore favors epidermoid cyst; a new hot tender nodule with a necrotic core favors furuncle.',
      },
    ],
  },
  {
    id: 'carbuncle',
    name: 'carbuncle',
    synonyms: ['carbunculus', 'anthrax simplex', 'anthrax benigna'],
    parents: ['pyoderma'],
    codes: [{ system: 'DOID', code: 'DOID:2176', match: 'exact' }],
  },
  {
    id: 'abscess-of-skin',
    name: 'abscess of skin',
    synonyms: ['abscess', 'cutaneous abscess', 'skin abscess', 'subcutaneous abscess'],
    parents: ['pyoderma'],
    codes: [{ system: 'ICD-10', code: 'L02', match: 'broad' }],
  },
  {
    id: 'blastomycosis-like-pyoderma',
    name: 'blastomycosis-like pyoderma',
    synonyms: ['pyoderma vegetans', 'pyoderma verrucosum'],
    parents: ['pyoderma'],
  },
  {
    id: 'botryomycosis',
    name: 'botryomycosis',
    synonyms: ['bacterial pseudomycosis', 'granular bacteriosis'],
    parents: ['pyoderma'],
  },
  {
    id: 'staphylococcal-scalded-skin-syndrome',
    name: 'staphylococcal scalded skin syndrome',
    synonyms: [
      'Ritter disease',
      'dermatitis exfoliativa neonatorum',
      'pemphigus neonatorum',
      'Ritter von Rittershain disease',
      'toxin-mediated epidermal necrolysis of childhood',
    ],
    abbreviations: ['SSSS'],
    parents: ['pyoderma', 'neonatal-dermatosis', 'bullous-disease'],
    codes: [
      { system: 'ICD-10', code: 'L00', match: 'exact' },
      { system: 'DOID', code: 'DOID:9063', match: 'exact' },
    ],
    differentials: [
      {
        id: 'toxic-epidermal-necrolysis',
        sign: 'Full-thickness sheets and sore mucosa after a drug favor toxic epidermal necrolysis; shallow peeling without mucosal sores in a child favors staphylococcal scalded skin syndrome.',
      },
    ],
  },
  {
    id: 'infected-wound',
    name: 'infected wound',
    synonyms: [
      'wound infection',
      'surgical site infection',
      'infected ulcer',
      'post-mortem pustule',
      'dissection wound',
    ],
    parents: ['pyoderma'],
  },
  {
    id: 'omphalitis',
    name: 'omphalitis',
    synonyms: ['umbilical infection'],
    parents: ['pyoderma', 'neonatal-dermatosis'],
    codes: [{ system: 'ICD-10', code: 'P38', match: 'exact' }],
  },
  {
    id: 'staphylococcal-skin-infection',
    name: 'staphylococcal skin infection',
    synonyms: [
      'staphylococcal infection',
      'staph infection',
      'MRSA skin infection',
      'Staphylococcus aureus skin infection',
    ],
    parents: ['bacterial-infection'],
  },
  {
    id: 'streptococcal-skin-infection',
    name: 'streptococcal skin infection',
    synonyms: ['streptococcal infection', 'strep skin infection'],
    parents: ['bacterial-infection'],
  },
  {
    id: 'otitis-externa',
    name: 'otitis externa',
    synonyms: ["swimmer's ear", 'external otitis'],
    parents: ['bacterial-infection'],
    codes: [
      { system: 'ICD-10', code: 'H60', match: 'exact' },
      { system: 'DOID', code: 'DOID:9463', match: 'exact' },
    ],
  },
  {
    id: 'soft-tissue-infection',
    name: 'soft tissue infection',
    synonyms: ['skin and soft tissue infection'],
    parents: ['bacterial-infection'],
  },
  {
    id: 'cellulitis',
    name: 'cellulitis',
    synonyms: ['bacterial cellulitis', 'cellulitis of leg'],
    parents: ['soft-tissue-infection'],
    codes: [
      { system: 'ICD-10', code: 'L03', match: 'exact' },
      { system: 'DOID', code: 'DOID:3488', match: 'exact' },
    ],
    differentials: [
      {
        id: 'contact-dermatitis',
        sign: 'Itch and vesicles favor contact dermatitis; pain, heat and fever favor cellulitis.',
      },
      {
        id: 'erysipelas',
        sign: 'A raised sharp edge favors erysipelas; a blurred edge favors cellulitis.',
      },
    ],
  },
  {
    id: 'periorbital-cellulitis',
    name: 'periorbital cellulitis',
    synonyms: ['preseptal cellulitis'],
    parents: ['cellulitis'],
  },
  {
    id: 'perianal-streptococcal-dermatitis',
    name: 'perianal streptococcal dermatitis',
    synonyms: [
      'perianal streptococcal cellulitis',
      'perianal cellulitis',
      'perianal streptococcal disease',
    ],
    parents: ['cellulitis'],
  },
  {
    id: 'ludwig-angina',
    name: 'Ludwig angina',
    parents: ['cellulitis'],
    codes: [{ system: 'DOID', code: 'DOID:4558', match: 'exact' }],
  },
  {
    id: 'erysipelas',
    name: 'erysipelas',
    synonyms: ['St Anthony fire', 'erysipelas migrans', 'erysipelas ambulans'],
    parents: ['soft-tissue-infection'],
    codes: [
      { system: 'ICD-10', code: 'A46', match: 'exact' },
      { system: 'DOID', code: 'DOID:11330', match: 'exact' },
    ],
    differentials: [
      {
        id: 'allergic-contact-dermatitis',
        sign: 'Itch, vesicles and no fever favor allergic contact dermatitis; a raised hot edge with chills favors erysipelas.',
      },
      {
        id: 'herpes-zoster',
        sign: 'Grouped vesicles in one dermatome favor herpes zoster; a hot raised plaque that crosses the midline favors erysipelas.',
      },
    ],
  },
  {
    id: 'blistering-distal-dactylitis',
    name: 'blistering distal dactylitis',
    synonyms: ['blistering dactylitis'],
    parents: ['soft-tissue-infection'],
  },
  {
    id: 'necrotizing-fasciitis',
    name: 'necrotizing fasciitis',
    synonyms: [
      'flesh-eating disease',
      'hospital gangrene',
      'streptococcal gangrene',
      'necrotising soft tissue infection',
    ],
    parents: ['soft-tissue-infection'],
    codes: [
      { system: 'ICD-10', code: 'M72.6', match: 'exact' },
      { system: 'DOID', code: 'DOID:9602', match: 'exact' },
    ],
  },
  {
    id: 'fournier-gangrene',
    name: 'Fournier gangrene',
    synonyms: ['gangrene of the scrotum', 'Fournier disease'],
    parents: ['necrotizing-fasciitis'],
  },
  {
    id: 'progressive-bacterial-synergistic-gangrene',
    name: 'progressive bacterial synergistic gangrene',
    synonyms: ['Meleney gangrene', 'Meleney ulcer'],
    parents: ['soft-tissue-infection'],
  },
  {
    id: 'gas-gangrene',
    name: 'gas gangrene',
    synonyms: ['clostridial myonecrosis', 'malignant edema'],
    parents: ['soft-tissue-infection'],
    codes: [
      { system: 'ICD-10', code: 'A48.0', match: 'exact' },
      { system: 'DOID', code: 'DOID:9159', match: 'exact' },
    ],
  },
  {
    id: 'phlegmon',
    name: 'phlegmon',
    synonyms: ['phlegmona diffusa', 'diffuse phlegmon', 'phlegmonous cellulitis'],
    parents: ['soft-tissue-infection'],
  },
  {
    id: 'acute-lymphangitis',
    name: 'acute lymphangitis',
    synonyms: ['bacterial lymphangitis', 'lymphangitis'],
    parents: ['soft-tissue-infection'],
    codes: [{ system: 'DOID', code: 'DOID:9317', match: 'exact' }],
  },
  {
    id: 'felon',
    name: 'felon',
    synonyms: ['pulp space infection', 'subcutaneous whitlow'],
    parents: ['soft-tissue-infection'],
  },
  {
    id: 'vibrio-vulnificus-infection',
    name: 'vibrio vulnificus infection',
    parents: ['soft-tissue-infection'],
  },
  {
    id: 'corynebacterial-infection',
    name: 'corynebacterial infection',
    synonyms: ['corynebacterial skin infection'],
    parents: ['bacterial-infection'],
  },
  {
    id: 'erythrasma',
    name: 'erythrasma',
    parents: ['corynebacterial-infection'],
    codes: [
      { system: 'ICD-10', code: 'L08.1', match: 'exact' },
      { system: 'DOID', code: 'DOID:4131', match: 'exact' },
    ],
    differentials: [
      {
        id: 'tinea-cruris',
        sign: 'A scaly active border with hyphae favors tinea cruris; even brown-red patches with coral-red fluorescence favor erythrasma.',
      },
    ],
  },
  {
    id: 'trichomycosis-axillaris',
    name: 'trichomycosis axillaris',
    synonyms: [
      'trichobacteriosis axillaris',
      'trichomycosis nodosa',
      'leptothrix',
      'trichomycosis palmellina',
      'lepothrix',
    ],
    parents: ['corynebacterial-infection', 'hair-disorder'],
  },
  {
    id: 'pitted-keratolysis',
    name: 'pitted keratolysis',
    synonyms: [
      'keratolysis sulcata',
      'keratoma plantare sulcatum',
      'keratolysis plantare sulcatum',
    ],
    parents: ['corynebacterial-infection'],
    differentials: [
      {
        id: 'tinea-pedis',
        sign: 'Scale and cracks between the toes favor tinea pedis; small pits with odor on pressure areas favor pitted keratolysis.',
      },
    ],
  },
  {
    id: 'cutaneous-diphtheria',
    name: 'cutaneous diphtheria',
    synonyms: ['diphtheria of the skin', 'desert sore', 'veldt sore'],
    parents: ['corynebacterial-infection'],
    codes: [
      { system: 'ICD-10', code: 'A36.3', match: 'exact' },
      { system: 'DOID', code: 'DOID:12275', match: 'exact' },
    ],
  },
  {
    id: 'pseudomonas-skin-infection',
    name: 'pseudomonas skin infection',
    synonyms: ['pseudomonal skin infection', 'Pseudomonas aeruginosa skin infection'],
    parents: ['bacterial-infection'],
  },
  {
    id: 'ecthyma-gangrenosum',
    name: 'ecthyma gangrenosum',
    synonyms: ['dermatitis gangrenosa infantum', 'pseudomonas ecthyma'],
    parents: ['pseudomonas-skin-infection'],
  },
  {
    id: 'hot-foot-syndrome',
    name: 'hot foot syndrome',
    synonyms: ['pseudomonas hot foot syndrome'],
    parents: ['pseudomonas-skin-infection'],
  },
  {
    id: 'bacterial-exanthem',
    name: 'bacterial exanthem',
    synonyms: ['bacterial exanthema'],
    parents: ['bacterial-infection', 'exanthem'],
    codes: [{ system: 'DOID', code: 'DOID:0050487', match: 'exact' }],
  },
  {
    id: 'scarlet-fever',
    name: 'scarlet fever',
    synonyms: ['scarlatina'],
    parents: ['bacterial-exanthem'],
    codes: [
      { system: 'ICD-10', code: 'A38', match: 'exact' },
      { system: 'DOID', code: 'DOID:8596', match: 'exact' },
    ],
  },
  {
    id: 'toxic-shock-syndrome',
    name: 'toxic shock syndrome',
    parents: ['bacterial-exanthem'],
    codes: [
      { system: 'ICD-10', code: 'A48.3', match: 'exact' },
      { system: 'DOID', code: 'DOID:14115', match: 'exact' },
    ],
  },
  {
    id: 'recurrent-toxin-mediated-perineal-erythema',
    name: 'recurrent toxin-mediated perineal erythema',
    synonyms: ['recurrent scarlatiniform perianal erythema'],
    parents: ['bacterial-exanthem'],
  },
  {
    id: 'cutaneous-anthrax',
    name: 'cutaneous anthrax',
    synonyms: ['anthrax', 'malignant pustule', 'pustula maligna', 'charbon'],
    parents: ['bacterial-infection'],
    codes: [
      { system: 'ICD-10', code: 'A22.0', match: 'exact' },
      { system: 'DOID', code: 'DOID:7426', match: 'exact' },
    ],
  },
  {
    id: 'erysipeloid',
    name: 'erysipeloid',
    synonyms: [
      'erysipeloid of Rosenbach',
      "fish handler's disease",
      'erythema serpens',
      'Rosenbach disease',
    ],
    parents: ['bacterial-infection'],
    codes: [
      { system: 'ICD-10', code: 'A26.0', match: 'exact' },
      { system: 'DOID', code: 'DOID:0050061', match: 'exact' },
    ],
  },
  {
    id: 'tularemia',
    name: 'tularemia',
    synonyms: ['rabbit fever', 'deer fly fever', 'ulceroglandular tularemia'],
    parents: ['bacterial-infection'],
    codes: [{ system: 'DOID', code: 'DOID:2123', match: 'exact' }],
  },
  {
    id: 'glanders',
    name: 'glanders',
    synonyms: ['equinia', 'farcy', 'malleus'],
    parents: ['bacterial-infection'],
    codes: [
      { system: 'ICD-10', code: 'A24.0', match: 'exact' },
      { system: 'DOID', code: 'DOID:13444', match: 'exact' },
    ],
  },
  {
    id: 'melioidosis',
    name: 'melioidosis',
    synonyms: ['Whitmore disease', 'cutaneous melioidosis'],
    parents: ['bacterial-infection'],
    codes: [{ system: 'DOID', code: 'DOID:5052', match: 'exact' }],
  },
  {
    id: 'bubonic-plague',
    name: 'bubonic plague',
    synonyms: ['plague', 'pestis bubonica'],
    parents: ['bacterial-infection'],
    codes: [
      { system: 'ICD-10', code: 'A20.0', match: 'exact' },
      { system: 'DOID', code: 'DOID:10773', match: 'exact' },
    ],
  },
  {
    id: 'cat-scratch-disease',
    name: 'cat scratch disease',
    synonyms: ['cat scratch fever', 'benign lymphoreticulosis'],
    parents: ['bacterial-infection'],
    codes: [
      { system: 'ICD-10', code: 'A28.1', match: 'exact' },
      { system: 'DOID', code: 'DOID:11258', match: 'exact' },
    ],
  },
  {
    id: 'bacillary-angiomatosis',
    name: 'bacillary angiomatosis',
    synonyms: ['epithelioid angiomatosis', 'bartonella angiomatosis'],
    parents: ['bacterial-infection'],
    codes: [{ system: 'DOID', code: 'DOID:0060345', match: 'exact' }],
    differentials: [
      {
        id: 'kaposi-sarcoma',
        sign: 'Flat violet patches along skin lines favor Kaposi sarcoma; red domes with a collarette in a feverish patient favor bacillary angiomatosis.',
      },
      {
        id: 'pyogenic-granuloma',
        sign: 'A single lesion in a well patient favors pyogenic granuloma; many in an immunodeficient patient favor bacillary angiomatosis.',
      },
    ],
  },
  {
    id: 'carrion-disease',
    name: 'Carrion disease',
    synonyms: ['verruga peruana', 'Peruvian wart', 'Oroya fever', 'cutaneous bartonellosis'],
    parents: ['bacterial-infection'],
    codes: [
      { system: 'ICD-10', code: 'A44.1', match: 'narrow' },
      { system: 'DOID', code: 'DOID:0050398', match: 'exact' },
    ],
  },
  {
    id: 'brucellosis',
    name: 'brucellosis',
    synonyms: ['undulant fever', 'Malta fever'],
    parents: ['bacterial-infection'],
    codes: [
      { system: 'ICD-10', code: 'A23', match: 'exact' },
      { system: 'DOID', code: 'DOID:11077', match: 'exact' },
    ],
  },
  {
    id: 'leptospirosis',
    name: 'leptospirosis',
    synonyms: ['Weil disease', 'Fort Bragg fever', 'pretibial fever'],
    parents: ['bacterial-infection'],
    codes: [
      { system: 'ICD-10', code: 'A27', match: 'exact' },
      { system: 'DOID', code: 'DOID:2297', match: 'exact' },
    ],
  },
  {
    id: 'rat-bite-fever',
    name: 'rat-bite fever',
    synonyms: ['sodoku', 'Haverhill fever', 'erythema arthriticum epidemicum'],
    parents: ['bacterial-infection'],
    codes: [
      { system: 'ICD-10', code: 'A25', match: 'exact' },
      { system: 'DOID', code: 'DOID:13238', match: 'exact' },
    ],
  },
  {
    id: 'meningococcemia',
    name: 'meningococcemia',
    synonyms: ['meningococcal septicemia', 'meningococcal purpura'],
    parents: ['bacterial-infection', 'purpura'],
  },
  {
    id: 'actinomycosis',
    name: 'actinomycosis',
    synonyms: ['lumpy jaw', 'cervicofacial actinomycosis'],
    parents: ['bacterial-infection'],
    codes: [
      { system: 'ICD-10', code: 'A42', match: 'exact' },
      { system: 'DOID', code: 'DOID:8478', match: 'exact' },
    ],
  },
  {
    id: 'nocardiosis',
    name: 'nocardiosis',
    synonyms: ['cutaneous nocardiosis', 'lymphocutaneous nocardiosis'],
    parents: ['bacterial-infection'],
    codes: [
      { system: 'ICD-10', code: 'A43.1', match: 'exact' },
      { system: 'DOID', code: 'DOID:2312', match: 'exact' },
    ],
  },
  {
    id: 'rhinoscleroma',
    name: 'rhinoscleroma',
    synonyms: ['scleroma', 'Klebsiella rhinoscleromatis infection'],
    parents: ['bacterial-infection'],
    codes: [{ system: 'DOID', code: 'DOID:11336', match: 'exact' }],
  },
  {
    id: 'noma',
    name: 'noma',
    synonyms: ['cancrum oris', 'gangrenous stomatitis'],
    parents: ['bacterial-infection', 'mucosal-disorder'],
    codes: [
      { system: 'ICD-10', code: 'A69.0', match: 'exact' },
      { system: 'DOID', code: 'DOID:9672', match: 'exact' },
    ],
  },
  {
    id: 'tropical-ulcer',
    name: 'tropical ulcer',
    synonyms: ['tropical phagedenic ulcer', 'phagedenic ulcer', 'Naga sore', 'Aden ulcer'],
    parents: ['bacterial-infection'],
  },
  {
    id: 'reactive-infectious-mucocutaneous-eruption',
    name: 'reactive infectious mucocutaneous eruption',
    synonyms: [
      'mycoplasma-induced rash and mucositis',
      'Mycoplasma pneumoniae-induced rash and mucositis',
      'Fuchs syndrome',
    ],
    abbreviations: ['RIME', 'MIRM'],
    parents: ['bacterial-infection', 'mucosal-disorder'],
  },
  {
    id: 'malakoplakia',
    name: 'malakoplakia',
    synonyms: ['malacoplakia', 'cutaneous malakoplakia'],
    parents: ['bacterial-infection'],
  },
  {
    id: 'lyme-disease',
    name: 'Lyme disease',
    synonyms: ['Lyme borreliosis', 'borreliosis', 'cutaneous borreliosis'],
    parents: ['bacterial-infection'],
    codes: [
      { system: 'ICD-10', code: 'A69.2', match: 'exact' },
      { system: 'DOID', code: 'DOID:11729', match: 'exact' },
    ],
    differentials: [
      {
        id: 'cellulitis',
        sign: 'Pain, heat and fever within two days favor cellulitis; a painless ring that widens over weeks favors Lyme disease.',
      },
      {
        id: 'morphea',
        sign: 'An ivory firm center with a lilac ring favors morphea; a soft red ring after a tick bite favors Lyme disease.',
      },
    ],
  },
  {
    id: 'erythema-migrans',
    name: 'erythema migrans',
    synonyms: ['erythema chronicum migrans', 'erythema migrans of Afzelius-Lipschütz'],
    parents: ['lyme-disease'],
    differentials: [
      {
        id: 'tinea-corporis',
        sign: 'Scale at the edge and slow growth favor tinea corporis; a smooth ring that widens by centimeters after a tick bite favors erythema migrans.',
      },
      {
        id: 'granuloma-annulare',
        sign: 'Firm papules in a ring favor granuloma annulare; a flat red ring around a bite favors erythema migrans.',
      },
      {
        id: 'tick-bite',
        sign: 'A small red papule for some days favors plain tick bite; a ring above 5 cm after a week favors erythema migrans.',
      },
    ],
  },
  {
    id: 'acrodermatitis-chronica-atrophicans',
    name: 'acrodermatitis chronica atrophicans',
    synonyms: ['Pick-Herxheimer disease', 'Herxheimer disease', 'primary diffuse atrophy'],
    abbreviations: ['ACA'],
    parents: ['lyme-disease'],
    codes: [
      { system: 'ICD-10', code: 'L90.4', match: 'exact' },
      { system: 'DOID', code: 'DOID:0060344', match: 'exact' },
    ],
  },
  {
    id: 'rickettsial-infection',
    name: 'rickettsial infection',
    synonyms: ['rickettsiosis', 'rickettsial disease'],
    parents: ['bacterial-infection'],
  },
  {
    id: 'rocky-mountain-spotted-fever',
    name: 'Rocky Mountain spotted fever',
    synonyms: ['Rickettsia rickettsii spotted fever'],
    abbreviations: ['RMSF'],
    parents: ['rickettsial-infection'],
    codes: [
      { system: 'ICD-10', code: 'A77.0', match: 'exact' },
      { system: 'DOID', code: 'DOID:0050052', match: 'exact' },
    ],
  },
  {
    id: 'mediterranean-spotted-fever',
    name: 'Mediterranean spotted fever',
    synonyms: ['boutonneuse fever', 'Marseilles fever', 'fièvre boutonneuse'],
    parents: ['rickettsial-infection'],
    codes: [
      { system: 'ICD-10', code: 'A77.1', match: 'exact' },
      { system: 'DOID', code: 'DOID:14095', match: 'exact' },
    ],
  },
  {
    id: 'african-tick-bite-fever',
    name: 'African tick bite fever',
    parents: ['rickettsial-infection'],
    codes: [{ system: 'DOID', code: 'DOID:0050035', match: 'exact' }],
  },
  {
    id: 'scrub-typhus',
    name: 'scrub typhus',
    synonyms: ['tsutsugamushi disease'],
    parents: ['rickettsial-infection'],
    codes: [
      { system: 'ICD-10', code: 'A75.3', match: 'exact' },
      { system: 'DOID', code: 'DOID:13371', match: 'exact' },
    ],
  },
  {
    id: 'rickettsialpox',
    name: 'rickettsialpox',
    synonyms: ['vesicular rickettsiosis'],
    parents: ['rickettsial-infection'],
    codes: [{ system: 'DOID', code: 'DOID:11103', match: 'exact' }],
  },
  {
    id: 'epidemic-typhus',
    name: 'epidemic typhus',
    synonyms: ['louse-borne typhus', 'exanthematic typhus', 'typhus exanthematicus'],
    parents: ['rickettsial-infection'],
    codes: [
      { system: 'ICD-10', code: 'A75.0', match: 'exact' },
      { system: 'DOID', code: 'DOID:0050480', match: 'exact' },
    ],
  },
  {
    id: 'treponematosis',
    name: 'treponematosis',
    synonyms: ['treponemal infection'],
    parents: ['bacterial-infection'],
  },
  {
    id: 'yaws',
    name: 'yaws',
    synonyms: ['frambesia', 'pian', 'frambesia tropica', 'polypapilloma tropicum', 'bouba'],
    parents: ['treponematosis'],
    codes: [
      { system: 'ICD-10', code: 'A66', match: 'exact' },
      { system: 'DOID', code: 'DOID:10371', match: 'exact' },
    ],
  },
  {
    id: 'pinta',
    name: 'pinta',
    synonyms: ['carate', 'mal del pinto'],
    parents: ['treponematosis'],
    codes: [{ system: 'ICD-10', code: 'A67', match: 'exact' }],
  },
  {
    id: 'endemic-syphilis',
    name: 'endemic syphilis',
    synonyms: ['bejel', 'nonvenereal syphilis'],
    parents: ['treponematosis'],
    codes: [
      { system: 'ICD-10', code: 'A65', match: 'exact' },
      { system: 'DOID', code: 'DOID:13431', match: 'exact' },
    ],
  },
];
