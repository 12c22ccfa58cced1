import type { ConditionRecord } from '../format.ts';

/** Granulomas, panniculitis, itch and prurigo. */
export const granulomatous: readonly ConditionRecord[] = [
  {
    id: 'granulomatous-disorder',
    name: 'granulomatous disorder',
    synonyms: [
      'granulomatous dermatosis',
      'noninfectious granulomatous disease',
      'granulomatous dermatitis',
      'granulomatous skin disease',
    ],
    parents: ['inflammatory'],
    codes: [{ system: 'DOID', code: 'DOID:4397', match: 'exact' }],
  },
  {
    id: 'granuloma-annulare',
    name: 'granuloma annulare',
    synonyms: [
      'lichen annularis',
      'ringed eruption of the fingers',
      'lichen annularis of Galloway',
    ],
    abbreviations: ['GA'],
    parents: ['granulomatous-disorder'],
    codes: [
      { system: 'ICD-10', code: 'L92.0', match: 'exact' },
      { system: 'DOID', code: 'DOID:3777', match: 'exact' },
    ],
    differentials: [
      {
        id: 'tinea-corporis',
        sign: 'A smooth ring of firm papules without scale favors granuloma annulare; a scaly border favors tinea corporis.',
      },
      {
        id: 'necrobiosis-lipoidica',
        sign: 'Yellow atrophic shin plaques with telangiectasia favor necrobiosis lipoidica; smooth skin-colored papules in rings favor granuloma annulare.',
      },
      {
        id: 'sarcoidosis',
        sign: 'Apple-jelly color and lung disease favor sarcoidosis; rings of firm papules on hands and feet favor granuloma annulare.',
      },
      {
        id: 'annular-lichen-planus',
        sign: 'Violet rings with Wickham striae favor annular lichen planus; smooth rings of firm papules favor granuloma annulare.',
      },
    ],
  },
  {
    id: 'generalized-granuloma-annulare',
    name: 'generalized granuloma annulare',
    synonyms: ['disseminated granuloma annulare', 'granuloma annulare disseminatum'],
    parents: ['granuloma-annulare'],
  },
  {
    id: 'subcutaneous-granuloma-annulare',
    name: 'subcutaneous granuloma annulare',
    synonyms: [
      'pseudorheumatoid nodule',
      'deep granuloma annulare',
      'granuloma annulare subcutaneum',
    ],
    parents: ['granuloma-annulare'],
    differentials: [
      {
        id: 'rheumatoid-nodule',
        sign: 'Joints with rheumatoid arthritis favor rheumatoid nodule; a healthy child with shin or scalp nodules favors subcutaneous granuloma annulare.',
      },
    ],
  },
  {
    id: 'perforating-granuloma-annulare',
    name: 'perforating granuloma annulare',
    parents: ['granuloma-annulare'],
  },
  {
    id: 'patch-granuloma-annulare',
    name: 'patch granuloma annulare',
    parents: ['granuloma-annulare'],
  },
  {
    id: 'annular-elastolytic-giant-cell-granuloma',
    name: 'annular elastolytic giant cell granuloma',
    synonyms: ['actinic granuloma', "O'Brien granuloma", 'Miescher granuloma of the face'],
    abbreviations: ['AEGCG'],
    parents: ['granulomatous-disorder'],
  },
  {
    id: 'necrobiosis-lipoidica',
    name: 'necrobiosis lipoidica',
    synonyms: [
      'necrobiosis lipoidica diabeticorum',
      'dermatitis atrophicans lipoidica diabetica',
      'Oppenheim-Urbach disease',
    ],
    abbreviations: ['NLD'],
    parents: ['granulomatous-disorder'],
    codes: [
      { system: 'ICD-10', code: 'L92.1', match: 'exact' },
      { system: 'DOID', code: 'DOID:3486', match: 'exact' },
    ],
    differentials: [
      {
        id: 'sarcoidosis',
        sign: 'Infiltrated plaques without a waxy atrophic center favor sarcoidosis; yellow shiny atrophy of the shins favors necrobiosis lipoidica.',
      },
      {
        id: 'morphea',
        sign: 'Ivory sclerosis with a lilac ring favors morphea; yellow atrophy with telangiectasia on the shins favors necrobiosis lipoidica.',
      },
      {
        id: 'stasis-dermatitis',
        sign: 'Itchy scaly ankles with brown staining favor stasis dermatitis; sharp yellow plaques favor necrobiosis lipoidica.',
      },
    ],
  },
  {
    id: 'sarcoidosis',
    name: 'sarcoidosis',
    synonyms: [
      'cutaneous sarcoidosis',
      'Boeck sarcoid',
      'Besnier-Boeck-Schaumann disease',
      'sarcoid',
      'benign lymphogranulomatosis',
      'Boeck disease',
      'sarcoidosis of skin',
    ],
    parents: ['granulomatous-disorder'],
    codes: [{ system: 'DOID', code: 'DOID:11335', match: 'exact' }],
    differentials: [
      {
        id: 'lupus-vulgaris',
        sign: 'Soft ulcerating plaques that heal with scars and hold mycobacteria favor lupus vulgaris; firm papules without ulcers favor sarcoidosis.',
      },
      {
        id: 'discoid-lupus-erythematosus',
        sign: 'Follicular plugs and scale favor discoid lupus erythematosus; smooth brown-red infiltrates favor sarcoidosis.',
      },
    ],
  },
  {
    id: 'lupus-pernio',
    name: 'lupus pernio',
    synonyms: ['lupus pernio of Besnier'],
    parents: ['sarcoidosis'],
  },
  {
    id: 'scar-sarcoidosis',
    name: 'scar sarcoidosis',
    synonyms: ['cicatricial sarcoidosis'],
    parents: ['sarcoidosis'],
  },
  {
    id: 'subcutaneous-sarcoidosis',
    name: 'subcutaneous sarcoidosis',
    synonyms: ['Darier-Roussy sarcoid'],
    parents: ['sarcoidosis'],
  },
  {
    id: 'lofgren-syndrome',
    name: 'Löfgren syndrome',
    synonyms: ['Loefgren syndrome'],
    parents: ['sarcoidosis'],
  },
  {
    id: 'foreign-body-granuloma',
    name: 'foreign body granuloma',
    synonyms: [
      'foreign body giant cell granuloma',
      'foreign body reaction',
      'silica granuloma',
      'suture granuloma',
    ],
    parents: ['granulomatous-disorder'],
    codes: [{ system: 'ICD-10', code: 'L92.3', match: 'exact' }],
    differentials: [
      {
        id: 'sarcoidosis',
        sign: 'Polarizing material in a scar favors foreign body granuloma; granulomas in several organs favor sarcoidosis.',
      },
    ],
  },
  {
    id: 'sclerosing-lipogranuloma',
    name: 'sclerosing lipogranuloma',
    synonyms: ['paraffinoma', 'oleoma'],
    parents: ['foreign-body-granuloma'],
  },
  {
    id: 'interstitial-granulomatous-dermatitis',
    name: 'interstitial granulomatous dermatitis',
    synonyms: ['Ackerman syndrome', 'interstitial granulomatous dermatitis with arthritis'],
    parents: ['granulomatous-disorder'],
  },
  {
    id: 'palisaded-neutrophilic-granulomatous-dermatitis',
    name: 'palisaded neutrophilic granulomatous dermatitis',
    synonyms: [
      'palisaded neutrophilic and granulomatous dermatitis',
      'Churg-Strauss granuloma',
      'rheumatoid papule',
    ],
    parents: ['granulomatous-disorder'],
  },
  {
    id: 'cutaneous-crohn-disease',
    name: 'cutaneous Crohn disease',
    synonyms: ['Crohn disease', "Crohn's disease of the skin", 'metastatic Crohn disease'],
    parents: ['granulomatous-disorder'],
    codes: [{ system: 'DOID', code: 'DOID:8778', match: 'exact' }],
  },
  {
    id: 'granuloma-gluteale-infantum',
    name: 'granuloma gluteale infantum',
    synonyms: ['infantile gluteal granuloma'],
    parents: ['granulomatous-disorder'],
  },
  {
    id: 'blau-syndrome',
    name: 'Blau syndrome',
    synonyms: ['early-onset sarcoidosis', 'granulomatous dermatitis with arthritis and uveitis'],
    parents: ['granulomatous-disorder', 'genodermatosis'],
    codes: [{ system: 'DOID', code: 'DOID:0050678', match: 'exact' }],
  },
  {
    id: 'igg4-related-skin-disease',
    name: 'IgG4-related skin disease',
    synonyms: ['IgG4-related disease'],
    parents: ['granulomatous-disorder'],
    codes: [{ system: 'DOID', code: 'DOID:0080356', match: 'exact' }],
  },
  {
    id: 'panniculitis',
    name: 'panniculitis',
    synonyms: ['inflammation of subcutaneous fat', 'lobular panniculitis', 'septal panniculitis'],
    parents: ['inflammatory'],
    codes: [
      { system: 'ICD-10', code: 'M79.3', match: 'exact' },
      { system: 'DOID', code: 'DOID:1526', match: 'exact' },
    ],
  },
  {
    id: 'erythema-nodosum',
    name: 'erythema nodosum',
    synonyms: ['dermatitis contusiformis', 'erythema contusiforme', 'erythema nodosum syndrome'],
    abbreviations: ['EN'],
    parents: ['panniculitis'],
    codes: [
      { system: 'ICD-10', code: 'L52', match: 'exact' },
      { system: 'DOID', code: 'DOID:0080750', match: 'exact' },
    ],
    differentials: [
      {
        id: 'erythema-induratum',
        sign: 'Calf nodules that ulcerate in winter favor erythema induratum; tender shin nodules that fade like bruises favor erythema nodosum.',
      },
      {
        id: 'cellulitis',
        sign: 'One spreading hot area with fever favors cellulitis; several tender nodules on both shins favor erythema nodosum.',
      },
    ],
  },
  {
    id: 'subacute-nodular-migratory-panniculitis',
    name: 'subacute nodular migratory panniculitis',
    synonyms: ['erythema nodosum migrans', 'chronic erythema nodosum', 'Vilanova disease'],
    parents: ['erythema-nodosum'],
  },
  {
    id: 'erythema-induratum',
    name: 'erythema induratum',
    synonyms: [
      'Bazin disease',
      'nodular vasculitis',
      'erythema induratum of Bazin',
      'erythema induratum scrofulosorum',
    ],
    parents: ['panniculitis', 'tuberculid', 'vasculitis'],
  },
  {
    id: 'nodular-nonsuppurative-panniculitis',
    name: 'nodular nonsuppurative panniculitis',
    synonyms: [
      'Weber-Christian disease',
      'relapsing febrile nodular nonsuppurative panniculitis',
      'Pfeifer-Weber-Christian disease',
      'relapsing panniculitis',
    ],
    parents: ['panniculitis'],
    codes: [
      { system: 'ICD-10', code: 'M35.6', match: 'exact' },
      { system: 'DOID', code: 'DOID:1525', match: 'exact' },
    ],
  },
  {
    id: 'lipodermatosclerosis',
    name: 'lipodermatosclerosis',
    synonyms: ['sclerosing panniculitis', 'hypodermitis sclerodermiformis', 'stasis panniculitis'],
    parents: ['panniculitis', 'venous-disorder'],
    differentials: [
      {
        id: 'cellulitis',
        sign: 'A hard, hyperpigmented, inverted-bottle leg without fever favors lipodermatosclerosis; sudden hot spreading erythema with fever favors cellulitis.',
      },
    ],
  },
  {
    id: 'pancreatic-panniculitis',
    name: 'pancreatic panniculitis',
    synonyms: ['enzymatic panniculitis', 'pancreatic fat necrosis'],
    parents: ['panniculitis'],
  },
  {
    id: 'alpha-1-antitrypsin-deficiency-panniculitis',
    name: 'alpha-1 antitrypsin deficiency panniculitis',
    synonyms: ['alpha 1 antitrypsin panniculitis'],
    parents: ['panniculitis'],
  },
  {
    id: 'cold-panniculitis',
    name: 'cold panniculitis',
    synonyms: ['popsicle panniculitis', 'equestrian panniculitis', 'Haxthausen panniculitis'],
    parents: ['panniculitis', 'cold-injury'],
  },
  {
    id: 'traumatic-panniculitis',
    name: 'traumatic panniculitis',
    synonyms: ['traumatic fat necrosis', 'fat necrosis'],
    parents: ['panniculitis'],
  },
  {
    id: 'factitial-panniculitis',
    name: 'factitial panniculitis',
    parents: ['panniculitis', 'factitial-dermatitis'],
  },
  {
    id: 'poststeroid-panniculitis',
    name: 'poststeroid panniculitis',
    synonyms: ['post-steroid panniculitis'],
    parents: ['panniculitis'],
  },
  {
    id: 'infective-panniculitis',
    name: 'infective panniculitis',
    synonyms: ['infectious panniculitis'],
    parents: ['panniculitis'],
  },
  {
    id: 'cytophagic-histiocytic-panniculitis',
    name: 'cytophagic histiocytic panniculitis',
    parents: ['panniculitis'],
    malignancy: 'variable',
    malignancyReason: 'May be, or become, subcutaneous T-cell lymphoma.',
  },
  {
    id: 'lipodystrophy',
    name: 'lipodystrophy',
    synonyms: ['lipoatrophy', 'atrophy of subcutaneous fat'],
    parents: ['panniculitis'],
    codes: [
      { system: 'ICD-10', code: 'E88.1', match: 'exact' },
      { system: 'DOID', code: 'DOID:811', match: 'exact' },
    ],
  },
  {
    id: 'localized-lipoatrophy',
    name: 'localized lipoatrophy',
    synonyms: [
      'localized lipodystrophy',
      'injection lipoatrophy',
      'lipoatrophia semicircularis',
      'insulin lipoatrophy',
    ],
    parents: ['lipodystrophy'],
  },
  {
    id: 'partial-lipodystrophy',
    name: 'partial lipodystrophy',
    synonyms: ['acquired partial lipodystrophy', 'Barraquer-Simons syndrome'],
    parents: ['lipodystrophy'],
    codes: [{ system: 'DOID', code: 'DOID:0080299', match: 'exact' }],
  },
  {
    id: 'hiv-associated-lipodystrophy',
    name: 'HIV-associated lipodystrophy',
    parents: ['lipodystrophy'],
  },
  {
    id: 'cellulite',
    name: 'cellulite',
    synonyms: ['gynoid lipodystrophy', 'edematofibrosclerotic panniculopathy'],
    parents: ['panniculitis'],
  },
  {
    id: 'pruritic-disorder',
    name: 'pruritus or prurigo',
    synonyms: ['pruritic dermatosis', 'itching disorder'],
    parents: ['inflammatory'],
  },
  {
    id: 'pruritus',
    name: 'pruritus',
    synonyms: ['itch', 'itching', 'pruritus cutaneus', 'chronic pruritus'],
    parents: ['pruritic-disorder'],
    codes: [{ system: 'ICD-10', code: 'L29', match: 'exact' }],
  },
  {
    id: 'senile-pruritus',
    name: 'senile pruritus',
    synonyms: ['pruritus senilis', 'Willan itch', 'pruritus of the elderly'],
    parents: ['pruritus'],
  },
  {
    id: 'uremic-pruritus',
    name: 'uremic pruritus',
    synonyms: [
      'chronic kidney disease-associated pruritus',
      'renal pruritus',
      'pruritus of chronic kidney disease',
    ],
    parents: ['pruritus'],
  },
  {
    id: 'cholestatic-pruritus',
    name: 'cholestatic pruritus',
    synonyms: ['hepatic pruritus'],
    parents: ['pruritus'],
  },
  {
    id: 'aquagenic-pruritus',
    name: 'aquagenic pruritus',
    synonyms: ['bath itch', 'bath pruritus'],
    parents: ['pruritus'],
  },
  {
    id: 'winter-pruritus',
    name: 'winter pruritus',
    synonyms: ['pruritus hiemalis', 'winter itch', 'frost itch'],
    parents: ['pruritus'],
  },
  {
    id: 'brachioradial-pruritus',
    name: 'brachioradial pruritus',
    synonyms: ['solar pruritus'],
    parents: ['pruritus'],
  },
  {
    id: 'notalgia-paresthetica',
    name: 'notalgia paresthetica',
    synonyms: ['hereditary localized pruritus', 'puzzling posterior pigmented pruritic patch'],
    parents: ['pruritus'],
  },
  {
    id: 'psychogenic-pruritus',
    name: 'psychogenic pruritus',
    synonyms: ['functional itch disorder', 'somatoform pruritus'],
    parents: ['pruritus', 'psychocutaneous-disorder'],
  },
  {
    id: 'prurigo',
    name: 'prurigo',
    synonyms: ['chronic prurigo'],
    parents: ['pruritic-disorder'],
    codes: [{ system: 'ICD-10', code: 'L28.2', match: 'broad' }],
  },
  {
    id: 'prurigo-nodularis',
    name: 'prurigo nodularis',
    synonyms: [
      'nodular prurigo',
      "picker's nodule",
      'Hyde prurigo nodularis',
      'chronic nodular prurigo',
      'lichen obtusus corneus',
      'prurigo nodularis of Hyde',
      'Hyde disease',
    ],
    abbreviations: ['PN'],
    parents: ['prurigo'],
    codes: [{ system: 'ICD-10', code: 'L28.1', match: 'exact' }],
    differentials: [
      {
        id: 'keratoacanthoma',
        sign: 'One fast-grown nodule with a horn plug favors keratoacanthoma; many symmetric scratched nodules favor prurigo nodularis.',
      },
      {
        id: 'dermatofibroma',
        sign: 'One firm lesion that dimples favors dermatofibroma; many itchy nodules favor prurigo nodularis.',
      },
      {
        id: 'scabies',
        sign: 'Burrows and contacts who itch favor scabies; nodules only where the hand can reach favor prurigo nodularis.',
      },
      {
        id: 'lichen-simplex-chronicus',
        sign: 'A flat thickened plaque favors lichen simplex chronicus; separate nodules favor prurigo nodularis.',
      },
    ],
  },
  {
    id: 'prurigo-of-hebra',
    name: 'prurigo of Hebra',
    synonyms: [
      'prurigo mitis',
      'prurigo ferox',
      'prurigo gravis',
      'prurigo agria',
      'Hebra prurigo',
      'prurigo chronica of Hebra',
    ],
    parents: ['prurigo'],
  },
  {
    id: 'subacute-prurigo',
    name: 'subacute prurigo',
    synonyms: [
      'prurigo simplex subacuta',
      'prurigo simplex',
      'itchy red bump disease',
      'prurigo vulgaris',
    ],
    parents: ['prurigo'],
  },
  {
    id: 'prurigo-pigmentosa',
    name: 'prurigo pigmentosa',
    synonyms: ['Nagashima disease'],
    parents: ['prurigo'],
  },
];
