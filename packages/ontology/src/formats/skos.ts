import { InvalidInputError, type SkippedRow } from '@skinr1/core';
import type { Quad, Term } from 'n3';
import type { CodeMatch, ConditionCode, ConditionRecord, NodeMalignancy } from '../data/format.ts';
import type { OntologyData } from '../ontology.ts';
import { codeSystemUris, skinr1Namespace } from './code-systems.ts';
import {
  assertReadable,
  type ImportedConditions,
  type ImportOptions,
  idFromName,
} from './import.ts';
import { withoutEmpty } from './obo.ts';

/*
 * SKOS in Turtle, read and written with n3, which is loaded on first use. Broader concepts, labels and
 * matches are SKOS; abbreviations, malignancy, the primary parent and the signs of differentials have no
 * SKOS term and are written in our own namespace, so that a round trip loses nothing.
 */

const skos = 'http://www.w3.org/2004/02/skos/core#';
const rdfType = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type';
const scheme = `${skinr1Namespace}scheme`;
const conceptPrefix = `${skinr1Namespace}condition:`;
const termIri = (name: string): string => `${skinr1Namespace}term:${name}`;

const matchProperties: Readonly<Record<CodeMatch, string>> = {
  exact: `${skos}exactMatch`,
  broad: `${skos}broadMatch`,
  narrow: `${skos}narrowMatch`,
};

function codeUri({ system, code }: ConditionCode): string {
  if (system === 'DOID') return `http://purl.obolibrary.org/obo/${code.replace(':', '_')}`;
  return `${codeSystemUris[system]}/${code}`;
}

/** Writes the conditions as a SKOS concept scheme in Turtle. */
export async function toSkos(data: Pick<OntologyData, 'conditions'>): Promise<string> {
  const { DataFactory, Writer } = await import('n3');
  const { namedNode, literal, blankNode, quad } = DataFactory;
  const writer = new Writer({ prefixes: { skos, condition: conceptPrefix, skinr1: termIri('') } });
  const add = (subject: string, predicate: string, object: string): void =>
    writer.addQuad(quad(namedNode(subject), namedNode(predicate), namedNode(object)));
  const text = (subject: string, predicate: string, value: string, language?: string): void =>
    writer.addQuad(quad(namedNode(subject), namedNode(predicate), literal(value, language)));
  add(scheme, rdfType, `${skos}ConceptScheme`);
  let edges = 0;
  for (const record of data.conditions) {
    const iri = conceptPrefix + record.id;
    add(iri, rdfType, `${skos}Concept`);
    add(iri, `${skos}inScheme`, scheme);
    text(iri, `${skos}prefLabel`, record.name, 'en');
    for (const synonym of record.synonyms ?? []) text(iri, `${skos}altLabel`, synonym, 'en');
    for (const short of record.abbreviations ?? []) text(iri, termIri('abbreviation'), short);
    for (const parent of record.parents) add(iri, `${skos}broader`, conceptPrefix + parent);
    const [primary] = record.parents;
    if (primary === undefined) add(iri, `${skos}topConceptOf`, scheme);
    else add(iri, termIri('primaryParent'), conceptPrefix + primary);
    for (const code of record.codes ?? []) add(iri, matchProperties[code.match], codeUri(code));
    if (record.malignancy) text(iri, termIri('malignancy'), record.malignancy);
    if (record.malignancyReason) text(iri, termIri('malignancyReason'), record.malignancyReason);
    for (const { id, sign } of record.differentials ?? []) {
      const edge = blankNode(`differential${edges++}`);
      add(iri, `${skos}related`, conceptPrefix + id);
      writer.addQuad(quad(namedNode(iri), namedNode(termIri('differential')), edge));
      writer.addQuad(quad(edge, namedNode(termIri('with')), namedNode(conceptPrefix + id)));
      writer.addQuad(quad(edge, namedNode(termIri('sign')), literal(sign)));
    }
  }
  return new Promise((resolve, reject) => {
    writer.end((error: Error | null, result: string) => (error ? reject(error) : resolve(result)));
  });
}

/** Statements by subject and predicate, in the order of the file. */
type Statements = ReadonlyMap<string, ReadonlyMap<string, readonly Term[]>>;

/**
 * Reads the concepts of a SKOS scheme in Turtle. Concepts without a preferred label, and those whose name
 * another concept has, are skipped and listed. Throws InvalidInputError, naming the line, for a text that
 * is not Turtle.
 */
