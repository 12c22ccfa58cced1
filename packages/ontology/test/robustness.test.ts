import { createRandom } from '@skinr1/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createOntology,
  type DiseaseNode,
  embeddedData,
  loadOntology,
  type Ontology,
  type Resolution,
  wuPalmer,
} from '../src/index.ts';

const ontology = loadOntology();
const nodes = [...ontology.nodes()];
const ids = nodes.map((node) => node.id);
const anyId = fc.constantFrom(...ids);
const anyName = fc.constantFrom(
  ...nodes.flatMap((node) => [node.name, ...node.synonyms].map((name) => ({ name, id: node.id }))),
);

function idOf(resolution: Resolution): string | null {
  return resolution.status === 'resolved' ? resolution.node.id : null;
}

function isGrave(id: string): boolean {
  const malignancy = ontology.malignancyClass(id);
  return malignancy === 'malignant' || malignancy === 'precancerous_in_situ';
}

describe('the hierarchy that ships', () => {
  it('is as large as promised, in every branch', () => {
    expect(ontology.size).toBeGreaterThanOrEqual(600);
    for (const id of ontology.children(ontology.rootId)) {
      expect(ontology.descendants(id).size, id).toBeGreaterThan(0);
    }
  });

  it('has no cycle: nothing is above itself', () => {
    for (const id of ids) expect(ontology.ancestors(id).has(id)).toBe(false);
  });

  it('resolves every name, id and synonym to its condition, and the answer again to itself', () => {
    for (const node of nodes) {
      for (const name of [node.name, node.id, ...node.synonyms]) {
        expect(idOf(ontology.resolve(name)), name).toBe(node.id);
      }
    }
  });

  it('has one condition or a refusal for every abbreviation', () => {
    for (const node of nodes) {
      for (const short of node.abbreviations) {
        const found = ontology.resolve(short);
        if (found.status === 'resolved') expect(found.node.id, short).toBe(node.id);
        else expect(found.alternatives.map((each) => each.id)).toContain(node.id);
      }
    }
  });

  it('has symmetric similarity, 1 only on identity', () => {
    fc.assert(
      fc.property(anyId, anyId, (a, b) => {
        expect(wuPalmer(ontology, a, b)).toBe(wuPalmer(ontology, b, a));
        expect(wuPalmer(ontology, a, b) === 1).toBe(a === b);
      }),
      { numRuns: 500 },
    );
  });

  it('never draws a distractor that is right, coarser or finer', () => {
    fc.assert(
      fc.property(anyId, fc.integer(), fc.integer({ min: 0, max: 30 }), (id, seed, count) => {
        const drawn = ontology.distractors(id, { pool: ids, count, random: createRandom(seed) });
        expect(new Set(drawn).size).toBe(drawn.length);
        expect(drawn.length).toBeLessThanOrEqual(count);
        for (const other of drawn) {
          expect(other).not.toBe(id);
          expect(ontology.isAncestor(other, id)).toBe(false);
          expect(ontology.isAncestor(id, other)).toBe(false);
        }
      }),
    );
  });
});

