import { type Ontology, type PhraseMatch, splitWords, type TextWord } from '@skinr1/ontology';
import type { Section } from '@skinr1/textbook';
import type { KnownName } from '../language/name-index.ts';
import { findNamedThings } from '../language/named-things.ts';
import { resolveName } from '../language/resolve-name.ts';
import {
  dressWords,
  generalWords,
  partWords,
  qualifierWords,
  skinPlaces,
} from './heading-words.ts';

/** A name a book gives to a disease, with the place. */
export interface NamedRange {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** A disease that a heading names: all its names there, and the node they mean. */
export interface HeadedDisease {
  readonly names: readonly NamedRange[];
  readonly ontologyId: string;
}

/**
 * What a heading's own words tell. `part`: a part of what is treated above. `general`: the book's matter, an
 * exercise, a chapter. `diseases`: one or several that the ontology knows; `partOf` if words for a part
 * stand beside the one name ("Treatment of scabies"); `within` is the wider disease that the heading names too
 * ("Gangrene from frost-bite"). `unknown`: none of these.
 */
export type HeadingReading =
  | { readonly kind: 'part' | 'general' | 'unknown' }
  | {
      readonly kind: 'diseases';
      readonly diseases: readonly HeadedDisease[];
      readonly partOf: boolean;
      readonly within?: string;
    };

/** Reads a heading; places are offsets into the document's text. */
export function readHeading(section: Section, ontology: Ontology): HeadingReading {
  const names = namesIn(section.heading, section.headingRange.start);
  const whole = resolveFirst(names, ontology) ?? resolveListed(names, ontology);
  if (whole !== null) return one(names, whole);
  const words = contentWords(section.heading);
  const only = (fits: (form: string) => boolean): boolean =>
    words.every(({ form }) => fits(form) || /^\d/.test(form));
  const isPartWord = (form: string): boolean => partWords.has(form) || qualifierWords.has(form);
  if (only(isPartWord)) return { kind: words.length > 0 ? 'part' : 'unknown' };
  if (only((form) => isPartWord(form) || generalWords.has(form))) return { kind: 'general' };
  return (
    readCaused(section, ontology) ??
    readCompound(section, ontology) ??
    readDressed(section, ontology) ?? { kind: 'unknown' }
  );
}

function one(names: readonly NamedRange[], ontologyId: string): HeadingReading {
  return { kind: 'diseases', diseases: [{ names, ontologyId }], partOf: false };
}

function contentWords(heading: string): TextWord[] {
  return splitWords(heading).filter(({ form }) => !dressWords.has(form));
}

/** "Seborrhœa (Eczema Seborrhoicum)." and "Varix—Varicose Veins" are two names. */
export function namesIn(heading: string, at: number): NamedRange[] {
  return pieces(heading, /[()—–:]/g, at);
}

/** The pieces of a text between separators, without the punctuation about them. */
function pieces(text: string, separators: RegExp, at: number): NamedRange[] {
  const found: NamedRange[] = [];
  const add = (from: number, to: number): void => {
    const part = text.slice(from, to);
    const lead = /^(?:[\s.,;:—–-]|and\b|or\b)*/i.exec(part)?.[0].length ?? 0;
    const name = trimEnd(part.slice(lead));
    const start = at + from + lead;
    if (name.length >= 3) found.push({ name, start, end: start + name.length });
  };
  let from = 0;
  for (const { 0: separator, index } of text.matchAll(separators)) {
    add(from, index);
    // The space that ends one separator may begin the next.
    from = index + separator.trimEnd().length;
  }
  add(from, text.length);
  return found;
}

function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && /[\s.,;:—–-]/.test(text[end - 1] as string)) end--;
  return text.slice(0, end);
}

/** The first name that the ontology knows. A synonym that only shortens the heading ("Lupus") is too wide. */
export function resolveFirst(names: readonly NamedRange[], ontology: Ontology): string | null {
  const words = (name: string): string[] => splitWords(name).map(({ form }) => form);
  const heading = new Set(words(names[0]?.name ?? ''));
  for (const [index, { name }] of names.entries()) {
    const shortens = index > 0 && words(name).every((word) => heading.has(word));
    const id = shortens ? null : resolveName(ontology, name);
    if (id !== null) return id;
  }
  return null;
}

/** "Fungus infections (ringworm, tinea)": the first of the names that are listed in brackets. */
function resolveListed(names: readonly NamedRange[], ontology: Ontology): string | null {
  for (const { name } of names.slice(1)) {
    for (const part of name.split(/[,;/]|\sor\s/)) {
      const id = resolveName(ontology, part.trim());
      if (id !== null) return id;
    }
  }
  return null;
}

