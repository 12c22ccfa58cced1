import type { ConditionRecord } from '../format.ts';

/** Fungal infections. */
export const fungal: readonly ConditionRecord[] = [
  {
    id: 'fungal-infection',
    name: 'fungal skin infection',
    synonyms: ['cutaneous mycosis', 'dermatomycosis', 'mycotic infection', 'mycosis of the skin'],
    parents: ['infectious'],
  },
  {
    id: 'tinea',
    name: 'tinea',
    synonyms: [
      'dermatophytosis',
      'ringworm',
      'tinea trichophytina',
      'trichophytosis',
      'dermatophyte infection',
      'epidermophytosis',
      'microsporosis',
      'herpes tonsurans',
    ],
    parents: ['fungal-infection'],
    codes: [
      { system: 'ICD-10', code: 'B35', match: 'exact' },
      { system: 'DOID', code: 'DOID:8913', match: 'exact' },
    ],
  },
  {
    id: 'tinea-corporis',
    name: 'tinea corporis',
    synonyms: [
      'ringworm of the body',
      'tinea circinata',
      'tinea trichophytina corporis',
      'trichophytosis corporis',
      'tinea glabrosa',
      'herpes circinatus',
    ],
    parents: ['tinea'],
    codes: [
      { system: 'ICD-10', code: 'B35.4', match: 'exact' },
      { system: 'DOID', code: 'DOID:12179', match: 'exact' },
    ],
    differentials: [
      {
        id: 'nummular-dermatitis',
        sign: 'Clearing in the center with hyphae favors tinea corporis; an evenly oozing coin favors nummular dermatitis.',
      },
      {
        id: 'subacute-cutaneous-lupus-erythematosus',
        sign: 'Sun-exposed rings with negative scrapings favor subacute cutaneous lupus erythematosus; hyphae in the edge favor tinea corporis.',
      },
    ],
  },
  { id: 'tinea-gladiatorum', name: 'tinea gladiatorum', parents: ['tinea-corporis'] },
  {
    id: 'tinea-imbricata',
    name: 'tinea imbricata',
    synonyms: ['Tokelau ringworm', 'Tokelau', 'Chinese ringworm'],
    parents: ['tinea-corporis'],
    codes: [
      { system: 'ICD-10', code: 'B35.5', match: 'exact' },
      { system: 'DOID', code: 'DOID:0050116', match: 'exact' },
    ],
  },
  {
    id: 'tinea-incognita',
    name: 'tinea incognita',
    synonyms: ['tinea incognito', 'steroid-modified tinea'],
    parents: ['tinea-corporis'],
  },
  {
    id: 'majocchi-granuloma',
    name: 'Majocchi granuloma',
    synonyms: [
      'nodular granulomatous perifolliculitis',
      'trichophytic granuloma',
      'granuloma trichophyticum',
      'tinea profunda',
    ],
    parents: ['tinea-corporis'],
    codes: [{ system: 'DOID', code: 'DOID:13368', match: 'exact' }],
  },
  {
    id: 'tinea-capitis',
    name: 'tinea capitis',
    synonyms: [
      'tinea tonsurans',
      'ringworm of the scalp',
      'scalp ringworm',
      'tinea trichophytina capitis',
      'porrigo scutulata',
      'trichophytosis capitis',
      'tinea kerion',
    ],
    parents: ['tinea', 'hair-disorder'],
    codes: [{ system: 'DOID', code: 'DOID:4337', match: 'exact' }],
    differentials: [
      {
        id: 'alopecia-areata',
        sign: 'Smooth bald skin with exclamation-mark hairs favors alopecia areata; scale and broken hairs favor tinea capitis.',
      },
      {
        id: 'psoriasis',
        sign: 'Silvery plaques with intact hair favor psoriasis; scale with broken hairs favors tinea capitis.',
      },
    ],
  },
  {
    id: 'kerion',
    name: 'kerion',
    synonyms: ['kerion Celsi', 'inflammatory tinea capitis', 'kerion of Celsus'],
    parents: ['tinea-capitis'],
  },
  {
    id: 'favus',
    name: 'favus',
    synonyms: [
      'tinea favosa',
      'porrigo favosa',
      'honeycomb ringworm',
      'crusted ringworm',
      'porrigo lupinosa',
    ],
    parents: ['tinea-capitis'],
    codes: [{ system: 'DOID', code: 'DOID:4336', match: 'exact' }],
  },
  {
    id: 'tinea-barbae',
    name: 'tinea barbae',
    synonyms: [
      'tinea sycosis',
      'ringworm of the beard',
      "barber's itch",
      'parasitic sycosis',
      'sycosis parasitica',
      'tinea trichophytina barbae',
      'hyphomycotic sycosis',
      'sycosis trichophytica',
    ],
    parents: ['tinea'],
    codes: [{ system: 'DOID', code: 'DOID:0050096', match: 'exact' }],
  },
  {
    id: 'tinea-cruris',
    name: 'tinea cruris',
    synonyms: [
      'jock itch',
      'ringworm of the groin',
      'eczema marginatum',
      'dhobie itch',
      'tinea inguinalis',
      'tinea trichophytina cruris',
      'crotch itch',
    ],
    parents: ['tinea'],
    codes: [
      { system: 'ICD-10', code: 'B35.6', match: 'exact' },
      { system: 'DOID', code: 'DOID:11917', match: 'exact' },
    ],
    differentials: [
      {
        id: 'candidiasis',
        sign: 'Satellite pustules and scrotal involvement favor candidiasis; a scaly arc that spares the scrotum favors tinea cruris.',
      },
      {
        id: 'inverse-psoriasis',
        sign: 'Even shiny red without scale favors inverse psoriasis; an active edge with central clearing favors tinea cruris.',
      },
    ],
  },
  {
    id: 'tinea-pedis',
    name: 'tinea pedis',
    synonyms: [
      "athlete's foot",
      'ringworm of the foot',
      'foot ringworm',
      'moccasin foot',
      'interdigital tinea',
      'Hong Kong foot',
    ],
    parents: ['tinea'],
    codes: [
      { system: 'ICD-10', code: 'B35.3', match: 'exact' },
      { system: 'DOID', code: 'DOID:12403', match: 'exact' },
    ],
    differentials: [
      {
        id: 'allergic-contact-dermatitis',
        sign: 'Itchy eczema of the dorsal foot favors allergic contact dermatitis; scale between toes and soles with hyphae favors tinea pedis.',
      },
      {
        id: 'palmoplantar-psoriasis',
        sign: 'Thick sharp plaques with psoriasis elsewhere favor palmoplantar psoriasis; fine moccasin scale with hyphae favors tinea pedis.',
      },
    ],
  },
  {
    id: 'tinea-manuum',
    name: 'tinea manuum',
    synonyms: ['ringworm of the hand', 'tinea manus', 'two feet-one hand syndrome'],
    parents: ['tinea'],
    codes: [
      { system: 'ICD-10', code: 'B35.2', match: 'exact' },
      { system: 'DOID', code: 'DOID:13369', match: 'exact' },
    ],
  },
  {
    id: 'tinea-faciei',
    name: 'tinea faciei',
    synonyms: ['ringworm of the face', 'tinea faciale', 'facial ringworm'],
    parents: ['tinea'],
    differentials: [
      {
        id: 'rosacea',
        sign: 'Flushing and pustules of both cheeks favor rosacea; a one-sided ring with scale favors tinea faciei.',
      },
      {
        id: 'discoid-lupus-erythematosus',
        sign: 'Scarring with follicular plugs favors discoid lupus erythematosus; hyphae in a scaly edge favor tinea faciei.',
      },
    ],
  },
  {
    id: 'onychomycosis',
    name: 'onychomycosis',
    synonyms: [
      'fungal nail infection',
      'fungal nail disease',
      'ringworm of the nail',
      'onychomycosis trichophytina',
      'fungal infection of nail',
    ],
    parents: ['fungal-infection', 'nail-disorder'],
    codes: [{ system: 'ICD-10', code: 'B35.1', match: 'exact' }],
    differentials: [
      {
        id: 'nail-psoriasis',
        sign: 'Pits, oil drops and skin psoriasis favor nail psoriasis; crumbling yellow nails with hyphae favor onychomycosis.',
      },
    ],
  },
  {
    id: 'tinea-unguium',
    name: 'tinea unguium',
    synonyms: [
      'dermatophyte onychomycosis',
      'tinea trichophytina unguium',
      'trichophytosis unguium',
    ],
    parents: ['onychomycosis', 'tinea'],
    codes: [{ system: 'DOID', code: 'DOID:13074', match: 'exact' }],
  },
  {
    id: 'distal-and-lateral-subungual-onychomycosis',
    name: 'distal and lateral subungual onychomycosis',
    synonyms: ['distal subungual onychomycosis', 'distal lateral subungual onychomycosis'],
    abbreviations: ['DLSO'],
    parents: ['onychomycosis'],
  },
  {
    id: 'white-superficial-onychomycosis',
    name: 'white superficial onychomycosis',
    synonyms: ['superficial white onychomycosis', 'leukonychia mycotica'],
    parents: ['onychomycosis'],
  },
  {
    id: 'proximal-subungual-onychomycosis',
    name: 'proximal subungual onychomycosis',
    abbreviations: ['PSO'],
    parents: ['onychomycosis'],
  },
  {
    id: 'candidal-onychomycosis',
    name: 'candidal onychomycosis',
    synonyms: ['candida onychomycosis', 'candidiasis of nail'],
    parents: ['onychomycosis', 'candidiasis'],
  },
  {
    id: 'total-dystrophic-onychomycosis',
    name: 'total dystrophic onychomycosis',
    parents: ['onychomycosis'],
  },
  {
    id: 'malassezia-infection',
    name: 'malassezia infection',
    synonyms: ['malasseziosis'],
    parents: ['fungal-infection'],
  },
  {
    id: 'pityriasis-versicolor',
    name: 'pityriasis versicolor',
    synonyms: [
      'tinea versicolor',
      'chromophytosis',
      'pityriasis furfuracea',
      'tinea flava',
      'dermatomycosis furfuracea',
    ],
    abbreviations: ['PV'],
    parents: ['malassezia-infection'],
    codes: [
      { system: 'ICD-10', code: 'B36.0', match: 'exact' },
      { system: 'DOID', code: 'DOID:9060', match: 'exact' },
    ],
    differentials: [
      {
        id: 'vitiligo',
        sign: 'Chalk-white without scale favors vitiligo; pale or tan patches with fine scale favor pityriasis versicolor.',
      },
      {
        id: 'pityriasis-rosea',
        sign: 'A herald patch and collarettes favor pityriasis rosea; branny scale raised by scratching favors pityriasis versicolor.',
      },
      {
        id: 'seborrheic-dermatitis',
        sign: 'Red greasy patches over the breastbone favor seborrheic dermatitis; tan branny patches of shoulders and trunk favor pityriasis versicolor.',
      },
    ],
  },
  {
    id: 'tinea-nigra',
    name: 'tinea nigra',
    synonyms: [
      'tinea nigra palmaris',
      'keratomycosis nigricans palmaris',
      'cladosporiosis epidermica',
    ],
    parents: ['fungal-infection'],
    codes: [
      { system: 'ICD-10', code: 'B36.1', match: 'exact' },
      { system: 'DOID', code: 'DOID:8912', match: 'exact' },
    ],
    differentials: [
      {
        id: 'melanoma',
        sign: 'A parallel ridge pattern with asymmetry favors acral melanoma; brown strands that ignore the ridges and scrape off favor tinea nigra.',
      },
    ],
  },
  {
    id: 'piedra',
    name: 'piedra',
    synonyms: ['trichosporosis nodosa', 'trichomycosis nodularis', 'tinea nodosa'],
    parents: ['fungal-infection', 'hair-disorder'],
  },
  {
    id: 'white-piedra',
    name: 'white piedra',
    synonyms: ['trichosporosis', 'piedra alba'],
    parents: ['piedra'],
    codes: [
      { system: 'ICD-10', code: 'B36.2', match: 'exact' },
      { system: 'DOID', code: 'DOID:13902', match: 'exact' },
    ],
  },
  {
    id: 'black-piedra',
    name: 'black piedra',
    synonyms: ['piedra nigra'],
    parents: ['piedra'],
    codes: [
      { system: 'ICD-10', code: 'B36.3', match: 'exact' },
      { system: 'DOID', code: 'DOID:12711', match: 'exact' },
    ],
  },
  {
    id: 'candidiasis',
    name: 'candidiasis',
    synonyms: [
      'candidosis',
      'moniliasis',
      'candida infection',
      'cutaneous candidiasis',
      'candidal infection',
      'yeast infection',
    ],
    parents: ['fungal-infection'],
    codes: [
      { system: 'ICD-10', code: 'B37', match: 'exact' },
      { system: 'DOID', code: 'DOID:1508', match: 'exact' },
    ],
  },
  {
    id: 'candidal-intertrigo',
    name: 'candidal intertrigo',
    synonyms: ['intertriginous candidiasis', 'candida intertrigo'],
    parents: ['candidiasis', 'intertrigo'],
    differentials: [
      {
        id: 'inverse-psoriasis',
        sign: 'Sharp shiny plaques without satellites favor inverse psoriasis; satellite pustules favor candidal intertrigo.',
      },
    ],
  },
  {
    id: 'oral-candidiasis',
    name: 'oral candidiasis',
    synonyms: [
      'thrush',
      'oral thrush',
      'candidal stomatitis',
      'oropharyngeal candidiasis',
      'stomatitis mycetogenetica',
    ],
    parents: ['candidiasis', 'mucosal-disorder'],
    codes: [
      { system: 'ICD-10', code: 'B37.0', match: 'exact' },
      { system: 'DOID', code: 'DOID:14262', match: 'exact' },
    ],
  },
  {
    id: 'vulvovaginal-candidiasis',
    name: 'vulvovaginal candidiasis',
    synonyms: ['genital candidiasis', 'vaginal thrush', 'candidal vulvovaginitis'],
    parents: ['candidiasis', 'mucosal-disorder'],
    codes: [
      { system: 'ICD-10', code: 'B37.3', match: 'exact' },
      { system: 'DOID', code: 'DOID:2272', match: 'exact' },
    ],
  },
  {
    id: 'candidal-balanitis',
    name: 'candidal balanitis',
    synonyms: ['candida balanitis', 'penile candidiasis'],
    parents: ['candidiasis', 'balanitis'],
  },
  {
    id: 'diaper-candidiasis',
    name: 'diaper candidiasis',
    synonyms: ['candidal diaper dermatitis', 'napkin candidiasis'],
    parents: ['candidiasis', 'diaper-dermatitis'],
  },
  {
    id: 'chronic-mucocutaneous-candidiasis',
    name: 'chronic mucocutaneous candidiasis',
    abbreviations: ['CMC'],
    parents: ['candidiasis'],
    codes: [{ system: 'DOID', code: 'DOID:2058', match: 'exact' }],
  },
  {
    id: 'congenital-candidiasis',
    name: 'congenital candidiasis',
    synonyms: ['congenital cutaneous candidiasis'],
    parents: ['candidiasis', 'neonatal-dermatosis'],
  },
  {
    id: 'erosio-interdigitalis-blastomycetica',
    name: 'erosio interdigitalis blastomycetica',
    synonyms: ['interdigital candidiasis'],
    parents: ['candidiasis'],
  },
  {
    id: 'deep-mycosis',
    name: 'deep mycosis',
    synonyms: ['subcutaneous mycosis', 'systemic mycosis of skin', 'deep fungal infection'],
    parents: ['fungal-infection'],
    codes: [{ system: 'DOID', code: 'DOID:0050135', match: 'exact' }],
  },
  {
    id: 'sporotrichosis',
    name: 'sporotrichosis',
    synonyms: ['Schenck disease', "rose gardener's disease", 'lymphocutaneous sporotrichosis'],
    parents: ['deep-mycosis'],
    codes: [
      { system: 'ICD-10', code: 'B42', match: 'exact' },
      { system: 'DOID', code: 'DOID:14484', match: 'exact' },
    ],
  },
  {
    id: 'chromoblastomycosis',
    name: 'chromoblastomycosis',
    synonyms: ['chromomycosis', 'verrucous dermatitis of Pedroso'],
    parents: ['deep-mycosis'],
    codes: [
      { system: 'ICD-10', code: 'B43.0', match: 'exact' },
      { system: 'DOID', code: 'DOID:1562', match: 'exact' },
    ],
    differentials: [
      {
        id: 'squamous-cell-carcinoma',
        sign: 'A hard fast-growing ulcer favors squamous cell carcinoma; a slow warty plaque with black dots and sclerotic cells favors chromoblastomycosis.',
      },
    ],
  },
  {
    id: 'mycetoma',
    name: 'mycetoma',
    synonyms: [
      'Madura foot',
      'fungous foot of India',
      'maduromycosis',
      'podelcoma',
      'Carter mycetoma',
    ],
    parents: ['deep-mycosis'],
    codes: [{ system: 'ICD-10', code: 'B47', match: 'exact' }],
  },
  {
    id: 'eumycetoma',
    name: 'eumycetoma',
    synonyms: ['maduromycotic mycetoma', 'eumycotic mycetoma'],
    parents: ['mycetoma'],
    codes: [
      { system: 'ICD-10', code: 'B47.0', match: 'exact' },
      { system: 'DOID', code: 'DOID:13078', match: 'exact' },
    ],
  },
  {
    id: 'actinomycetoma',
    name: 'actinomycetoma',
    synonyms: ['actinomycotic mycetoma'],
    parents: ['mycetoma', 'bacterial-infection'],
    codes: [{ system: 'ICD-10', code: 'B47.1', match: 'exact' }],
  },
  {
    id: 'phaeohyphomycosis',
    name: 'phaeohyphomycosis',
    synonyms: ['subcutaneous phaeohyphomycotic cyst'],
    parents: ['deep-mycosis'],
    codes: [{ system: 'DOID', code: 'DOID:14049', match: 'exact' }],
  },
  {
    id: 'lobomycosis',
    name: 'lobomycosis',
    synonyms: ['keloidal blastomycosis', 'lacaziosis', 'Jorge Lobo disease'],
    parents: ['deep-mycosis'],
    codes: [
      { system: 'ICD-10', code: 'B48.0', match: 'exact' },
      { system: 'DOID', code: 'DOID:13026', match: 'exact' },
    ],
  },
  {
    id: 'rhinosporidiosis',
    name: 'rhinosporidiosis',
    parents: ['deep-mycosis'],
    codes: [
      { system: 'ICD-10', code: 'B48.1', match: 'exact' },
      { system: 'DOID', code: 'DOID:2409', match: 'exact' },
    ],
  },
  {
    id: 'entomophthoromycosis',
    name: 'entomophthoromycosis',
    synonyms: ['basidiobolomycosis', 'subcutaneous zygomycosis'],
    parents: ['deep-mycosis'],
    codes: [{ system: 'DOID', code: 'DOID:0050278', match: 'exact' }],
  },
  {
    id: 'blastomycosis',
    name: 'blastomycosis',
    synonyms: [
      'blastomycetic dermatitis',
      'Gilchrist disease',
      'North American blastomycosis',
      'cutaneous blastomycosis',
    ],
    parents: ['deep-mycosis'],
    codes: [
      { system: 'ICD-10', code: 'B40', match: 'exact' },
      { system: 'DOID', code: 'DOID:12663', match: 'exact' },
    ],
  },
  {
    id: 'coccidioidomycosis',
    name: 'coccidioidomycosis',
    synonyms: [
      'valley fever',
      'cutaneous coccidioidomycosis',
      'coccidioidal granuloma',
      'San Joaquin fever',
    ],
    parents: ['deep-mycosis'],
    codes: [
      { system: 'ICD-10', code: 'B38', match: 'exact' },
      { system: 'DOID', code: 'DOID:13450', match: 'exact' },
    ],
  },
  {
    id: 'histoplasmosis',
    name: 'histoplasmosis',
    synonyms: ['cutaneous histoplasmosis', 'Darling disease'],
    parents: ['deep-mycosis'],
    codes: [
      { system: 'ICD-10', code: 'B39', match: 'exact' },
      { system: 'DOID', code: 'DOID:1731', match: 'exact' },
    ],
  },
  {
    id: 'cryptococcosis',
    name: 'cryptococcosis',
    synonyms: ['cutaneous cryptococcosis', 'torulosis'],
    parents: ['deep-mycosis'],
    codes: [
      { system: 'ICD-10', code: 'B45', match: 'exact' },
      { system: 'DOID', code: 'DOID:12053', match: 'exact' },
    ],
  },
  {
    id: 'paracoccidioidomycosis',
    name: 'paracoccidioidomycosis',
    synonyms: ['South American blastomycosis', 'Lutz disease'],
    parents: ['deep-mycosis'],
    codes: [
      { system: 'ICD-10', code: 'B41', match: 'exact' },
      { system: 'DOID', code: 'DOID:12662', match: 'exact' },
    ],
  },
  {
    id: 'talaromycosis',
    name: 'talaromycosis',
    synonyms: [
      'penicilliosis',
      'Talaromyces marneffei infection',
      'Penicillium marneffei infection',
    ],
    parents: ['deep-mycosis'],
    codes: [{ system: 'DOID', code: 'DOID:0050288', match: 'exact' }],
  },
  {
    id: 'aspergillosis',
    name: 'aspergillosis',
    synonyms: ['cutaneous aspergillosis'],
    parents: ['deep-mycosis'],
    codes: [
      { system: 'ICD-10', code: 'B44', match: 'exact' },
      { system: 'DOID', code: 'DOID:13564', match: 'exact' },
    ],
  },
  {
    id: 'mucormycosis',
    name: 'mucormycosis',
    synonyms: ['cutaneous mucormycosis', 'zygomycosis', 'phycomycosis'],
    parents: ['deep-mycosis'],
    codes: [{ system: 'DOID', code: 'DOID:8485', match: 'exact' }],
  },
  {
    id: 'fusariosis',
    name: 'fusariosis',
    synonyms: ['cutaneous fusariosis'],
    parents: ['deep-mycosis'],
    codes: [{ system: 'DOID', code: 'DOID:0050289', match: 'exact' }],
  },
  {
    id: 'protothecosis',
    name: 'protothecosis',
    synonyms: ['cutaneous protothecosis'],
    parents: ['fungal-infection'],
  },
];
