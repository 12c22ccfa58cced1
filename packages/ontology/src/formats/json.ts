import { InvalidInputError } from '@skinr1/core';
import type { OntologyOverlay } from '../evolve/overlay.ts';
import type { OntologyData } from '../ontology.ts';
import { assertReadable } from './import.ts';

const formatName = 'skinr1-ontology';

/** The whole data as JSON text; {@link parseOverlay} and {@link parseOntologyData} read it back. */
export function toJson(data: OntologyData): string {
  return `${JSON.stringify({ format: formatName, version: 1, ...data }, null, 2)}\n`;
}

/**
 * Reads whole data from JSON text. Throws InvalidInputError, naming the field, for anything that is not
 * of the format; whether it contradicts itself is for `validate` to say.
 */
export function parseOntologyData(text: string, source = 'ontology JSON'): OntologyData {
  const {
    conditions = [],
    morphology = [],
    vocabularies = [],
    languages,
  } = parseOverlay(text, source);
  return { conditions, morphology, vocabularies, ...(languages && { languages }) };
}

/** Reads an overlay from JSON text. Throws InvalidInputError, naming the field. */
export function parseOverlay(text: string, source = 'overlay'): OntologyOverlay {
  assertReadable(text, source);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const mend = 'Correct the JSON.';
    throw new InvalidInputError(`not JSON: ${(cause as Error).message}.`, { source, mend, cause });
  }
  const check = new ShapeCheck(source);
  const top = check.object(value, 'the file', overlayFields);
  check.list(top.conditions, 'conditions', (item, at) => checkCondition(check, item, at, true));
  check.list(top.extend, 'extend', (item, at) => checkCondition(check, item, at, false));
  check.list(top.morphology, 'morphology', (item, at) => {
    const term = check.object(item, at, morphologyFields);
    check.strings(term, at, ['id', 'name', 'group'], true);
    check.strings(term, at, ['family'], false);
    for (const field of ['synonyms', 'wordings', 'implies', 'contradicts']) {
      check.list(term[field], `${at}.${field}`, (each, place) => check.string(each, place));
    }
  });
  check.list(top.vocabularies, 'vocabularies', (item, at) => checkVocabulary(check, item, at));
  check.list(top.languages, 'languages', (item, at) => checkLanguage(check, item, at));
  return { source, ...top } as OntologyOverlay;
}

const overlayFields = [
  'format',
  'version',
  'conditions',
  'extend',
  'morphology',
  'vocabularies',
  'languages',
  'source',
];
const morphologyFields = [
  'id',
  'name',
  'synonyms',
  'group',
  'wordings',
  'implies',
  'contradicts',
  'family',
];
const conditionFields = [
  'id',
  'name',
  'synonyms',
  'abbreviations',
  'parents',
  'malignancy',
  'malignancyReason',
  'codes',
  'differentials',
];
const malignancies = ['benign', 'precancerous_in_situ', 'malignant', 'not_neoplastic', 'variable'];

function checkCondition(check: ShapeCheck, value: unknown, at: string, whole: boolean): void {
  const record = check.object(value, at, conditionFields);
  check.strings(record, at, ['id'], true);
  check.strings(record, at, ['name'], whole);
  check.strings(record, at, ['malignancy', 'malignancyReason'], false);
  if (record.malignancy !== undefined && !malignancies.includes(record.malignancy as string)) {
    check.fail(`${at}.malignancy`, `one of ${malignancies.join(', ')}`, record.malignancy);
  }
  if (whole && record.parents === undefined) check.fail(`${at}.parents`, 'a list', undefined);
  for (const field of ['parents', 'synonyms', 'abbreviations']) {
    check.list(record[field], `${at}.${field}`, (each, place) => check.string(each, place));
  }
  check.list(record.codes, `${at}.codes`, (each, place) => {
    const code = check.object(each, place, ['system', 'code', 'match']);
    check.strings(code, place, ['system', 'code', 'match'], true);
  });
  check.list(record.differentials, `${at}.differentials`, (each, place) => {
    check.strings(check.object(each, place, ['id', 'sign']), place, ['id', 'sign'], true);
  });
}

function checkVocabulary(check: ShapeCheck, value: unknown, at: string): void {
  const map = check.object(value, at, ['dataset', 'source', 'labels']);
  check.strings(map, at, ['dataset', 'source'], true);
  if (map.labels === undefined) check.fail(`${at}.labels`, 'a list', undefined);
  check.list(map.labels, `${at}.labels`, (each, place) => {
    const label = check.object(each, place, ['label', 'id', 'note']);
    check.strings(label, place, ['label'], true);
    check.strings(label, place, ['note'], false);
    if (label.id !== null) check.string(label.id, `${place}.id`);
  });
}

function checkLanguage(check: ShapeCheck, value: unknown, at: string): void {
  const language = check.object(value, at, ['language', 'names', 'words']);
  check.strings(language, at, ['language'], true);
  if (language.names === undefined) check.fail(`${at}.names`, 'an object of lists', undefined);
  for (const field of ['names', 'words']) {
    if (language[field] === undefined) continue;
    for (const [key, list] of check.entries(language[field], `${at}.${field}`)) {
      const place = `${at}.${field}.${key}`;
      check.list(list, place, (each, item) => check.string(each, item));
    }
  }
}

/** Checks plain values, naming the place of the first that is not what it should be. */
class ShapeCheck {
  private readonly source: string;

  constructor(source: string) {
    this.source = source;
  }

  fail(place: string, wanted: string, got: unknown): never {
    const shown = got === undefined ? 'nothing' : JSON.stringify(got)?.slice(0, 60);
    throw new InvalidInputError(`expected ${wanted}, got ${shown}.`, {
      source: this.source,
      place,
      mend: 'See `ConditionRecord` and `VocabularyMap` for the format.',
    });
  }

  object(value: unknown, place: string, fields: readonly string[]): Record<string, unknown> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.fail(place, 'an object', value);
    }
    const extra = Object.keys(value).find((key) => !fields.includes(key));
    if (extra !== undefined) this.fail(`${place}.${extra}`, `only ${fields.join(', ')}`, extra);
    return value as Record<string, unknown>;
  }

  entries(value: unknown, place: string): [string, unknown][] {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.fail(place, 'an object', value);
    }
    return Object.entries(value);
  }

  string(value: unknown, place: string): void {
    if (typeof value !== 'string' || value.length > 2000) {
      this.fail(place, 'a text of at most 2000 characters', value);
    }
  }

  strings(
    record: Readonly<Record<string, unknown>>,
    place: string,
    fields: readonly string[],
    required: boolean,
  ): void {
    for (const field of fields) {
      if (required || record[field] !== undefined) this.string(record[field], `${place}.${field}`);
    }
  }

  list(value: unknown, place: string, each: (item: unknown, place: string) => void): void {
    if (value === undefined) return;
    if (!Array.isArray(value)) this.fail(place, 'a list', value);
    for (const [at, item] of value.entries()) each(item, `${place}[${at}]`);
  }
}
