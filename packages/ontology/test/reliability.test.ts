import { describe, expect, it } from 'vitest';
import {
  createOntology,
  fromObo,
  fromSkos,
  idFromName,
  PhraseIndex,
  splitWords,
  validate,
} from '../src/index.ts';
import { smallData } from './small-ontology.ts';

/*
 * Texts made to be slow. No clock: each is so long that quadratic work would run into the test's time limit
 * of a minute many times over (10¹¹ steps and more), while linear work takes well under a second.
 */

const long = 600_000;
const term = (line: string): string => `[Term]\nid: A:1\nname: x\n${line}\n`;

describe('long hostile texts', () => {
  it.each([
    ['opening braces in a name', `[Term]\nid: A:1\nname: ${'{}'.repeat(long)}x\n`],
    ['exclamation marks', `[Term]\nid: A:1\nname: x${'!'.repeat(long)}\n`],
    ['escaped braces', `[Term]\nid: A:1\nname: x${'\\{'.repeat(long)}}\n`],
    ['spaces behind a synonym', term(`synonym: "y"${' '.repeat(long)}x`)],
    ['spaces in a relationship', term(`relationship: SKINR1:differential${' '.repeat(long)}`)],
    ['spaces in a property', term(`property_value: SKINR1:a${' '.repeat(long)}x`)],
    ['spaces in a reference', term(`xref: DOID:1${' '.repeat(long)}x`)],
    ['an open quotation', term(`synonym: "${'\\"'.repeat(long)}`)],
    ['spaces before a colon', term(`synonym: ${' '.repeat(long)}"y" EXACT []`)],
  ])('OBO: %s', (_, text) => {
    expect(fromObo(text).conditions.length).toBe(1);
  });

  it('OBO keeps braces and exclamation marks that are escaped, and drops what is not', () => {
    const name = (value: string): string | undefined =>
      fromObo(`[Term]\nid: A:1\nname: ${value}\n`).conditions[0]?.name;
    expect(name('a \\{b\\} c')).toBe('a {b} c');
    expect(name('a\\! b ! comment')).toBe('a! b');
    expect(name('a {source="b"} ! comment')).toBe('a');
    expect(name('a {source="{b}"}')).toBe('a');
  });

  it('SKOS: as many labels of one concept as fit', async () => {
    const labels = Array.from({ length: 60_000 }, (_, at) => `"label ${at}"@en`).join(', ');
    const text = `@prefix s: <http://www.w3.org/2004/02/skos/core#> .
      <urn:a> a s:Concept ; s:prefLabel "a"@en ; s:altLabel ${labels} .`;
    const { conditions } = await fromSkos(text);
    expect(conditions[0]?.synonyms).toHaveLength(60_000);
  });

  it.each([
    ['hyphens', '-'.repeat(long)],
    ['spaces', `x${' '.repeat(long)}y`],
    ['apostrophes', "'".repeat(long)],
    ['apostrophes and s', "s's".repeat(long)],
    ['soft hyphens', `x${'\u00ad'.repeat(long)}y`],
    ['accents', `e${'\u0301'.repeat(long)}`],
    ['marks of kana', '\u3099'.repeat(long)],
    ['one word', 'æ'.repeat(long)],
  ])('words: %s', (_, text) => {
    const index = new PhraseIndex<string>();
    index.add('x y', 'found');
    expect(index.find(text).length).toBeLessThan(2);
    expect(splitWords(text).length).toBeLessThan(long * 2);
    expect(idFromName(text).length).toBeLessThan(long * 3);
  });
});

describe('long lists', () => {
  const many = 200_000;

  it('takes more children and parents than a call takes arguments', () => {
    const children = Array.from({ length: many }, (_, at) => ({
      id: `child-${at}`,
      name: `child ${at}`,
      parents: ['nevus'],
    }));
    const last = { id: 'last', name: 'last', parents: children.map(({ id }) => id) };
    const data = { ...smallData, conditions: [...smallData.conditions, ...children, last] };
    const ontology = createOntology(data);
    expect(ontology.descendants('nevus').size).toBeGreaterThan(many);
    expect(ontology.ancestors('last').size).toBeGreaterThan(many);
  });

  it('links as many signs as there are', () => {
    const morphology = Array.from({ length: 50_000 }, (_, at) => ({
      id: `sign-${at}`,
      name: `sign number ${at}`,
      group: 'shape' as const,
      contradicts: [`sign-${(at + 1) % 50_000}`],
    }));
    const data = { ...smallData, morphology };
    expect(createOntology(data).morphologyTerm('sign-1')?.contradicts).toEqual([
      'sign-0',
      'sign-2',
    ]);
    expect(validate(data).filter(({ rule }) => rule === 'morphology')).toEqual([]);
  });
});
