import { InvalidInputError } from '@skinr1/core';
import { describe, expect, it } from 'vitest';
import {
  applyOverlay,
  type ConditionRecord,
  createOntology,
  diffConditions,
  embeddedData,
  type OntologyData,
  parseOverlay,
  toJson,
  validate,
} from '../src/index.ts';
import { smallData } from './small-ontology.ts';

/** The small data with one condition changed. */
function withChange(id: string, change: Partial<ConditionRecord>): OntologyData {
  const conditions = smallData.conditions.map((record) =>
    record.id === id ? { ...record, ...change } : record,
  );
  return { ...smallData, conditions };
}

function rules(data: OntologyData): string[] {
  return validate(data).map((issue) => `${issue.severity} ${issue.rule} ${issue.place}`);
}

describe('validate', () => {
  it('finds no error in the data that ships', () => {
    const errors = validate(embeddedData).filter((issue) => issue.severity === 'error');
    expect(errors).toEqual([]);
  });

  it('knows the one doubtful thing of the small data', () => {
    expect(rules(smallData)).toEqual(['warning duplicate_name melanoma']);
  });

  it.each<[string, OntologyData, string]>([
    ['a cycle', withChange('melanoma', { parents: ['melanoma-in-situ'] }), 'error cycle melanoma'],
    ['an orphan', withChange('eczema', { parents: [] }), 'error root eczema'],
    ['an unknown parent', withChange('eczema', { parents: ['itch'] }), 'error parent eczema'],
    [
      'a parent above another',
      withChange('hand-eczema', { parents: ['eczema', 'inflammation'] }),
      'warning parent hand-eczema',
    ],
    ['a bad id', withChange('psoriasis', { id: 'Psoriasis' }), 'error id Psoriasis'],
    [
      'a shared synonym',
      withChange('psoriasis', { synonyms: ['Ekzema', 'eczemas'] }),
      'error duplicate_name psoriasis',
    ],
    [
      'a useless synonym',
      withChange('nevus', { synonyms: ['nævus', 'nevi'] }),
      'warning duplicate_name nevus',
    ],
    [
      'malignant below benign',
      withChange('blue-nevus', { malignancy: 'malignant' }),
      'error malignancy blue-nevus',
    ],
    [
      'benign below malignant',
      withChange('melanoma-in-situ', {
        malignancy: 'benign',
        malignancyReason: undefined as never,
      }),
      'error malignancy melanoma-in-situ',
    ],
    [
      'an inherited "variable"',
      withChange('nevus', { malignancy: undefined as never }),
      'error malignancy nevus',
    ],
    [
      'an alarming name on a harmless node',
      withChange('eczema', { name: 'eczema carcinoma' }),
      'error malignancy eczema',
    ],
    [
      'a code that is none',
      withChange('eczema', { codes: [{ system: 'ICD-10', code: 'eczema', match: 'exact' }] }),
      'error code eczema',
    ],
    [
      'an exact code of two',
      withChange('nevus', { codes: [{ system: 'ICD-10', code: 'C43.9', match: 'exact' }] }),
      'error code nevus',
    ],
    [
      'a differential to nowhere',
      withChange('eczema', { differentials: [{ id: 'itch', sign: 'Itch.' }] }),
      'error differential eczema',
    ],
    [
      'a label to nowhere',
      {
        ...smallData,
        vocabularies: [{ dataset: 'x', source: 'y', labels: [{ label: 'z', id: 'itch' }] }],
      },
      'error vocabulary x: z',
    ],
  ])('finds %s', (_, data, expected) => {
    expect(rules(data)).toContain(expected);
  });

  it('says what mends it', () => {
    for (const issue of validate(withChange('melanoma', { parents: ['melanoma-in-situ'] }))) {
      expect(issue.mend).not.toBe('');
    }
  });
});

describe('building', () => {
  it.each<[string, OntologyData]>([
    ['melanoma', withChange('melanoma', { parents: ['melanoma-in-situ'] })],
    ['eczema', withChange('eczema', { parents: ['itch'] })],
    ['eczema', withChange('eczema', { parents: [] })],
    ['eczema', withChange('eczema', { differentials: [{ id: 'itch', sign: 'Itch.' }] })],
    [
      'label "z"',
      {
        ...smallData,
        vocabularies: [{ dataset: 'x', source: 'y', labels: [{ label: 'z', id: 'itch' }] }],
      },
    ],
  ])('refuses data that contradicts itself, naming %s', (id, data) => {
    expect(() => createOntology(data)).toThrow(InvalidInputError);
    expect(() => createOntology(data)).toThrow(id);
  });

  it('does not exhaust the stack on a chain of 50,000 parents', () => {
    const conditions: ConditionRecord[] = Array.from({ length: 50_000 }, (_, i) => ({
      id: `n${i}`,
      name: `n ${i}`,
      parents: i === 0 ? [] : [`n${i - 1}`],
      ...(i === 0 && { malignancy: 'benign' as const }),
    }));
    const chain = { conditions: conditions.reverse(), morphology: [], vocabularies: [] };
    // Paths would hold 1.25 thousand million ids: refused with a reason, not by a crash.
    expect(() => createOntology(chain)).toThrow(InvalidInputError);
    expect(validate(chain).filter((issue) => issue.rule === 'cycle')).toEqual([]);
  });
});

