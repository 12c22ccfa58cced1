import { describe, expect, it } from 'vitest';
import { loadOntology } from '../src/index.ts';

const ontology = loadOntology();

/** The id, or `- reason`. */
function answer(label: string): string {
  const found = ontology.resolve(label);
  return found.status === 'resolved' ? found.node.id : `- ${found.reason}`;
}

describe('names with weights', () => {
  it.each([
    ["{'Melanoma': 0.9, 'Melanoma in situ': 0.1}", 'melanoma'],
    ["{'Melanoma in situ': 0.1, 'Melanoma': 0.9}", 'melanoma'],
    ["{'Skin cancer': 0.9, 'Melanoma in situ': 0.1}", 'malignant-skin-neoplasm'],
    ["{'Eczema': 0.67, 'Contact Dermatitis': 0.33}", 'eczema'],
    ["{'Contact Dermatitis': 0.67, 'Eczema': 0.33}", 'contact-dermatitis'],
    ["{'Eczema': 0.9, 'Eczema herpeticum': 0.1}", 'eczema'],
    ["{'Melanoma': 0.5, 'Melanoma in situ': 0.5}", 'melanoma'],
    ["{'Mole': 0.4, 'Melanocytic nevus': 0.4, 'Acne': 0.2}", 'melanocytic-nevus'],
    ['{"Paget\'s disease": 0.9, "Eczema": 0.1}', 'paget-disease'],
    ["{'Melanoma': 8, 'Nevus': 1}", 'melanoma'],
    ["[('Melanoma', 0.9), ('Nevus', 0.1)]", 'melanoma'],
    ["{'Melanoma': '0.9', 'Nevus': '0.1'}", 'melanoma'],
    ['90% melanoma, 10% melanoma in situ', 'melanoma'],
    ['Melanom: 90 %, Nävus: 10 %', 'melanoma'],
    ['Nävus 0,1; Melanom 0,9', 'melanoma'],
    ['MEL=0 NV=1 BCC=0', 'melanocytic-nevus'],
    ['melanoma: true', 'melanoma'],
  ])('%s → %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });

  it.each([
    ["{'Eczema': 0.4, 'Psoriasis': 0.3, 'Tinea': 0.3}", '- uncertain'],
    ["{'Eczema': 0.6, 'Psoriasis': 0.4}", '- uncertain'],
    ["{'Melanoma in situ': 0.6, 'Melanoma': 0.4}", '- uncertain'],
    ["{'Nevus': 0.7, 'Melanoma': 0.3}", '- uncertain'],
    ["{'Nevus': 3, 'Melanoma': 1}", '- uncertain'],
    ["{'Nevus': 0.7, 'frobnicated sarcoma': 0.3}", '- uncertain'],
    ["{'frobnicated': 0.9, 'Nevus': 0.1}", '- unknown'],
    ["{'No melanoma': 0.9, 'Nevus': 0.1}", '- negated'],
    ['melanoma=0', '- negated'],
    ['melanoma_0', '- negated'],
    ['melanoma 0', '- negated'],
    ['melanoma: 0.0', '- negated'],
    ['melanoma=False', '- negated'],
    ["{'Melanoma': 0, 'Nevus': 0}", '- negated'],
    ['melanoma=0.3', '- uncertain'],
  ])('%s is refused: %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });

  it.each([
    ['melanoma stage 0', 'melanoma-in-situ'],
    ['Neurofibromatosis: 1', 'neurofibromatosis-type-1'],
    ['melanoma, Breslow 0.3', 'melanoma'],
    ['acne 2', 'acne'],
  ])('leaves the number of a kind or a degree alone: %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });
});

describe('short forms of clinical notes', () => {
  it.each([
    ['V.a. Melanom', '- uncertain'],
    ['V. a. BCC', '- uncertain'],
    ['Va Melanom', '- uncertain'],
    ['a.e. Melanom', '- uncertain'],
    ['D.D. Melanom', '- uncertain'],
    ['DD: Melanom', '- uncertain'],
    ['Z.n. Melanom', '- uncertain'],
    ['a/e melanoma', '- uncertain'],
    ['HD: melanoma', '- uncertain'],
    ['r/o melanoma', '- uncertain'],
    ['s/p melanoma', '- uncertain'],
    ['h/o melanoma', '- uncertain'],
    ['susp. melanoma', '- uncertain'],
    ['sosp. melanoma', '- uncertain'],
    ['s/ melanoma', '- negated'],
    ['nevo s/ melanoma', '- negated'],
    ['w/o melanoma', '- negated'],
    ['Darier disease (DD)', 'darier-disease'],
    ['melanoma w/ nevus', 'melanoma'],
  ])('%s → %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });
});

describe('doubt', () => {
  it.each([
    '黑色素瘤？',
    'メラノーマ？',
    'melanoma？',
    '黑色素痣？',
    'メラノーマの可能性',
    '黑色素瘤待排',
    '黑色素瘤不能排除',
    'メラノーマ除外できず',
    'cannot exclude melanoma',
    'melanoma cannot be excluded',
    'melanoma not excluded',
    'exclude melanoma',
    'likely melanoma',
    'consistent with melanoma',
    'Melanom nicht ausgeschlossen',
    'melanoma no descartado',
    'melanoma a esclarecer',
    'mélanome à exclure',
    'melanoma da escludere',
  ])('%s is uncertain', (label) => {
    expect(answer(label)).toBe('- uncertain');
  });

  it.each(['melanoma excluded', 'Melanom ausgeschlossen', 'no melanoma'])('%s denies', (label) => {
    expect(answer(label)).toBe('- negated');
  });
});

describe('a malignant name beside others', () => {
  it.each([
    ['Melanom auf Nävus', 'melanoma'],
    ['mélanome sur naevus', 'melanoma'],
    ['Nävus mit Melanom', 'melanoma'],
    ['melanoma on nevus', 'melanoma'],
    ['nevus sebaceous with BCC', 'basal-cell-carcinoma'],
    ['Keratoacanthoma-type SCC', 'squamous-cell-carcinoma'],
    ['squamous cell carcinoma of keratoacanthoma type', 'squamous-cell-carcinoma'],
    ['actinic keratosis with squamous cell carcinoma', 'squamous-cell-carcinoma'],
    ['nevus with melanoma in situ', 'melanoma-in-situ'],
    ['nevus or melanoma', 'melanocytic-neoplasm'],
  ])('%s → %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });
});

describe('classes, codes and short forms beside a name', () => {
  it.each([
    ['nonmelanocytic, malignant, keratinocytic, basal_cell_carcinoma', 'basal-cell-carcinoma'],
    ['nonmelanocytic, benign, keratinocytic, seborrheic_keratosis', 'seborrheic-keratosis'],
    ['non-neoplastic > psoriasis', 'psoriasis'],
    ['nonmelanoma skin cancer > basal cell carcinoma', 'basal-cell-carcinoma'],
    ['nonmelanocytic, melanoma', '- ambiguous'],
    ['nonmelanocytic, benign, melanoma', '- malignancy_risk'],
    ['non-malignant melanoma', '- malignancy_risk'],
    ['non-melanoma', '- negated'],
    ['C43.9 Malignant melanoma of skin, unspecified', 'melanoma'],
    ['L40.0 Psoriasis vulgaris', 'psoriasis'],
    ['Psoriasis vulgaris (L40.0)', 'psoriasis'],
    ['8720/3 Malignant melanoma', 'melanoma'],
    ['2C30 melanoma', 'melanoma'],
    ['C43.9 nevus', '- malignancy_risk'],
    ['8720/3 nevus', '- malignancy_risk'],
    ['C43.9 no melanoma', '- negated'],
    ['B12 deficiency', '- unknown'],
    ['Psoriatic arthritis (PsA)', 'psoriatic-arthritis'],
    ['Systemic sclerosis (SSc)', 'systemic-sclerosis'],
    ['Carcinome épidermoïde cutané (CEC)', 'squamous-cell-carcinoma'],
    ['Carcinome basocellulaire (CBC)', 'basal-cell-carcinoma'],
    ['nevus (Xyz)', '- unknown'],
    ['akiec - kératoses actiniques', 'actinic-keratosis'],
    ['nv - névus mélanocytaires', 'melanocytic-nevus'],
    ['nv - melanoma', '- malignancy_risk'],
    ['mel - nevus', '- malignancy_risk'],
    ['PeIN', 'penile-intraepithelial-neoplasia'],
    ['Penile intraepithelial neoplasia', 'penile-intraepithelial-neoplasia'],
  ])('%s → %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });

  it.each([
    ['Melanozytennävus', 'melanocytic-nevus'],
    ['Hautpilzinfektionen', 'fungal-infection'],
    ['Gutartige Tumore', 'benign-skin-neoplasm'],
    ['Bösartige Tumore', 'malignant-skin-neoplasm'],
    ['penfigoide', 'pemphigoid'],
    ['erupción fija', 'fixed-drug-eruption'],
  ])('%s → %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });
});

describe('a label that is no text', () => {
  it.each([null, undefined, 7, {}])('%s is an error that says so', (label) => {
    expect(() => ontology.resolve(label as unknown as string)).toThrow(/label must be a text/);
  });
});

describe('a possessive without its apostrophe', () => {
  it.each([
    ['Darier_s_Disease', 'darier-disease'],
    ['Bowen s disease', 'bowen-disease'],
    ['paget_s_disease', 'paget-disease'],
  ])('%s → %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });
});