/** "Boils and Carbuncles": each is a disease of its own. */
function readCompound(section: Section, ontology: Ontology): HeadingReading | null {
  const { heading, headingRange } = section;
  const parts = pieces(heading, /[,/;]|\s(?:and|or|&)\s/gi, headingRange.start);
  if (parts.length < 2) return null;
  const diseases = parts.map((part) => ({ part, id: resolveName(ontology, part.name) }));
  const known = diseases.filter(({ id }) => id !== null);
  const others = diseases.filter(({ id }) => id === null);
  const light = others.every(({ part }) => contentWords(part.name).every(isLight));
  if (known.length === 0 || !(light || known.length > 1)) return null;
  const byNode = new Map<string, NamedRange[]>();
  for (const { part, id } of known) {
    if (id !== null) byNode.set(id, [...(byNode.get(id) ?? []), part]);
  }
  return {
    kind: 'diseases',
    diseases: [...byNode].map(([ontologyId, names]) => ({ names, ontologyId })),
    partOf: known.length === 1 && others.some(({ part }) => isPart(part.name)),
  };
}

/** "A short treatise on smallpox", "Candidiasis of the skin and nails", "Treatment of scabies". */
function readDressed(section: Section, ontology: Ontology): HeadingReading | null {
  const { heading, headingRange } = section;
  const placed = readPlaced(section, ontology);
  if (placed) return placed;
  const range = { start: 0, end: heading.length };
  const { diseases } = findNamedThings(heading, range, ontology);
  const [first = headBeforePlace(heading, ontology)] = diseases;
  const ontologyId = first?.value.ontologyId ?? null;
  if (!first || ontologyId === null) return null;
  if (diseases.some(({ value }) => value.ontologyId !== ontologyId)) return null;
  const rest = contentWords(heading).filter(
    ({ start }) => ![...diseases, first].some((found) => start >= found.start && start < found.end),
  );
  if (!rest.every(isLight)) return null;
  const name = heading.slice(first.start, first.end);
  const start = headingRange.start + first.start;
  return {
    kind: 'diseases',
    diseases: [{ names: [{ name, start, end: start + name.length }], ontologyId }],
    partOf: rest.some(({ form }) => partWords.has(form) && !skinPlaces.has(form)),
  };
}

/** "Gangrene from Frost-bite": what is told under the first disease is the second. */
function readCaused({ heading, headingRange }: Section, ontology: Ontology): HeadingReading | null {
  const joined = /\s(?:from|due to)\s+/i.exec(heading);
  if (joined === null) return null;
  const within = resolveName(ontology, heading.slice(0, joined.index));
  const at = joined.index + joined[0].length;
  const name = trimEnd(heading.slice(at));
  const ontologyId = resolveName(ontology, name);
  if (within === null || ontologyId === null || within === ontologyId) return null;
  const start = headingRange.start + at;
  const names = [{ name, start, end: start + name.length }];
  return { kind: 'diseases', diseases: [{ names, ontologyId }], partOf: false, within };
}

/** "Tuberculosis of the skin or lymph nodes" is a disease of the skin. */
function readPlaced({ heading, headingRange }: Section, ontology: Ontology): HeadingReading | null {
  const found = /^(.{3,60}?\sof the skin)\s(?:or|and)\s/i.exec(heading);
  const name = found?.[1];
  const ontologyId = name === undefined ? null : resolveName(ontology, name);
  if (name === undefined || ontologyId === null) return null;
  const { start } = headingRange;
  return one([{ name, start, end: start + name.length }], ontologyId);
}

/** "Acute abscesses" of "… of the skin in young children". */
function headBeforePlace(heading: string, ontology: Ontology): PhraseMatch<KnownName> | undefined {
  const place = /\s(?:of|in|on)\s/i.exec(heading);
  if (place === null) return undefined;
  const before = heading.slice(0, place.index);
  // "Acute" and the like, which only say how, may stand before the name.
  const first = splitWords(before).find(({ form }) => !qualifierWords.has(form));
  const start = first?.start ?? 0;
  const name = before.slice(start);
  return { start, end: before.length, value: { name, ontologyId: resolveName(ontology, name) } };
}

function isLight({ form }: TextWord): boolean {
  return (
    partWords.has(form) ||
    qualifierWords.has(form) ||
    generalWords.has(form) ||
    skinPlaces.has(form) ||
    /^\d/.test(form)
  );
}

function isPart(text: string): boolean {
  const words = contentWords(text);
  return words.length > 0 && words.every(({ form }) => partWords.has(form));
}
