import { readdirSync, readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import { describe, expect, it } from 'vitest';
import { packData, unpackData } from '../src/data/packed-data.ts';
import { embeddedData, historicalNames, loadOntology, validate } from '../src/index.ts';

/*
 * The data files as a person edits them: each against the schema that it names, all of them against the
 * rules of `validate`. Run this file alone after an edit; it names the file and the condition.
 */

const data = new URL('../src/data/', import.meta.url);
const jsonFiles = (folder: string): string[] =>
  readdirSync(new URL(`${folder}/`, data))
    .filter((name) => name.endsWith('.json'))
    .map((name) => `${folder}/${name}`);
const branches = jsonFiles('conditions');

interface Branch {
  readonly $schema: string;
  readonly conditions: readonly { readonly id: string; readonly name: string }[];
}

const read = (url: URL): unknown => JSON.parse(readFileSync(url, 'utf8'));
const readBranch = (name: string): Branch => read(new URL(name, data)) as Branch;

const ajv = new Ajv({ allErrors: true });
const compiled = new Map<string, ValidateFunction>();

/** What the schema that a file names finds wrong with it, each with the place. */
function schemaFaults(name: string, value: unknown): string[] {
  const { $schema } = value as Branch;
  const url = new URL($schema, new URL(name, data)).href;
  const check = compiled.get(url) ?? ajv.compile(read(new URL(url)) as object);
  compiled.set(url, check);
  check(value);
  return (check.errors ?? []).map((error) => `${name}${error.instancePath} ${error.message}`);
}

describe('the data files', () => {
  it.each([
    ...branches,
    'morphology.json',
    ...jsonFiles('language'),
    ...jsonFiles('names'),
    ...jsonFiles('vocabularies'),
  ])('%s follows its schema', (name) => {
    expect(schemaFaults(name, read(new URL(name, data)))).toEqual([]);
  });

  it('are all read: every condition of every file is in the shipped data, and no other', () => {
    const written = branches.flatMap((name) => readBranch(name).conditions.map(({ id }) => id));
    expect(written.length).toBeGreaterThan(1900);
    expect(embeddedData.conditions.map(({ id }) => id).sort()).toEqual(written.sort());
  });

  it('are all read: every vocabulary is in the shipped data, under the name of its file', () => {
    const written = jsonFiles('vocabularies').map((name) => read(new URL(name, data)));
    const named = written.map((file) => (file as { dataset: string }).dataset).sort();
    expect(embeddedData.vocabularies.map(({ dataset }) => dataset).sort()).toEqual(named);
    expect(jsonFiles('vocabularies')).toEqual(named.map((name) => `vocabularies/${name}.json`));
  });

  it('come back from the form in which they are shipped', () => {
    const { conditions, morphology, vocabularies, languages = [] } = embeddedData;
    const shipped = { conditions, morphology, vocabularies, languages };
    const unpacked = unpackData(packData(shipped));
    expect({ ...unpacked }).toEqual(shipped);
    expect(unpacked.conditions).toBe(unpacked.conditions);
  });

  it('cannot be shipped with a sign in a name that parts names there', () => {
    const languages = [{ language: 'xx', names: { psoriasis: ['one|two'] } }];
    expect(() => packData({ ...embeddedData, languages })).toThrow(/"one\|two" cannot be packed/);
  });

  it('hold no error that the semantic checks know', () => {
    const fileOf = new Map(
      branches.flatMap((name) => readBranch(name).conditions.map(({ id }) => [id, name])),
    );
    const errors = validate(embeddedData)
      .filter(({ severity }) => severity === 'error')
      .map(({ place, message, mend }) => `${fileOf.get(place) ?? ''} ${place}: ${message} ${mend}`);
    expect(errors).toEqual([]);
  });

  it('translate historical names into names that the hierarchy has', () => {
    const ontology = loadOntology();
    const unknown = Object.values(historicalNames).filter((modern) => {
      const found = ontology.resolve(modern);
      return found.status !== 'resolved' || !['exact', 'normalized'].includes(found.method);
    });
    expect(unknown).toEqual([]);
  });
});

describe('the schema', () => {
  const name = 'conditions/nevi.json';
  const faultsOf = (change: object): string[] => {
    const file = readBranch(name);
    const [first, ...others] = file.conditions;
    return schemaFaults(name, { ...file, conditions: [{ ...first, ...change }, ...others] });
  };

  it.each([
    ['a field that does not exist', { synonym: ['mole'] }, 'additional properties'],
    ['an id with capitals', { id: 'Nevus' }, 'pattern'],
    ['a class that does not exist', { malignancy: 'harmless' }, 'allowed values'],
    [
      '"variable" without a reason',
      { malignancy: 'variable', malignancyReason: undefined },
      'malignancyReason',
    ],
    ['a text where a list belongs', { synonyms: 'mole' }, 'array'],
    ['a synonym listed twice', { synonyms: ['mole', 'mole'] }, 'duplicate'],
    ['a blank name', { name: ' ' }, 'pattern'],
    ['a code of another shape', codeOf('ICD-10', '2F20'), 'pattern'],
    ['a code of an unknown system', codeOf('SNOMED', '123'), 'allowed values'],
    ['a differential without a sign', { differentials: [{ id: 'melanoma' }] }, 'sign'],
  ])('refuses %s, naming the place', (_, change, message) => {
    const faults = faultsOf(change);
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.join('\n')).toContain(`${name}/conditions/0`);
    expect(faults.join('\n')).toContain(message);
  });

  it('takes what the format allows', () => {
    expect(faultsOf(codeOf('ICD-11', '2F20.0'))).toEqual([]);
    expect(faultsOf({ malignancy: 'variable', malignancyReason: 'Depends.' })).toEqual([]);
  });
});

function codeOf(system: string, code: string): object {
  return { codes: [{ system, code, match: 'exact' }] };
}
