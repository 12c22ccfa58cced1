import { InvalidInputError, type SkippedRow } from '@skinr1/core';
import type { CodeMatch, ConditionCode, ConditionRecord, NodeMalignancy } from '../data/format.ts';
import type { OntologyData } from '../ontology.ts';
import {
  assertReadable,
  type ImportedConditions,
  type ImportOptions,
  idFromName,
} from './import.ts';

/*
 * OBO flat file format 1.4 (the Open Biomedical Ontologies' own text format). No kept JavaScript library
 * reads or writes it; it is lines of `tag: value` under `[Term]`. What OBO has no tag for is written as
 * property values and relationship modifiers in the SKINR1 id space, so that a round trip loses nothing.
 */

const space = 'SKINR1:';

/** Writes the conditions as OBO. */
export function toObo(data: Pick<OntologyData, 'conditions'>): string {
  const lines = [
    'format-version: 1.4',
    'ontology: skinr1',
    'idspace: SKINR1 urn:skinr1:ontology: "Skin-R1 dermatological conditions"',
    'synonymtypedef: ABBREVIATION "abbreviation, case-sensitive" EXACT',
  ];
  for (const record of data.conditions) lines.push('', ...termLines(record));
  lines.push('', '[Typedef]', `id: ${space}differential`, 'name: differential diagnosis', '');
  return lines.join('\n');
}

function termLines(record: ConditionRecord): string[] {
  const { id, name, synonyms = [], abbreviations = [], parents, codes = [] } = record;
  const lines = ['[Term]', `id: ${space}${id}`, `name: ${escapeText(name)}`];
  for (const synonym of synonyms) lines.push(`synonym: "${escapeQuoted(synonym)}" EXACT []`);
  for (const short of abbreviations) {
    lines.push(`synonym: "${escapeQuoted(short)}" EXACT ABBREVIATION []`);
  }
  for (const { system, code, match } of codes) {
    lines.push(`xref: ${system === 'DOID' ? code : `${system}:${code}`} {match="${match}"}`);
  }
  for (const parent of parents) lines.push(`is_a: ${space}${parent}`);
  for (const { id: other, sign } of record.differentials ?? []) {
    lines.push(
      `relationship: ${space}differential ${space}${other} {sign="${escapeQuoted(sign)}"}`,
    );
  }
  const property = (key: string, value: string | undefined): void => {
    if (value !== undefined) {
      lines.push(`property_value: ${space}${key} "${escapeQuoted(value)}" xsd:string`);
    }
  };
  property('malignancy', record.malignancy);
  property('malignancyReason', record.malignancyReason);
  return lines;
}

function escapeText(text: string): string {
  return text.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/[!{}]/g, '\\$&');
}

function escapeQuoted(text: string): string {
  return text.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/"/g, '\\"');
}

function unescapeText(text: string): string {
  return text.replace(/\\(.)/g, (_, letter: string) => (letter === 'n' ? '\n' : letter));
}

interface Term {
  readonly line: number;
  readonly tags: { readonly tag: string; readonly value: string }[];
}

/**
 * Reads the terms of an OBO text. Obsolete terms and those without id or name are skipped and listed.
 * Ids of other id spaces become kebab-case names; a DOID is kept as an exact code. Throws
 * InvalidInputError, naming the line, for a text that is not OBO.
 */
export function fromObo(text: string, options: ImportOptions = {}): ImportedConditions {
  const source = options.source ?? 'OBO';
  assertReadable(text, source);
  const skipped: SkippedRow[] = [];
  const terms: Term[] = [];
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  for (const term of readTerms(text, source)) {
    const reason = whySkipped(term, ids, taken);
    if (reason === null) terms.push(term);
    else skipped.push({ source, place: `line ${term.line}`, reason });
  }
  return { conditions: terms.map((term) => toRecord(term, ids, options)), skipped };
}

/** The reason a term is left out, or `null`; notes the id of one that is kept. */
function whySkipped(term: Term, ids: Map<string, string>, taken: Set<string>): string | null {
  const id = first(term, 'id');
  const name = first(term, 'name');
  if (id === undefined) return 'The term has no id.';
  if (first(term, 'is_obsolete') === 'true') return `${id} is obsolete.`;
  const newId = id.startsWith(space)
    ? id.slice(space.length)
    : idFromName(unescapeText(name ?? ''));
  if (name === undefined || newId === '') return `${id} has no readable name.`;
  if (ids.has(id)) return `${id} is defined twice.`;
  if (taken.has(newId)) return `${id} has the name of another term.`;
  ids.set(id, newId);
  taken.add(newId);
  return null;
}