describe('diff', () => {
  it('lists what was added, removed and changed', () => {
    const after = withChange('eczema', { name: 'eczematous dermatitis', synonyms: ['eczema'] });
    const without = after.conditions.filter((record) => record.id !== 'hand-eczema');
    const added = { id: 'itch', name: 'itch', parents: ['inflammation'] };
    const result = diffConditions(smallData.conditions, [...without, added]);
    expect(result.added).toEqual(['itch']);
    expect(result.removed).toEqual(['hand-eczema']);
    expect(result.changed).toEqual([
      { id: 'eczema', field: 'name', before: 'eczema', after: 'eczematous dermatitis' },
      { id: 'eczema', field: 'synonyms', before: '', after: 'eczema' },
    ]);
  });

  it('is empty for equal versions, whatever the order of lists', () => {
    const reversed = smallData.conditions
      .map((record) => ({ ...record, synonyms: [...(record.synonyms ?? [])].reverse() }))
      .reverse();
    const nothing = { added: [], removed: [], changed: [] };
    expect(diffConditions(smallData.conditions, reversed)).toEqual(nothing);
  });
});

describe('overlays', () => {
  it('add conditions, names and labels without touching the data', () => {
    const before = toJson(smallData);
    const result = applyOverlay(smallData, {
      conditions: [{ id: 'itch', name: 'itch', parents: ['inflammation'] }],
      extend: [{ id: 'psoriasis', synonyms: ['silver scale disease'] }],
      vocabularies: [
        { dataset: 'first', source: 'Ours.', labels: [{ label: 'sk', id: 'melanoma' }] },
        { dataset: 'ours', source: 'Ours.', labels: [{ label: 'A1', id: 'itch' }] },
      ],
    });
    const ontology = createOntology(result);
    const idOf = (label: string, dataset?: string): string | null => {
      const found = ontology.resolve(label, dataset === undefined ? {} : { dataset });
      return found.status === 'resolved' ? found.node.id : null;
    };
    expect(idOf('silver scale diseases')).toBe('psoriasis');
    expect(idOf("Willan's lepra")).toBe('psoriasis');
    expect(idOf('sk', 'first')).toBe('melanoma');
    expect(idOf('mel', 'first')).toBe('melanoma');
    expect(idOf('A1', 'ours')).toBe('itch');
    expect(toJson(smallData)).toBe(before);
  });

  it.each([
    ['a cycle', { extend: [{ id: 'growth', parents: ['melanoma'] }] }, /above itself/],
    ['an unknown condition', { extend: [{ id: 'itch', synonyms: ['x'] }] }, /does not exist/],
    [
      'a synonym that is another condition',
      { extend: [{ id: 'eczema', synonyms: ['melanoma'] }] },
      /also belongs to/,
    ],
    [
      'a malignant condition below a benign one',
      {
        conditions: [
          { id: 'x', name: 'x disease', parents: ['nevus'], malignancy: 'malignant' as const },
        ],
      },
      /malignant below "nevus"/,
    ],
  ])('are refused with %s, naming the source', (_, overlay, message) => {
    const apply = () => applyOverlay(smallData, { source: 'mine.json', ...overlay });
    expect(apply).toThrow(InvalidInputError);
    expect(apply).toThrow(message);
    expect(apply).toThrow(/mine\.json/);
  });

  it.each([
    ['{', /not JSON/],
    ['[]', /the file: expected an object/],
    ['{"conditons": []}', /the file\.conditons/],
    ['{"conditions": [{"id": "x", "name": "x"}]}', /conditions\[0\]\.parents/],
    ['{"conditions": [{"id": 1, "name": "x", "parents": []}]}', /conditions\[0\]\.id/],
    ['{"extend": [{"id": "x", "malignancy": "harmless"}]}', /one of benign/],
    ['{"vocabularies": [{"dataset": "x", "source": "y"}]}', /vocabularies\[0\]\.labels/],
  ])('as JSON must have the format: %s', (text, message) => {
    expect(() => parseOverlay(text, 'mine.json')).toThrow(InvalidInputError);
    expect(() => parseOverlay(text, 'mine.json')).toThrow(message);
  });
});