describe('any text', () => {
  it('gets a resolution or a reason, and the same one each time', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc
        .array(fc.constantFrom(...nodes.map((n) => n.name), '-', '/', 'no', '?', 'of', '1', 'and'))
        .map((parts) => parts.join(' ')),
    );
    fc.assert(
      fc.property(text, (label) => {
        const found = ontology.resolve(label);
        expect(ontology.resolve(label)).toEqual(found);
        expect(found.label).toBe(label);
        if (found.status === 'resolved') {
          expect(found.path.at(-1)).toBe(found.node.id);
          expect(found.confidence).toBeGreaterThan(0);
          expect(found.confidence).toBeLessThanOrEqual(1);
        } else {
          expect(found.message).not.toBe('');
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('means the same in any case, with any separator, and written with look-alike letters', () => {
    const disguises: readonly ((name: string) => string)[] = [
      (name) => name.toUpperCase(),
      (name) => name.replace(/ /g, '_'),
      (name) => name.replace(/ /g, '-'),
      (name) => `  ${name.replace(/ /g, '\t')}\n`,
      (name) => name.replace(/a/g, 'а').replace(/o/g, 'ο'),
      (name) => name.replace(/(?<=[a-z])(?=[a-z])/g, '\u200b'),
      (name) => name.replace(/[a-z]/g, (c) => String.fromCodePoint(c.charCodeAt(0) + 0xfee0)),
    ];
    fc.assert(
      fc.property(anyName, fc.constantFrom(...disguises), ({ name, id }, disguise) => {
        expect(idOf(ontology.resolve(disguise(name)))).toBe(id);
      }),
      { numRuns: 500 },
    );
  });

  it('takes less than a second for 1 MB in one label', () => {
    const start = performance.now();
    for (const unit of ['melanoma ', 'm', '?', 'а\u0300', '\u202e']) {
      expect(ontology.resolve(unit.repeat(1_000_000)).status).toBe('unresolved');
    }
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

/** One random slip: a letter left out, added, changed, or swapped with the next. */
function slip(name: string, random: ReturnType<typeof createRandom>): string {
  const places = [...name].flatMap((letter, at) => (/[a-z]/i.test(letter) ? [at] : []));
  const at = random.pick(places);
  const letter = random.pick([...'abcdefghijklmnopqrstuvwxyz']);
  switch (random.integer(4)) {
    case 0:
      return name.slice(0, at) + name.slice(at + 1);
    case 1:
      return name.slice(0, at) + letter + name.slice(at);
    case 2:
      return name.slice(0, at) + letter + name.slice(at + 1);
    default:
      return name.slice(0, at) + name.charAt(at + 1) + name.charAt(at) + name.slice(at + 2);
  }
}

describe('the threshold for misspellings', () => {
  // Measured with another seed over all names: one slip 81 % resolved, 1 in 3,000 of those wrong; two slips 53 %, 1 in 3,000.
  it.each([
    [1, 0.7, 0.998],
    [2, 0.4, 0.995],
  ])('with %i slips keeps recall above %d and precision above %d', (slips, recall, precision) => {
    const random = createRandom(`slips ${slips}`);
    let right = 0;
    let wrong = 0;
    let total = 0;
    for (const node of nodes) {
      for (const name of [node.name, ...node.synonyms]) {
        let label = name;
        for (let i = 0; i < slips; i++) label = slip(label, random);
        const resolution = ontology.resolve(label);
        const found = idOf(resolution);
        total++;
        if (found === node.id) right++;
        else if (found !== null && !ontology.isAncestor(found, node.id)) wrong++;
        // A slip can make another name outright ("tar wart", "at wart"); what counts is what was guessed.
        const guessed = resolution.status === 'resolved' && resolution.method === 'fuzzy';
        if (found !== null && guessed && isGrave(node.id)) {
          expect(ontology.malignancyClass(found), `${name}: ${label}`).not.toBe('benign');
        }
      }
    }
    expect(right / total).toBeGreaterThan(recall);
    expect(right / (right + wrong)).toBeGreaterThan(precision);
  });
});

/** The hierarchy without some of its leaves. */
function without(left: ReadonlySet<string>): Ontology {
  return createOntology({
    ...embeddedData,
    conditions: embeddedData.conditions.flatMap((record) =>
      left.has(record.id)
        ? []
        : [
            {
              ...record,
              differentials: (record.differentials ?? []).filter((d) => !left.has(d.id)),
            },
          ],
    ),
    vocabularies: [],
  });
}

describe('names it has never seen', () => {
  // Every leaf is taken out once, a tenth of them at a time, and its names are asked for.
  const leaves = nodes.filter((node) => ontology.children(node.id).length === 0);
  const answers: { node: DiseaseNode; name: string; found: string }[] = [];
  let asked = 0;
  for (let part = 0; part < 10; part++) {
    const left = leaves.filter((_, at) => at % 10 === part);
    const smaller = without(new Set(left.map((node) => node.id)));
    for (const node of left) {
      for (const name of [node.name, ...node.synonyms]) {
        const found = idOf(smaller.resolve(name));
        asked++;
        if (found !== null) answers.push({ node, name, found });
      }
    }
  }

  it('are refused or get a condition above them: fewer than 2 % get another', () => {
    expect(asked).toBeGreaterThan(2000);
    const other = answers.filter(({ node, found }) => !ontology.isAncestor(found, node.id));
    expect(other.length / asked).toBeLessThan(0.02);
  });

  it('never make a malignant condition benign', () => {
    const wrong = answers.filter(
      ({ node, found }) => isGrave(node.id) && ontology.malignancyClass(found) === 'benign',
    );
    expect(wrong.map(({ name, found }) => `${name} → ${found}`)).toEqual([]);
  });
});

describe('malignancy in the words of a label', () => {
  const harmless = nodes.filter((node) => ['benign', 'not_neoplastic'].includes(node.malignancy));
  it.each(['malignant', 'invasive', 'metastatic', 'anaplastic', 'dedifferentiated', 'atypical'])(
    '"%s" never leaves a harmless condition harmless by guessing',
    (word) => {
      for (const node of harmless) {
        const found = ontology.resolve(`${word} ${node.name}`);
        if (found.status !== 'resolved') continue;
        // "Malignant syphilis" and "atypical nevus" are names in their own right.
        const names = [found.node.name, ...found.node.synonyms].join(' ').toLowerCase();
        if (names.includes(word)) continue;
        const reported = ontology.malignancyClass(found.node.id);
        expect(reported, `${word} ${node.name} → ${found.node.id}`).not.toBe('benign');
      }
    },
  );

  it.each(['carcinoma', 'sarcoma', 'lymphoma', 'melanoma', 'carcinoma in situ'])(
    'a harmless name with "%s" behind it is never harmless',
    (word) => {
      for (const node of harmless) {
        const found = ontology.resolve(`${node.name} ${word}`);
        if (found.status !== 'resolved') continue;
        const reported = ontology.malignancyClass(found.node.id);
        expect(reported, `${node.name} ${word} → ${found.node.id}`).not.toBe('benign');
      }
    },
  );
});