function readTerms(text: string, source: string): Term[] {
  const terms: Term[] = [];
  let current: Term | null = null;
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  for (const [at, raw] of lines.entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('!')) continue;
    if (line.startsWith('[')) {
      current = line === '[Term]' ? { line: at + 1, tags: [] } : null;
      if (current) terms.push(current);
      continue;
    }
    const colon = line.indexOf(':');
    if (colon < 1 || /\s/.test(line.slice(0, colon))) {
      throw new InvalidInputError('expected "tag: value" or "[Term]".', {
        source,
        place: `line ${at + 1}`,
        mend: 'Check that the file is OBO format 1.2 or 1.4.',
      });
    }
    current?.tags.push({ tag: line.slice(0, colon), value: line.slice(colon + 1).trim() });
  }
  return terms;
}

function first(term: Term, tag: string): string | undefined {
  const found = term.tags.find((each) => each.tag === tag)?.value;
  return found === undefined ? undefined : stripComment(found);
}

function all(term: Term, tag: string): string[] {
  return term.tags.filter((each) => each.tag === tag).map((each) => each.value);
}

/** Drops ` ! comment` and trailing `{modifiers}`, neither of which may be escaped. */
function stripComment(value: string): string {
  const comment = unescaped(value, '!');
  const said = (comment < 0 ? value : value.slice(0, comment)).trimEnd();
  const modifiers = said.endsWith('}') ? unescaped(said, '{') : -1;
  return (modifiers < 0 ? said : said.slice(0, modifiers)).trim();
}

/** Place of the first of this character that no backslash escapes; -1 if there is none. */
function unescaped(text: string, character: string): number {
  let at = text.indexOf(character);
  while (at > 0 && text[at - 1] === '\\') at = text.indexOf(character, at + 1);
  return at;
}

const quoted = /^"((?:[^"\\]|\\.)*)"(.*)$/s;

function toRecord(
  term: Term,
  ids: ReadonlyMap<string, string>,
  { attachTo }: ImportOptions,
): ConditionRecord {
  const foreignId = first(term, 'id') as string;
  const known = (id: string): string[] => {
    const newId = ids.get(id);
    return newId === undefined ? [] : [newId];
  };
  const parents = all(term, 'is_a').flatMap((value) => known(stripComment(value)));
  const properties = readProperties(term);
  const record = {
    id: ids.get(foreignId) as string,
    name: unescapeText(first(term, 'name') as string),
    ...readSynonyms(term),
    parents: parents.length === 0 && attachTo !== undefined ? [attachTo] : [...new Set(parents)],
    malignancy: properties.get('malignancy') as NodeMalignancy | undefined,
    malignancyReason: properties.get('malignancyReason'),
    codes: readCodes(term, foreignId),
    differentials: all(term, 'relationship').flatMap((value) => {
      const parts = /^SKINR1:differential\s+(\S+)\s+\{sign="((?:[^"\\]|\\.)*)"\}/.exec(value);
      return parts
        ? known(parts[1] as string).map((id) => ({ id, sign: unescapeText(parts[2] as string) }))
        : [];
    }),
  };
  return withoutEmpty(record) as unknown as ConditionRecord;
}

/** Leaves out fields that are undefined or empty lists, as the data files do. */
export function withoutEmpty(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record).filter(
      ([key, value]) =>
        key === 'parents' || !(value === undefined || (Array.isArray(value) && value.length === 0)),
    ),
  );
}

function readSynonyms(term: Term): { synonyms: string[]; abbreviations: string[] } {
  const synonyms: string[] = [];
  const abbreviations: string[] = [];
  for (const value of all(term, 'synonym')) {
    const parts = quoted.exec(value);
    // Only exact synonyms mean the same condition.
    const scope = parts?.[2]?.trimStart() ?? '';
    if (!parts || !/^EXACT\b/.test(scope)) continue;
    const list = /^EXACT\s+ABBREVIATION\b/.test(scope) ? abbreviations : synonyms;
    list.push(unescapeText(parts[1] as string));
  }
  return { synonyms: [...new Set(synonyms)], abbreviations: [...new Set(abbreviations)] };
}

function readCodes(term: Term, foreignId: string): ConditionCode[] {
  const codes: ConditionCode[] = [];
  if (/^DOID:\d+$/.test(foreignId)) codes.push({ system: 'DOID', code: foreignId, match: 'exact' });
  for (const value of all(term, 'xref')) {
    const parts = /^(DOID|ICD-10|ICD-11):(\S+)(?:\s+\{match="(exact|broad|narrow)"\})?/.exec(value);
    if (!parts) continue;
    const system = parts[1] as ConditionCode['system'];
    const code = system === 'DOID' ? `DOID:${parts[2]}` : (parts[2] as string);
    codes.push({ system, code, match: (parts[3] ?? 'exact') as CodeMatch });
  }
  return codes;
}

function readProperties(term: Term): Map<string, string> {
  const properties = new Map<string, string>();
  for (const value of all(term, 'property_value')) {
    const parts = /^SKINR1:(\w+)\s+"((?:[^"\\]|\\.)*)"/.exec(value);
    if (parts) properties.set(parts[1] as string, unescapeText(parts[2] as string));
  }
  return properties;
}