export async function fromSkos(
  text: string,
  options: ImportOptions = {},
): Promise<ImportedConditions> {
  const source = options.source ?? 'Turtle';
  assertReadable(text, source);
  const statements = await readTurtle(text, source);
  const skipped: SkippedRow[] = [];
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  for (const [subject, facts] of statements) {
    if (!facts.get(rdfType)?.some((type) => type.value === `${skos}Concept`)) continue;
    const name = preferred(facts);
    const id = subject.startsWith(conceptPrefix)
      ? subject.slice(conceptPrefix.length)
      : idFromName(name ?? '');
    const reason =
      name === null || id === ''
        ? 'The concept has no English or unmarked preferred label.'
        : taken.has(id)
          ? `Another concept is named "${name}".`
          : null;
    if (reason !== null) skipped.push({ source, place: subject, reason });
    else ids.set(subject, id);
    taken.add(id);
  }
  const conditions = [...ids.keys()].map((subject) => toRecord(subject, ids, statements, options));
  return { conditions, skipped };
}

async function readTurtle(text: string, source: string): Promise<Statements> {
  const { Parser } = await import('n3');
  let quads: Quad[];
  try {
    quads = new Parser({ format: 'text/turtle' }).parse(text);
  } catch (cause) {
    const line = (cause as { context?: { line?: number } }).context?.line;
    throw new InvalidInputError(`not Turtle: ${(cause as Error).message}.`, {
      source,
      place: line === undefined ? undefined : `line ${line}`,
      mend: 'Correct the line.',
      cause,
    });
  }
  const statements = new Map<string, Map<string, Term[]>>();
  for (const { subject, predicate, object } of quads) {
    const facts = statements.get(subject.value) ?? new Map<string, Term[]>();
    const objects = facts.get(predicate.value);
    if (objects) objects.push(object);
    else facts.set(predicate.value, [object]);
    statements.set(subject.value, facts);
  }
  return statements;
}

type Facts = ReadonlyMap<string, readonly Term[]>;

/** Labels in English, or without a language. */
function labels(facts: Facts, property: string): string[] {
  const found = (facts.get(property) ?? []).flatMap((term) => {
    if (term.termType !== 'Literal') return [];
    return /^(?:$|en\b)/i.test(term.language) ? [term.value] : [];
  });
  return [...new Set(found)];
}

function preferred(facts: Facts): string | null {
  return labels(facts, `${skos}prefLabel`)[0] ?? null;
}

function toRecord(
  subject: string,
  ids: ReadonlyMap<string, string>,
  statements: Statements,
  { attachTo }: ImportOptions,
): ConditionRecord {
  const facts = statements.get(subject) as Facts;
  const targets = (property: string): string[] =>
    (facts.get(property) ?? []).flatMap((term) => ids.get(term.value) ?? []);
  const primary = targets(termIri('primaryParent'));
  const parents = [...new Set([...primary, ...targets(`${skos}broader`)])];
  const text = (property: string): string | undefined => facts.get(property)?.[0]?.value;
  const record = {
    id: ids.get(subject) as string,
    name: preferred(facts) as string,
    synonyms: labels(facts, `${skos}altLabel`),
    abbreviations: labels(facts, termIri('abbreviation')),
    parents: parents.length === 0 && attachTo !== undefined ? [attachTo] : parents,
    malignancy: text(termIri('malignancy')) as NodeMalignancy | undefined,
    malignancyReason: text(termIri('malignancyReason')),
    codes: readCodes(facts),
    differentials: (facts.get(termIri('differential')) ?? []).flatMap((edge) => {
      const about = statements.get(edge.value);
      const id = ids.get(about?.get(termIri('with'))?.[0]?.value ?? '');
      const sign = about?.get(termIri('sign'))?.[0]?.value;
      return id !== undefined && sign !== undefined ? [{ id, sign }] : [];
    }),
  };
  return withoutEmpty(record) as unknown as ConditionRecord;
}

function readCodes(facts: Facts): ConditionCode[] {
  const codes: ConditionCode[] = [];
  for (const [match, property] of Object.entries(matchProperties) as [CodeMatch, string][]) {
    for (const { value } of facts.get(property) ?? []) {
      const doid = /\/obo\/DOID_(\d+)$/.exec(value);
      if (doid) codes.push({ system: 'DOID', code: `DOID:${doid[1]}`, match });
      for (const system of ['ICD-10', 'ICD-11'] as const) {
        const prefix = `${codeSystemUris[system]}/`;
        if (value.startsWith(prefix)) {
          codes.push({ system, code: value.slice(prefix.length), match });
        }
      }
    }
  }
  return codes;
}
