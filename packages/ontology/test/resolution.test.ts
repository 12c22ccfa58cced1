import { NotFoundError } from '@skinr1/core';
import { describe, expect, it } from 'vitest';
import { loadOntology } from '../src/index.ts';
import { editDistance } from '../src/resolve/spelling.ts';
import { small } from './small-ontology.ts';

/** `id method`, or `- reason`. */
function answer(label: string, dataset?: string): string {
  const found = small.resolve(label, dataset === undefined ? {} : { dataset });
  return found.status === 'resolved' ? `${found.node.id} ${found.method}` : `- ${found.reason}`;
}

describe('a name, however it is spelled', () => {
  it.each([
    ['melanocytic nevus', 'nevus exact'],
    ['  melanocytic nevus ', 'nevus exact'],
    ['Melanocytic Naevi', 'nevus normalized'],
    ['MELANOCYTIC_NEVUS', 'nevus normalized'],
    ['melanocyticNevus', 'nevus normalized'],
    ['melanocytic-nævus', 'nevus normalized'],
    ['nevus, melanocytic', 'nevus normalized'],
    ['seborrhoeic keratoses', 'seborrheic-keratosis normalized'],
    ['Willan’s lepra', 'psoriasis normalized'],
    ['willans lepra', 'psoriasis normalized'],
    ['ｍｅｌａｎｏｍａ', 'melanoma normalized'],
    ['mеlаnоmа', 'melanoma normalized'],
    ['mela\u200bnoma', 'melanoma normalized'],
    ['\u202emelanoma\u202c', 'melanoma normalized'],
    ['kerato-acanthoma', 'keratoacanthoma normalized'],
    ['squamouscellcarcinoma', 'squamous-cell-carcinoma normalized'],
  ])('%s → %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });
});

describe('abbreviations', () => {
  it.each([
    ['SCC', 'squamous-cell-carcinoma abbreviation'],
    ['SCCs', 'squamous-cell-carcinoma abbreviation'],
    ['ЅСС', 'squamous-cell-carcinoma abbreviation'],
    ['scc', '- unknown'],
    ['MM', '- ambiguous'],
  ])('%s → %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });

  it('lists what an ambiguous one stands for', () => {
    const ids = small.resolve('MM').alternatives.map((each) => each.id);
    expect(ids.sort()).toEqual(['melanoma', 'nevus']);
  });
});

describe("a data set's label", () => {
  it.each([
    ['sk', 'first', 'seborrheic-keratosis dataset_code'],
    ['SK', 'second', 'squamous-cell-carcinoma dataset_code'],
    ['lesion', 'first', 'growth dataset_code'],
    ['unknown', 'first', '- not_a_condition'],
    ['psoriasis', 'first', 'psoriasis exact'],
    ['sk', undefined, '- unknown'],
    ['mel', undefined, 'melanoma dataset_code'],
  ])('%s of %s → %s', (label, dataset, expected) => {
    expect(answer(label, dataset)).toBe(expected);
  });

  it('says which data sets there are', () => {
    expect(() => small.resolve('mel', { dataset: 'third' })).toThrow(NotFoundError);
    expect(() => small.resolve('mel', { dataset: 'third' })).toThrow(/first, second/);
  });
});

describe('qualified and compound labels', () => {
  it.each([
    ['melanoma of the left arm', 'melanoma qualified'],
    ['invasive melanoma', 'melanoma qualified'],
    ['melanoma (less than 0.76 mm)', 'melanoma qualified'],
    ['severe psoriasis, stage II', 'psoriasis qualified'],
    ['Squamous Cell Carcinoma (SCC)', 'squamous-cell-carcinoma qualified'],
    ['squamous-cell-carcinoma-keratoacanthoma', 'squamous-cell-carcinoma qualified'],
    ['acquired autoimmune bullous diseaseherpes gestationis', 'herpes-gestationis qualified'],
    ['eczema hand eczema', 'hand-eczema qualified'],
    ['Psoriasis and Eczema', 'inflammation qualified'],
    ['Melanoma, nevi and other melanocytic growths', 'melanocytic qualified'],
    ['melanoma - melanoma in situ', 'melanoma qualified'],
    ['invasive SCC of the lower lip', 'squamous-cell-carcinoma qualified'],
    ['SCC/NV', 'growth qualified'],
  ])('%s → %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });

  it.each([
    ['eczema herpeticum', '- unknown'],
    ['psoriasis and melanoma', '- ambiguous'],
    ['psoriasis and other diseases', '- ambiguous'],
    ['verrucous nevus', '- unknown'],
  ])('%s is refused: %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });
});

describe('what a label denies or doubts', () => {
  it.each([
    ['no melanoma', '- negated'],
    ['non-melanoma', '- negated'],
    ['nonmelanoma', '- negated'],
    ['psoriasis-like', '- negated'],
    ['melanoma mimic', '- negated'],
    ['suspected melanoma', '- uncertain'],
    ['melanoma?', '- uncertain'],
    ['nevus vs melanoma', '- uncertain'],
    ['history of melanoma', '- uncertain'],
  ])('%s → %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });
});

describe('a word of malignancy', () => {
  it.each([
    ['malignant blue nevus', '- malignancy_risk'],
    ['benign melanoma', '- malignancy_risk'],
    ['blue nevus carcinoma', '- malignancy_risk'],
    ['atypical seborrheic keratosis', '- malignancy_risk'],
    ['squamous cell carcinoma in situ', '- malignancy_risk'],
    ['SCC in situ', '- malignancy_risk'],
    ['metastatic melanoma', 'melanoma qualified'],
    ['benign blue nevus', 'blue-nevus qualified'],
    ['in situ melanoma', 'melanoma-in-situ normalized'],
    ['malignant psoriasis', '- malignancy_risk'],
  ])('%s → %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });
});

describe('a misspelling', () => {
  it.each([
    ['melenoma', 'melanoma fuzzy'],
    ['psoriassis', 'psoriasis fuzzy'],
    ['squamuos cell carcinoma', 'squamous-cell-carcinoma fuzzy'],
    ['seborheic keratosis', 'seborrheic-keratosis fuzzy'],
    ['herpes gestatonis', 'herpes-gestationis fuzzy'],
  ])('%s → %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });

  it.each([
    // Other conditions, not misspellings.
    ['melanosis', '- unknown'],
    ['parapsoriasis', '- unknown'],
    ['keratitis', '- unknown'],
    ['lymphoma', '- unknown'],
    ['squamous cell papilloma', '- unknown'],
    ['seborrheic keratitis', '- unknown'],
    // Too short to tell.
    ['nev', '- unknown'],
  ])('%s is not one: %s', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });

  it('says what it was read as and is less sure', () => {
    const found = small.resolve('melenoma');
    expect(found.status === 'resolved' && found.note).toBe('Read as "melanoma".');
    expect(found.status === 'resolved' && found.confidence).toBeLessThan(0.95);
  });
});

describe('hostile labels', () => {
  it.each([
    ['', '- empty'],
    [' \t\r\n', '- empty'],
    ['!…', '- empty'],
    ['\u0000\u0007', '- empty'],
    ['💥', '- empty'],
    ['\ud800', '- empty'],
    ['__proto__', '- unknown'],
    ['constructor', '- unknown'],
    ['m'.repeat(1_000_000), '- too_long'],
    ['melanoma '.repeat(50), '- unknown'],
    ['سرطان الجلد', '- unknown'],
    ['黑色素瘤', '- unknown'],
    ['。、！', '- empty'],
    ['меланома', '- unknown'],
  ])('%#', (label, expected) => {
    expect(answer(label)).toBe(expected);
  });
});

describe('what is said of a label that is not understood', () => {
  it.each([
    ['herpes of gobbledygook and flapdoodle', /^Not understood: "gobbledygook", "flapdoodle"\.$/],
    ['aaaaa bbbbb ccccc ddddd eeeee fffff ggggg', /"eeeee" and 2 more\.$/],
    ['carcinoma', /^Its words are known, but no condition has just this name\.$/],
  ])('names the strange words of %s', (label, message) => {
    expect(loadOntology().resolve(label)).toMatchObject({
      message: expect.stringMatching(message),
    });
  });

  it.each([
    ['excema', 'eczema'],
    ['melnma', 'melanoma'],
    ['basel cell', 'basal-cell-carcinoma'],
  ])('suggests for %s what is spelled like it', (label, id) => {
    expect(loadOntology().resolve(label)).toMatchObject({
      reason: 'unknown',
      alternatives: [{ id }, expect.anything(), expect.anything()],
    });
  });
});

describe('edit distance', () => {
  it.each([
    ['melanoma', 'melanoma', 0],
    ['melanoma', 'melenoma', 1],
    ['melanoma', 'melaonma', 1],
    ['melanoma', 'melanom', 1],
    ['keratosis', 'keratitis', 2],
    ['abcdef', 'badcfe', 3],
    ['', 'ab', 2],
    ['psoriasis', 'scabies', 4],
  ])('%s, %s: %i', (a, b, distance) => {
    expect(editDistance(a, b, 3)).toBe(distance);
    expect(editDistance(b, a, 3)).toBe(distance);
  });
});

describe('two-letter codes without a data set', () => {
  it('are read only where several data sets agree on them', () => {
    const ontology = loadOntology();
    expect(ontology.resolve('nv')).toMatchObject({ node: { id: 'melanocytic-nevus' } });
    for (const code of ['cd', 'pg', 'ls']) {
      expect(ontology.resolve(code).status, code).toBe('unresolved');
      expect(ontology.resolve(code, { dataset: 'derm12345' }).status, code).toBe('resolved');
    }
  });
});
