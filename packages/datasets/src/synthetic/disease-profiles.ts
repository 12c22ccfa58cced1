/*
 * Which visual signs the demonstration diseases show, and how often. The shares are ours, set so that
 * the signs a textbook calls typical are usual, that no single sign gives a diagnosis away by itself,
 * and that diseases which doctors confuse share signs. They are no measured frequencies.
 */

/** How often a sign shows in lesions of a disease. */
export const signFrequency = { always: 1, often: 0.8, sometimes: 0.35, rarely: 0.12 } as const;

/** The synthetic appearance of one disease. */
export interface DiseaseProfile {
  /** Ontology node. */
  readonly diseaseId: string;
  readonly always: readonly string[];
  readonly often: readonly string[];
  readonly sometimes: readonly string[];
  readonly rarely: readonly string[];
}

type Signs = Partial<Omit<DiseaseProfile, 'diseaseId'>>;

function profile(
  diseaseId: string,
  { always = [], often = [], sometimes = [], rarely = [] }: Signs,
): DiseaseProfile {
  return { diseaseId, always, often, sometimes, rarely };
}

/** Signs that exclude each other: of a pair, the one drawn first stays. */
export const exclusiveSigns: readonly (readonly string[])[] = [
  ['asymmetry', 'symmetry'],
  ['well-defined-border', 'ill-defined-border'],
  ['pigment-network', 'atypical-pigment-network'],
  ['macule', 'patch', 'plaque', 'nodule'],
  ['crust', 'honey-colored-crust'],
  ['scale', 'silvery-scale'],
];

