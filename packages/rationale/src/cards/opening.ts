import type { TextRange } from '@skinr1/core';
import type { Ontology, PhraseIndex } from '@skinr1/ontology';
import type { SourceDocument } from '@skinr1/textbook';
import type { KnownName } from '../language/name-index.ts';
import { findNamedThings } from '../language/named-things.ts';
import { resolveName } from '../language/resolve-name.ts';
import { splitSentences } from '../language/sentences.ts';
import { signIndex } from '../language/sign-index.ts';
import { type NamedRange, namesIn } from './read-heading.ts';

/** The disease that a paragraph or sentence opens with as its subject. */
export interface Opening {
  readonly name: NamedRange;
  /** The book's own name, where the known one stands behind it in brackets. */
  readonly ownName: NamedRange | null;
  readonly ontologyId: string;
  /** True if a dash parts it from the text, as a heading that runs in. */
  readonly runsIn: boolean;
}

/** What may stand before the name: "A", "The", "Facial", a bracket. */
const lead =
  /^[\s"“'(*_-]*(?:\p{L}+ \p{L}+,\s+)?(?:(?:an?|the|primary|acute|chronic|simple|true|common)\s+)?$/iu;
/** What may stand between the name and its verb, or between a run-in name and its text. */
const aside =
  /^[”"'*_\s]*(?:\([^()]{1,60}\)|,\s*(?:or|also called|also known as|sometimes called|popularly known as|otherwise)\s[^,.;]{1,60},|(?:or|also called|also known as)\s[\p{L}’'-]+(?=\s))?\s*(?:of (?:the|various) \p{L}+\s+)?(?:\p{L}+ly\s+)?/iu;
const verb =
  /^(?:is|are|results?|occurs?|consists?|may be|appears?|begins?|presents?|shows?|forms?|denotes?|affects?|originates?|develops?|commences?|includes?)\b/i;
const runIn = /^\.?\s*[—–]/;
/** "Rodent Cancer (Rodent Ulcer).—": the known name stands in brackets behind the book's own. */
const otherName = /^\p{Lu}[\p{L} '’-]{2,40}\($/u;

/**
 * The disease that a sentence has as its subject: "Sporotrichosis is …", "A boil results …". Only names
 * that the ontology knows count.
 */
export function openingDisease(
  document: SourceDocument,
  sentence: TextRange,
  ontology: Ontology,
): Opening | null {
  const range = { start: sentence.start, end: Math.min(sentence.end, sentence.start + 120) };
  const { diseases } = findNamedThings(document.text, range, ontology);
  const first = diseases[0] ?? ordinaryOpening(document, range, ontology);
  if (!first || first.value.ontologyId === null) return null;
  const before = document.text.slice(range.start, first.start);
  const rest = document.text.slice(first.end, Math.min(sentence.end, first.end + 200));
  const bracketed = otherName.test(before);
  if (!bracketed && !lead.test(before)) return null;
  const after = rest.slice((bracketed ? /^\)?/ : aside).exec(rest)?.[0].length ?? 0);
  if (!runIn.test(after) && (bracketed || !verb.test(after))) return null;
  return {
    name: { name: document.text.slice(first.start, first.end), start: first.start, end: first.end },
    ownName: bracketed ? bracketedName(before, range.start) : null,
    ontologyId: first.value.ontologyId,
    runsIn: runIn.test(after),
  };
}

/** "Rodent Cancer" of "Rodent Cancer (". */
function bracketedName(before: string, start: number): NamedRange {
  const name = before.slice(0, before.indexOf('(')).trimEnd();
  return { name, start, end: start + name.length };
}

/** "Corns are …": a name too common to be looked for elsewhere may still open a sentence. */
function ordinaryOpening(
  { text }: SourceDocument,
  { start, end }: TextRange,
  ontology: Ontology,
): { start: number; end: number; value: KnownName } | null {
  const found = /^(?:(?:An?|The)\s+)?([\p{L}-]{4,})\s+(?:is|are|results?)\b/u.exec(
    text.slice(start, end),
  );
  if (!found) return null;
  const name = found[1] as string;
  // "Blackheads are …" tells of a sign.
  if (signIndex(ontology).get(name) !== undefined) return null;
  const ontologyId = resolveName(ontology, name);
  if (ontologyId === null) return null;
  const at = start + found[0].indexOf(name);
  return { start: at, end: at + name.length, value: { name, ontologyId } };
}

/**
 * The disease that a paragraph's first sentence has as its subject, or gives a name; with `named`, that any of
 * its sentences gives a name.
 */
export function paragraphOpening(
  document: SourceDocument,
  paragraph: TextRange,
  ontology: Ontology,
  named = false,
): Opening | null {
  const sentences = splitSentences(document.text, paragraph);
  const [first] = sentences;
  if (!first) return null;
  const opening = openingDisease(document, first, ontology);
  if (opening) return opening;
  for (const sentence of named ? sentences : [first]) {
    const called = calledSo(document, sentence, ontology);
    if (called) return called;
  }
  return null;
}

const calls =
  /\b(?:is|are) (?:called|termed|known as|spoken of as|designated)\s+(?:(?:an?|the)\s+)?["“'*]*$/i;

/** "When several boils run together, it is called a carbuncle." */
function calledSo(
  { text }: SourceDocument,
  sentence: TextRange,
  ontology: Ontology,
): Opening | null {
  const { diseases } = findNamedThings(text, sentence, ontology);
  for (const { start, end, value } of diseases) {
    const before = text.slice(Math.max(sentence.start, start - 32), start);
    if (value.ontologyId === null) continue;
    if (!calls.test(before)) continue;
    const name = { name: text.slice(start, end), start, end };
    return { name, ownName: null, ontologyId: value.ontologyId, runsIn: false };
  }
  return null;
}

/** What leads to another name right behind a name. */
const aliasLead =
  /^(?: ?\((?:also known as |also called |or )?|,? (?:also called|also known as|sometimes called|popularly known as|otherwise known as|or) ["“'*]?)/;

/** Names set beside the subject of an opening sentence: "Papillomas (warts) are", "erysipelas, popularly known as rose". */
export function namesBeside(
  document: SourceDocument,
  paragraph: TextRange,
  name: string,
): NamedRange[] {
  const sentence = splitSentences(document.text, paragraph)[0];
  if (!sentence) return [];
  const text = document.text.slice(sentence.start, Math.min(sentence.end, sentence.start + 300));
  const at = text.toLowerCase().indexOf(name.toLowerCase());
  if (at < 0 || at > 40) return [];
  const after = at + name.length;
  const lead = aliasLead.exec(text.slice(after));
  if (!lead) return [];
  const from = after + lead[0].length;
  const alias = text.slice(from, from + 60);
  const end = alias.search(lead[0].includes('(') ? /[()]/ : /[^\p{L} '’-]/u);
  if (end < 3 || /\b(?:is|are|may|can|such as|or other)\b/.test(alias.slice(0, end))) return [];
  return namesIn(alias.slice(0, end), sentence.start + from);
}

/** Finds in which index a name is; used to count how often a section speaks of a disease. */
export function countMentions(
  document: SourceDocument,
  ranges: readonly TextRange[],
  names: PhraseIndex<KnownName>,
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const range of ranges) {
    for (const { value } of names.find(document.text, range)) {
      if (value.ontologyId === null) continue;
      counts.set(value.ontologyId, (counts.get(value.ontologyId) ?? 0) + 1);
    }
  }
  return counts;
}
