import { InvalidInputError, NotFoundError } from '@skinr1/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ConditionRecord,
  datasetToFhirConceptMap,
  embeddedData,
  fromObo,
  fromSkos,
  loadOntology,
  parseOntologyData,
  toFhirCodeSystem,
  toFhirConceptMap,
  toGraphviz,
  toJson,
  toMermaid,
  toObo,
  toSkos,
  toTreeText,
} from '../src/index.ts';
import { small, smallData } from './small-ontology.ts';

/** Order of codes is not kept by SKOS, which groups them by match. */
function sorted(records: readonly ConditionRecord[]): ConditionRecord[] {
  const key = (code: { system: string; code: string }) => `${code.system} ${code.code}`;
  return records.map((record) =>
    record.codes
      ? { ...record, codes: [...record.codes].sort((a, b) => (key(a) < key(b) ? -1 : 1)) }
      : record,
  );
}

/** Empty lists are left out by the importers, as in the data files. */
function compact(records: readonly ConditionRecord[]): ConditionRecord[] {
  return records.map(
    (record) =>
      Object.fromEntries(
        Object.entries(record).filter(
          ([key, value]) => key === 'parents' || !(Array.isArray(value) && value.length === 0),
        ),
      ) as unknown as ConditionRecord,
  );
}

describe('round trips lose nothing', () => {
  for (const [name, data] of [
    ['small', smallData],
    ['embedded', embeddedData],
  ] as const) {
    it(`JSON, ${name}`, () => {
      expect(parseOntologyData(toJson(data))).toEqual(data);
    });

    it(`OBO, ${name}`, () => {
      const { conditions, skipped } = fromObo(toObo(data));
      expect(skipped).toEqual([]);
      expect(conditions).toEqual(compact(data.conditions));
    });

    it(`SKOS, ${name}`, async () => {
      const { conditions, skipped } = await fromSkos(await toSkos(data));
      expect(skipped).toEqual([]);
      expect(sorted(conditions)).toEqual(sorted(compact(data.conditions)));
    });
  }

  it('for any printable names', async () => {
    const text = fc.string({ minLength: 1, unit: 'grapheme' }).map((each) => each.trim());
    const name = text.filter((each) => each !== '' && !/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u.test(each));
    await fc.assert(
      fc.asyncProperty(name, name, name, async (first, synonym, sign) => {
        const conditions: ConditionRecord[] = [
          { id: 'a', name: first, synonyms: [synonym], parents: [], malignancy: 'benign' },
          { id: 'b', name: 'b', parents: ['a'], differentials: [{ id: 'a', sign }] },
        ];
        expect(fromObo(toObo({ conditions })).conditions).toEqual(conditions);
        expect((await fromSkos(await toSkos({ conditions }))).conditions).toEqual(conditions);
      }),
      { numRuns: 60 },
    );
  });
});

describe('OBO of others', () => {
  const text = `format-version: 1.2
ontology: doid

[Term]
id: DOID:1
name: skin thing ! not the name
synonym: "dermal \\"thing\\"" EXACT []
synonym: "wider thing" BROAD []
xref: ICD-10:L40.0

[Term]
id: DOID:2
name: small thing
is_a: DOID:1 ! skin thing
is_a: DOID:9 ! elsewhere

[Term]
id: DOID:3
name: old thing
is_obsolete: true

[Term]
id: DOID:4

[Typedef]
id: part_of
`;

  it('becomes conditions with codes', () => {
    const { conditions, skipped } = fromObo(text, { source: 'x.obo', attachTo: 'root' });
    expect(conditions).toEqual([
      {
        id: 'skin-thing',
        name: 'skin thing',
        synonyms: ['dermal "thing"'],
        parents: ['root'],
        codes: [
          { system: 'DOID', code: 'DOID:1', match: 'exact' },
          { system: 'ICD-10', code: 'L40.0', match: 'exact' },
        ],
      },
      {
        id: 'small-thing',
        name: 'small thing',
        parents: ['skin-thing'],
        codes: [{ system: 'DOID', code: 'DOID:2', match: 'exact' }],
      },
    ]);
    expect(skipped.map((row) => row.place)).toEqual(['line 17', 'line 22']);
  });

  it('names the line that is not OBO', () => {
    expect(() => fromObo('[Term]\nid: a\nwhat is this', { source: 'x.obo' })).toThrow(
      /x\.obo, line 3/,
    );
  });

  it('never fails in another way', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (noise) => {
        try {
          fromObo(`[Term]\n${noise}\n[Term]\nid: a\nname: ${noise}`);
        } catch (error) {
          expect(InvalidInputError.isInstance(error)).toBe(true);
        }
      }),
    );
  });
});