/** Profiles of the diseases that the embedded textbook describes. */
export const diseaseProfiles: readonly DiseaseProfile[] = [
  // Melanocytic
  profile('melanoma', {
    always: ['asymmetry', 'black-color'],
    often: ['multiple-colors', 'irregular-border', 'atypical-pigment-network', 'blue-white-veil'],
    sometimes: ['streaks', 'regression-structures', 'globules'],
    rarely: ['ulceration'],
  }),
  profile('lentigo-maligna', {
    always: ['patch', 'brown-color'],
    often: ['asymmetry', 'irregular-border', 'regression-structures', 'multiple-colors'],
    sometimes: ['ill-defined-border', 'atypical-pigment-network'],
    rarely: ['black-color'],
  }),
  profile('melanocytic-nevus', {
    always: ['symmetry', 'brown-color'],
    often: ['well-defined-border', 'pigment-network'],
    sometimes: ['globules', 'dome-shape', 'macule'],
  }),
  profile('dysplastic-nevus', {
    always: ['brown-color', 'asymmetry'],
    often: ['irregular-border', 'atypical-pigment-network', 'ill-defined-border'],
    sometimes: ['globules', 'macule', 'multiple-colors'],
    rarely: ['streaks'],
  }),
  profile('blue-nevus', {
    always: ['structureless-blue', 'symmetry'],
    often: ['well-defined-border', 'dome-shape'],
    sometimes: ['nodule'],
  }),
  // Keratinocytic
  profile('basal-cell-carcinoma', {
    always: ['pearly-border'],
    often: ['nodule', 'arborizing-vessels'],
    sometimes: ['ulceration', 'leaf-like-areas', 'telangiectasia', 'erythema'],
    rarely: ['crust'],
  }),
  profile('squamous-cell-carcinoma', {
    always: ['nodule', 'erythema'],
    often: ['keratin-plug', 'irregular-border'],
    sometimes: ['ulceration', 'crust', 'scale', 'white-color'],
    rarely: ['glomerular-vessels'],
  }),
  profile('bowen-disease', {
    always: ['plaque', 'erythema'],
    often: ['glomerular-vessels', 'scale', 'irregular-border'],
    sometimes: ['well-defined-border', 'crust'],
  }),
  profile('actinic-keratosis', {
    always: ['erythema'],
    often: ['strawberry-pattern', 'ill-defined-border', 'scale'],
    sometimes: ['macule', 'telangiectasia', 'yellow-color'],
  }),
  profile('seborrheic-keratosis', {
    always: ['brown-color'],
    often: ['milia-like-cysts', 'comedo-like-openings', 'well-defined-border'],
    sometimes: ['verrucous-surface', 'plaque', 'symmetry'],
    rarely: ['black-color'],
  }),
  profile('solar-lentigo', {
    always: ['macule', 'brown-color'],
    often: ['moth-eaten-border', 'well-defined-border'],
    sometimes: ['pigment-network'],
  }),
  // Soft tissue and vascular
  profile('dermatofibroma', {
    always: ['central-white-patch', 'brown-color'],
    often: ['pigment-network', 'symmetry', 'ill-defined-border'],
    sometimes: ['dome-shape'],
  }),
  profile('cherry-angioma', {
    always: ['red-lacunae'],
    often: ['well-defined-border', 'symmetry', 'red-color'],
    sometimes: ['dome-shape'],
  }),
  profile('pyogenic-granuloma', {
    always: ['nodule', 'red-color'],
    often: ['collarette-scale', 'symmetry'],
    sometimes: ['ulceration', 'crust', 'well-defined-border'],
  }),
  // Inflammatory
  profile('psoriasis', {
    always: ['plaque', 'erythema'],
    often: ['silvery-scale', 'well-defined-border', 'dotted-vessels'],
    sometimes: ['symmetry'],
  }),
  profile('atopic-dermatitis', {
    always: ['erythema', 'patch'],
    often: ['lichenification', 'ill-defined-border', 'excoriation'],
    sometimes: ['scale', 'crust'],
    rarely: ['vesicles'],
  }),
  profile('lichen-planus', {
    always: ['violaceous-color', 'papules'],
    often: ['wickham-striae', 'well-defined-border'],
    sometimes: ['plaque'],
    rarely: ['hyperpigmentation'],
  }),
  profile('pityriasis-rosea', {
    always: ['patch', 'collarette-scale'],
    often: ['erythema', 'well-defined-border'],
    sometimes: ['central-clearing', 'symmetry'],
  }),
  profile('granuloma-annulare', {
    always: ['annular-shape', 'papules'],
    often: ['erythema', 'raised-border', 'central-clearing'],
    sometimes: ['well-defined-border', 'violaceous-color'],
  }),
  profile('discoid-lupus-erythematosus', {
    always: ['plaque', 'erythema'],
    often: ['follicular-plugging', 'atrophy', 'scale'],
    sometimes: ['telangiectasia', 'hyperpigmentation', 'well-defined-border'],
  }),
  profile('acne-vulgaris', {
    always: ['comedones'],
    often: ['pustules', 'papules'],
    sometimes: ['erythema', 'nodule'],
  }),
  profile('rosacea', {
    always: ['erythema', 'patch'],
    often: ['telangiectasia', 'papules'],
    sometimes: ['pustules', 'ill-defined-border'],
  }),
  // Infectious
  profile('tinea-corporis', {
    always: ['annular-shape', 'scale'],
    often: ['central-clearing', 'erythema', 'raised-border'],
    sometimes: ['well-defined-border', 'pustules'],
  }),
  profile('impetigo', {
    always: ['honey-colored-crust'],
    often: ['erythema', 'vesicles'],
    sometimes: ['pustules', 'well-defined-border'],
    rarely: ['bullae'],
  }),
  profile('molluscum-contagiosum', {
    always: ['papules', 'central-umbilication'],
    often: ['dome-shape', 'well-defined-border'],
    sometimes: ['white-color'],
  }),
  profile('herpes-zoster', {
    always: ['grouped-vesicles'],
    often: ['erythema'],
    sometimes: ['pustules', 'crust'],
    rarely: ['bullae'],
  }),
  profile('verruca-vulgaris', {
    always: ['verrucous-surface'],
    often: ['well-defined-border', 'dome-shape'],
    sometimes: ['dotted-vessels', 'white-color', 'papules'],
  }),
  profile('scabies', {
    always: ['burrows'],
    often: ['papules', 'excoriation'],
    sometimes: ['erythema', 'crust'],
    rarely: ['vesicles'],
  }),
];
