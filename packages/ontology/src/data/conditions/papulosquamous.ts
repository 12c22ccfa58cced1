import type { ConditionRecord } from '../format.ts';

/** Papulosquamous, lichenoid and keratinization disorders. */
export const papulosquamous: readonly ConditionRecord[] = [
  {
    id: 'papulosquamous-disorder',
    name: 'papulosquamous disorder',
    synonyms: [
      'papulosquamous disease',
      'papulosquamous dermatosis',
      'erythematosquamous dermatosis',
    ],
    parents: ['inflammatory'],
    codes: [{ system: 'DOID', code: 'DOID:9097', match: 'exact' }],
  },
  {
    id: 'psoriasis',
    name: 'psoriasis',
    synonyms: ['psoriasis vulgaris', 'plaque psoriasis'],
    parents: ['papulosquamous-disorder'],
    codes: [
      { system: 'ICD-10', code: 'L40', match: 'exact' },
      { system: 'DOID', code: 'DOID:8893', match: 'exact' },
    ],
    differentials: [
      {
        id: 'atopic-dermatitis',
        sign: 'Well-defined plaques with silvery scale on extensor sides favor psoriasis; ill-defined, lichenified patches in flexures favor atopic dermatitis.',
      },
      {
        id: 'tinea-corporis',
        sign: 'Central clearing with an advancing scaly border favors tinea corporis; thick even scale favors psoriasis.',
      },
      {
        id: 'pityriasis-rosea',
        sign: 'A herald patch and a collarette of fine scale favor pityriasis rosea; thick silvery scale favors psoriasis.',
      },
      {
        id: 'lichen-planus',
        sign: 'Flat violaceous papules with Wickham striae favor lichen planus; red plaques with silvery scale favor psoriasis.',
      },
    ],
  },
  {
    id: 'guttate-psoriasis',
    name: 'guttate psoriasis',
    synonyms: ['psoriasis guttata', 'eruptive psoriasis', 'psoriasis punctata'],
    parents: ['psoriasis'],
    codes: [{ system: 'ICD-10', code: 'L40.4', match: 'exact' }],
    differentials: [
      {
        id: 'pityriasis-rosea',
        sign: 'Oval patches along skin lines after a herald patch favor pityriasis rosea; drop-like papules with silvery scale after a sore throat favor guttate psoriasis.',
      },
      {
        id: 'secondary-syphilis',
        sign: 'Copper papules that include palms and soles favor secondary syphilis; drop-like scaly papules that spare them favor guttate psoriasis.',
      },
    ],
  },
  {
    id: 'inverse-psoriasis',
    name: 'inverse psoriasis',
    synonyms: ['flexural psoriasis', 'intertriginous psoriasis'],
    parents: ['psoriasis'],
    differentials: [
      {
        id: 'intertrigo',
        sign: 'A sharp border and lesions elsewhere favor inverse psoriasis; ill-defined maceration confined to the fold favors intertrigo.',
      },
    ],
  },
  {
    id: 'scalp-psoriasis',
    name: 'scalp psoriasis',
    synonyms: ['psoriasis capitis'],
    parents: ['psoriasis'],
  },
  { id: 'palmoplantar-psoriasis', name: 'palmoplantar psoriasis', parents: ['psoriasis'] },
  {
    id: 'erythrodermic-psoriasis',
    name: 'erythrodermic psoriasis',
    synonyms: ['psoriatic erythroderma', 'exfoliative psoriasis'],
    parents: ['psoriasis', 'erythroderma'],
  },
  {
    id: 'rupioid-psoriasis',
    name: 'rupioid psoriasis',
    synonyms: ['psoriasis rupioides', 'ostraceous psoriasis'],
    parents: ['psoriasis'],
  },
  {
    id: 'psoriatic-arthritis',
    name: 'psoriatic arthritis',
    synonyms: ['arthropathic psoriasis', 'psoriatic arthropathy'],
    parents: ['psoriasis'],
    codes: [
      { system: 'ICD-10', code: 'L40.5', match: 'exact' },
      { system: 'DOID', code: 'DOID:9008', match: 'exact' },
    ],
  },
  {
    id: 'pustular-psoriasis',
    name: 'pustular psoriasis',
    synonyms: ['psoriasis pustulosa'],
    parents: ['psoriasis'],
    differentials: [
      {
        id: 'folliculitis',
        sign: 'Pustules pierced by a hair favor folliculitis; sterile pustules on red sheets beside hairs favor pustular psoriasis.',
      },
      {
        id: 'candidiasis',
        sign: 'Moist folds with satellites and yeasts favor candidiasis; sterile pustules on red plaques favor pustular psoriasis.',
      },
      {
        id: 'dyshidrotic-eczema',
        sign: 'Clear itchy vesicles favor dyshidrotic eczema; yellow sterile pustules favor pustular psoriasis.',
      },
    ],
  },
  {
    id: 'generalized-pustular-psoriasis',
    name: 'generalized pustular psoriasis',
    synonyms: ['von Zumbusch psoriasis', 'generalised pustular psoriasis of von Zumbusch'],
    abbreviations: ['GPP'],
    parents: ['pustular-psoriasis'],
    codes: [{ system: 'ICD-10', code: 'L40.1', match: 'exact' }],
    differentials: [
      {
        id: 'acute-generalized-exanthematous-pustulosis',
        sign: 'Onset within days of a new drug and quick clearing favor acute generalized exanthematous pustulosis; relapses and past psoriasis favor generalized pustular psoriasis.',
      },
    ],
  },
  {
    id: 'impetigo-herpetiformis',
    name: 'impetigo herpetiformis',
    synonyms: ['pustular psoriasis of pregnancy'],
    parents: ['generalized-pustular-psoriasis', 'pregnancy-dermatosis'],
    codes: [{ system: 'DOID', code: 'DOID:8503', match: 'exact' }],
  },
  {
    id: 'palmoplantar-pustulosis',
    name: 'palmoplantar pustulosis',
    synonyms: [
      'pustulosis palmaris et plantaris',
      'pustulosis of palm and sole',
      'pustular bacterid',
      'palmoplantar pustular psoriasis',
    ],
    abbreviations: ['PPP'],
    parents: ['pustular-psoriasis'],
    codes: [
      { system: 'ICD-10', code: 'L40.3', match: 'exact' },
      { system: 'DOID', code: 'DOID:4398', match: 'exact' },
    ],
    differentials: [
      {
        id: 'dyshidrotic-eczema',
        sign: 'Yellow and brown pustules of one size favor palmoplantar pustulosis; clear itchy vesicles like sago favor dyshidrotic eczema.',
      },
    ],
  },
  {
    id: 'acrodermatitis-continua-of-hallopeau',
    name: 'acrodermatitis continua of Hallopeau',
    synonyms: [
      'acrodermatitis continua',
      'dermatitis repens',
      'acrodermatitis perstans',
      'acropustulosis of Hallopeau',
    ],
    parents: ['pustular-psoriasis'],
    codes: [{ system: 'ICD-10', code: 'L40.2', match: 'exact' }],
  },
  {
    id: 'parapsoriasis',
    name: 'parapsoriasis',
    parents: ['papulosquamous-disorder'],
    codes: [
      { system: 'ICD-10', code: 'L41', match: 'exact' },
      { system: 'DOID', code: 'DOID:9088', match: 'exact' },
    ],
  },
  {
    id: 'small-plaque-parapsoriasis',
    name: 'small plaque parapsoriasis',
    synonyms: [
      'digitate dermatosis',
      'chronic superficial dermatitis',
      'xanthoerythroderma perstans',
    ],
    parents: ['parapsoriasis'],
    codes: [{ system: 'ICD-10', code: 'L41.3', match: 'exact' }],
  },
  {
    id: 'large-plaque-parapsoriasis',
    name: 'large plaque parapsoriasis',
    synonyms: ['parapsoriasis en plaque', 'atrophic parapsoriasis'],
    parents: ['parapsoriasis'],
    malignancy: 'variable',
    malignancyReason: 'May be, or become, mycosis fungoides.',
    codes: [{ system: 'ICD-10', code: 'L41.4', match: 'exact' }],
    differentials: [
      {
        id: 'mycosis-fungoides',
        sign: 'Large thin patches that stay stable for years favor large plaque parapsoriasis; infiltrated plaques, tumors or atypical lymphocytes favor mycosis fungoides.',
      },
    ],
  },
  {
    id: 'poikiloderma-atrophicans-vasculare',
    name: 'poikiloderma atrophicans vasculare',
    synonyms: ['poikiloderma vasculare atrophicans'],
    parents: ['large-plaque-parapsoriasis'],
    malignancy: 'variable',
    malignancyReason: 'Often an early form of mycosis fungoides.',
    codes: [{ system: 'ICD-10', code: 'L94.5', match: 'exact' }],
  },
  {
    id: 'retiform-parapsoriasis',
    name: 'retiform parapsoriasis',
    synonyms: ['parakeratosis variegata', 'parapsoriasis variegata'],
    parents: ['large-plaque-parapsoriasis'],
    malignancy: 'variable',
    malignancyReason: 'Often an early form of mycosis fungoides.',
    codes: [{ system: 'ICD-10', code: 'L41.5', match: 'exact' }],
  },
  {
    id: 'pityriasis-lichenoides',
    name: 'pityriasis lichenoides',
    synonyms: ['parapsoriasis lichenoides'],
    parents: ['papulosquamous-disorder'],
  },
  {
    id: 'pityriasis-lichenoides-et-varioliformis-acuta',
    name: 'pityriasis lichenoides et varioliformis acuta',
    synonyms: [
      'Mucha-Habermann',
      'Mucha-Habermann disease',
      'acute guttate parapsoriasis',
      'parapsoriasis varioliformis',
      'acute pityriasis lichenoides',
    ],
    abbreviations: ['PLEVA'],
    parents: ['pityriasis-lichenoides'],
    codes: [{ system: 'ICD-10', code: 'L41.0', match: 'exact' }],
    differentials: [
      {
        id: 'varicella',
        sign: 'Crops over weeks in a well patient favor pityriasis lichenoides et varioliformis acuta; a febrile child with vesicles of all ages favors varicella.',
      },
      {
        id: 'lymphomatoid-papulosis',
        sign: 'Fewer, larger nodules that come and go for years favor lymphomatoid papulosis; many small crusted papules favor pityriasis lichenoides et varioliformis acuta.',
      },
    ],
  },
  {
    id: 'febrile-ulceronecrotic-mucha-habermann-disease',
    name: 'febrile ulceronecrotic Mucha-Habermann disease',
    abbreviations: ['FUMHD'],
    parents: ['pityriasis-lichenoides-et-varioliformis-acuta'],
  },
  {
    id: 'pityriasis-lichenoides-chronica',
    name: 'pityriasis lichenoides chronica',
    synonyms: [
      'guttate parapsoriasis',
      'parapsoriasis guttata',
      'chronic pityriasis lichenoides',
      'Juliusberg disease',
    ],
    abbreviations: ['PLC'],
    parents: ['pityriasis-lichenoides'],
    codes: [{ system: 'ICD-10', code: 'L41.1', match: 'exact' }],
    differentials: [
      {
        id: 'guttate-psoriasis',
        sign: 'A single mica-like scale that lifts off whole favors pityriasis lichenoides chronica; layered silvery scale favors guttate psoriasis.',
      },
      {
        id: 'pityriasis-rosea',
        sign: 'A herald patch and healing in two months favor pityriasis rosea; crops over years favor pityriasis lichenoides chronica.',
      },
      {
        id: 'secondary-syphilis',
        sign: 'Palm and sole lesions and mucous patches favor secondary syphilis; mica-like scale in long crops favors pityriasis lichenoides chronica.',
      },
    ],
  },
  {
    id: 'pityriasis-rosea',
    name: 'pityriasis rosea',
    synonyms: [
      'pityriasis circinata',
      'herpes tonsurans maculosus',
      'pityriasis rosea of Gibert',
      'pityriasis maculata et circinata',
      'roseola squamosa',
    ],
    abbreviations: ['PR'],
    parents: ['papulosquamous-disorder'],
    codes: [
      { system: 'ICD-10', code: 'L42', match: 'exact' },
      { system: 'DOID', code: 'DOID:8892', match: 'exact' },
    ],
    differentials: [
      {
        id: 'tinea-corporis',
        sign: 'Many oval patches along skin lines with a collarette favor pityriasis rosea; few rings with an active border favor tinea corporis.',
      },
      {
        id: 'secondary-syphilis',
        sign: 'Palms, soles, mucous patches and swollen nodes favor secondary syphilis; a herald patch with collarettes favors pityriasis rosea.',
      },
      {
        id: 'nummular-dermatitis',
        sign: 'Oozing or crusted round plaques on limbs favor nummular dermatitis; oval patches with collarettes on the trunk favor pityriasis rosea.',
      },
    ],
  },
  {
    id: 'pityriasis-rubra-pilaris',
    name: 'pityriasis rubra pilaris',
    synonyms: [
      'lichen ruber acuminatus',
      'lichen ruber pilaris',
      'Devergie disease',
      'lichen ruber',
    ],
    abbreviations: ['PRP'],
    parents: ['papulosquamous-disorder'],
    codes: [
      { system: 'ICD-10', code: 'L44.0', match: 'exact' },
      { system: 'DOID', code: 'DOID:9212', match: 'exact' },
    ],
    differentials: [
      {
        id: 'psoriasis',
        sign: 'Islands of normal skin, follicular spines and waxy orange palms favor pityriasis rubra pilaris; silvery scale and nail pits favor psoriasis.',
      },
      {
        id: 'seborrheic-dermatitis',
        sign: 'Spread downwards with follicular plugs and orange palms favors pityriasis rubra pilaris; greasy scale kept to seborrheic areas favors seborrheic dermatitis.',
      },
    ],
  },
  {
    id: 'erythroderma',
    name: 'erythroderma',
    synonyms: [
      'exfoliative dermatitis',
      'dermatitis exfoliativa',
      'exfoliative erythroderma',
      'generalized exfoliative dermatitis',
      'pityriasis rubra',
      'erythroderma exfoliativa',
    ],
    parents: ['papulosquamous-disorder'],
    codes: [{ system: 'ICD-10', code: 'L26', match: 'exact' }],
  },
  {
    id: 'papuloerythroderma-of-ofuji',
    name: 'papuloerythroderma of Ofuji',
    synonyms: ['papuloerythroderma', 'Ofuji papuloerythroderma'],
    parents: ['erythroderma'],
  },
  {
    id: 'reactive-arthritis',
    name: 'reactive arthritis',
    synonyms: [
      'Reiter disease',
      'Reiter syndrome',
      'keratoderma blennorrhagicum',
      'keratosis blennorrhagica',
    ],
    parents: ['papulosquamous-disorder'],
    codes: [{ system: 'DOID', code: 'DOID:6196', match: 'exact' }],
  },
  {
    id: 'pityriasis-rotunda',
    name: 'pityriasis rotunda',
    synonyms: ['pityriasis circinata of Toyama', 'tinea circinata of Toyama'],
    parents: ['papulosquamous-disorder'],
  },
  {
    id: 'granular-parakeratosis',
    name: 'granular parakeratosis',
    synonyms: ['axillary granular parakeratosis', 'hyperkeratotic flexural erythema'],
    parents: ['papulosquamous-disorder'],
  },
  {
    id: 'keratosis-lichenoides-chronica',
    name: 'keratosis lichenoides chronica',
    synonyms: ['Nekam disease', 'lichen ruber moniliformis', 'lichen verrucosus et reticularis'],
    parents: ['papulosquamous-disorder'],
  },
  {
    id: 'lichenoid-disorder',
    name: 'lichenoid disorder',
    synonyms: [
      'lichenoid dermatosis',
      'lichenoid dermatitis',
      'lichen disease',
      'lichenoid eruption',
    ],
    parents: ['papulosquamous-disorder'],
    codes: [{ system: 'DOID', code: 'DOID:8574', match: 'exact' }],
  },
  {
    id: 'lichen-planus',
    name: 'lichen planus',
    synonyms: ['lichen ruber planus'],
    abbreviations: ['LP'],
    parents: ['lichenoid-disorder'],
    codes: [
      { system: 'ICD-10', code: 'L43', match: 'exact' },
      { system: 'DOID', code: 'DOID:9201', match: 'exact' },
    ],
    differentials: [
      {
        id: 'discoid-lupus-erythematosus',
        sign: 'Follicular plugging, atrophy and scarring favor discoid lupus erythematosus; Wickham striae favor lichen planus.',
      },
      {
        id: 'lichen-simplex-chronicus',
        sign: 'A single scratched plaque with coarse skin lines favors lichen simplex chronicus; flat violaceous papules favor lichen planus.',
      },
      {
        id: 'secondary-syphilis',
        sign: 'Copper scaly papules on palms with positive serology favor secondary syphilis; itchy violaceous papules with Wickham striae favor lichen planus.',
      },
    ],
  },
  {
    id: 'hypertrophic-lichen-planus',
    name: 'hypertrophic lichen planus',
    synonyms: [
      'lichen planus verrucosus',
      'lichen ruber verrucosus',
      'lichen planus hypertrophicus',
      'verrucous lichen planus',
    ],
    parents: ['lichen-planus'],
    codes: [{ system: 'ICD-10', code: 'L43.0', match: 'exact' }],
    differentials: [
      {
        id: 'prurigo-nodularis',
        sign: 'Violaceous warty shin plaques favor hypertrophic lichen planus; separate firm scratched nodules favor prurigo nodularis.',
      },
    ],
  },
  {
    id: 'annular-lichen-planus',
    name: 'annular lichen planus',
    synonyms: ['lichen planus annularis'],
    parents: ['lichen-planus'],
  },
  {
    id: 'atrophic-lichen-planus',
    name: 'atrophic lichen planus',
    synonyms: ['lichen planus atrophicus'],
    parents: ['lichen-planus'],
  },
  {
    id: 'actinic-lichen-planus',
    name: 'actinic lichen planus',
    synonyms: ['lichen planus actinicus', 'lichen planus tropicus', 'lichen planus subtropicus'],
    parents: ['lichen-planus', 'photodermatosis'],
  },
  {
    id: 'erosive-lichen-planus',
    name: 'erosive lichen planus',
    synonyms: [
      'lichen planus erosivus',
      'ulcerative lichen planus',
      'vulvovaginal-gingival syndrome',
    ],
    parents: ['lichen-planus'],
  },
  {
    id: 'linear-lichen-planus',
    name: 'linear lichen planus',
    synonyms: ['Blaschkoid lichen planus', 'zosteriform lichen planus'],
    parents: ['lichen-planus'],
  },
  {
    id: 'inverse-lichen-planus',
    name: 'inverse lichen planus',
    synonyms: ['lichen planus inversus', 'flexural lichen planus'],
    parents: ['lichen-planus'],
  },
  {
    id: 'bullous-lichen-planus',
    name: 'bullous lichen planus',
    parents: ['lichen-planus'],
    codes: [{ system: 'ICD-10', code: 'L43.1', match: 'exact' }],
  },
  {
    id: 'lichen-planus-pemphigoides',
    name: 'lichen planus pemphigoides',
    parents: ['lichen-planus', 'pemphigoid'],
  },
  {
    id: 'lichen-nitidus',
    name: 'lichen nitidus',
    synonyms: ['Pinkus lichen'],
    parents: ['lichenoid-disorder'],
    codes: [
      { system: 'ICD-10', code: 'L44.1', match: 'exact' },
      { system: 'DOID', code: 'DOID:8573', match: 'exact' },
    ],
    differentials: [
      {
        id: 'lichen-planus',
        sign: 'Pin-point shiny flesh-colored papules favor lichen nitidus; flat violaceous papules favor lichen planus.',
      },
      {
        id: 'verruca-plana',
        sign: 'Groups on genitals and belly with uniform shine favor lichen nitidus; brownish flat papules on face and hands favor verruca plana.',
      },
    ],
  },
  {
    id: 'lichen-striatus',
    name: 'lichen striatus',
    synonyms: ['linear lichenoid dermatosis', 'Blaschkitis'],
    parents: ['lichenoid-disorder'],
    codes: [{ system: 'ICD-10', code: 'L44.2', match: 'exact' }],
    differentials: [
      {
        id: 'epidermal-nevus',
        sign: 'Papules in a line that come suddenly and fade in a year favor lichen striatus; a warty line since early life favors epidermal nevus.',
      },
    ],
  },
  {
    id: 'graft-versus-host-disease',
    name: 'graft-versus-host disease',
    synonyms: ['cutaneous graft-versus-host disease', 'graft versus host reaction'],
    abbreviations: ['GVHD'],
    parents: ['lichenoid-disorder'],
    codes: [{ system: 'DOID', code: 'DOID:0081267', match: 'exact' }],
  },
  {
    id: 'acute-graft-versus-host-disease',
    name: 'acute graft-versus-host disease',
    synonyms: ['acute graft versus host reaction'],
    parents: ['graft-versus-host-disease'],
  },
  {
    id: 'chronic-graft-versus-host-disease',
    name: 'chronic graft-versus-host disease',
    synonyms: ['chronic graft versus host reaction'],
    parents: ['graft-versus-host-disease'],
  },
  {
    id: 'acquired-keratinization-disorder',
    name: 'acquired keratinization disorder',
    synonyms: ['acquired hyperkeratosis', 'acquired disorder of keratinization'],
    parents: ['inflammatory'],
    codes: [{ system: 'DOID', code: 'DOID:13072', match: 'exact' }],
  },
  {
    id: 'xerosis-cutis',
    name: 'xerosis cutis',
    synonyms: ['dry skin', 'xerosis', 'asteatosis', 'asteatosis cutis', 'xeroderma'],
    parents: ['acquired-keratinization-disorder'],
    codes: [{ system: 'ICD-10', code: 'L85.3', match: 'exact' }],
  },
  {
    id: 'acrokeratosis-paraneoplastica',
    name: 'acrokeratosis paraneoplastica',
    synonyms: ['Bazex acrokeratosis', 'acrokeratosis of Bazex'],
    parents: ['acquired-keratinization-disorder'],
  },
  {
    id: 'hyperkeratosis-lenticularis-perstans',
    name: 'hyperkeratosis lenticularis perstans',
    synonyms: ['Flegel disease'],
    parents: ['acquired-keratinization-disorder'],
  },
  {
    id: 'dermatitis-neglecta',
    name: 'dermatitis neglecta',
    synonyms: ['dermatosis neglecta', 'unwashed dermatosis'],
    parents: ['acquired-keratinization-disorder'],
  },
  {
    id: 'terra-firma-forme-dermatosis',
    name: 'terra firma-forme dermatosis',
    synonyms: ['terra firma', 'Duncan dirty dermatosis', 'terra firme'],
    parents: ['acquired-keratinization-disorder'],
  },
];