describe('SKOS of others', () => {
  it('becomes conditions; other languages are left out', async () => {
    const text = `
      @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
      <http://x/1> a skos:Concept ; skos:prefLabel "skin thing"@en, "Hautding"@de ; skos:altLabel "thing" .
      <http://x/2> a skos:Concept ; skos:prefLabel "small thing" ; skos:broader <http://x/1> ;
        skos:exactMatch <http://purl.obolibrary.org/obo/DOID_2> .
      <http://x/3> a skos:Concept ; skos:prefLabel "Ding"@de .`;
    const { conditions, skipped } = await fromSkos(text, { attachTo: 'root' });
    expect(conditions).toEqual([
      { id: 'skin-thing', name: 'skin thing', synonyms: ['thing'], parents: ['root'] },
      {
        id: 'small-thing',
        name: 'small thing',
        parents: ['skin-thing'],
        codes: [{ system: 'DOID', code: 'DOID:2', match: 'exact' }],
      },
    ]);
    expect(skipped).toHaveLength(1);
  });

  it('names the line that is not Turtle', async () => {
    await expect(fromSkos('<a> <b> <c> .\n\n@prefix ;', { source: 'x.ttl' })).rejects.toThrow(
      /x\.ttl, line 3/,
    );
  });
});

describe('FHIR', () => {
  const options = { version: '0.1.0' };

  it('lists every condition with parents and names', () => {
    const system = toFhirCodeSystem(small, options) as unknown as {
      count: number;
      concept: { code: string; designation?: unknown; property: unknown[] }[];
    };
    expect(system.count).toBe(small.size);
    const concept = system.concept.find((each) => each.code === 'herpes-gestationis');
    expect(concept?.property).toEqual([
      { code: 'parent', valueCode: 'autoimmune-bullous-disease' },
      { code: 'parent', valueCode: 'inflammation' },
      { code: 'malignancy', valueString: 'not_neoplastic' },
    ]);
  });

  it('maps to codes and from data sets', () => {
    const map = toFhirConceptMap(small, options) as unknown as { group: unknown[] };
    expect(map.group).toMatchObject([
      {
        target: 'http://hl7.org/fhir/sid/icd-10',
        element: [{ code: 'melanoma', target: [{ code: 'C43.9', equivalence: 'equivalent' }] }],
      },
    ]);
    const labels = datasetToFhirConceptMap(small, 'first', options) as unknown as {
      group: { element: { code: string; target: { equivalence: string }[] }[] }[];
    };
    const found = labels.group[0]?.element.map((e) => [e.code, e.target[0]?.equivalence]);
    expect(found).toEqual([
      ['mel', 'equivalent'],
      ['sk', 'equivalent'],
      ['lesion', 'relatedto'],
      ['unknown', 'unmatched'],
    ]);
    expect(() => datasetToFhirConceptMap(small, 'third', options)).toThrow(NotFoundError);
  });
});

describe('diagrams', () => {
  it('draw a part, further parents apart', () => {
    const mermaid = toMermaid(small, { root: 'blistering' });
    expect(mermaid).toContain('["bullous disease"]:::not_neoplastic');
    expect(mermaid).not.toContain('psoriasis');
    expect(toMermaid(small)).toContain('-.->');
    expect(toGraphviz(small)).toContain('"inflammation" -> "herpes-gestationis" [style=dashed];');
    expect(toGraphviz(small, { depth: 1 })).not.toContain('melanoma');
  });

  it('print a tree', () => {
    expect(toTreeText(small, { root: 'melanocytic' })).toBe(
      [
        'melanocytic growth  [melanocytic; variable]',
        '├─ melanoma  [melanoma; malignant]',
        '│  └─ melanoma in situ  [melanoma-in-situ; precancerous_in_situ]',
        '└─ melanocytic nevus  [nevus; benign]',
        '   └─ blue nevus  [blue-nevus; benign]',
        '',
      ].join('\n'),
    );
    expect(toTreeText(small, { depth: 0 })).toBe('root  [root; variable]\n');
    expect(toTreeText(loadOntology()).trim().split('\n')).toHaveLength(loadOntology().size);
  });
});
