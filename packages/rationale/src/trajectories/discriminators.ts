import type { SourceSpan, TextRange } from '@skinr1/core';
import type { Ontology, PhraseMatch } from '@skinr1/ontology';
import type { DiseaseCard } from '../cards/card.ts';
import { isSameLine } from '../ddx/same-line.ts';
import { type FoundSign, findSigns } from '../language/find-signs.ts';
import type { KnownName } from '../language/name-index.ts';
import { findNamedThings } from '../language/named-things.ts';
import { splitSentences } from '../language/sentences.ts';
import { opensSentence, signOwners as ownersIn } from '../language/sign-owners.ts';
import { TextMemories } from '../text-memory.ts';
import { isPlaced } from './limited-signs.ts';
import { isQualified } from './qualified-signs.ts';

/** A passage that tells two diseases apart, with the disease that each of its signs belongs to. */
export interface Discriminator {
  readonly span: SourceSpan;
  /** The disease by sign: the one that the passage says to have it. */
  readonly owners: ReadonlyMap<string, string>;
}

/** Finds the passages that tell two diseases apart, whichever card has them. */
export type Discriminators = (a: string, b: string) => readonly Discriminator[];

/** Reads the passages of all cards that say how to tell two diseases apart. */
export function indexDiscriminators(
  cards: readonly DiseaseCard[],
  ontology: Ontology,
): Discriminators {
  const found = new Map<string, Map<string, Discriminator[]>>();
  const add = (of: string, other: string, discriminator: Discriminator): void => {
    const byOther = found.get(of) ?? new Map<string, Discriminator[]>();
    found.set(of, byOther);
    byOther.set(other, [...(byOther.get(other) ?? []), discriminator]);
  };
  for (const { ontologyId: treatedId, differentials } of cards) {
    for (const { ontologyId: other, discriminates, span } of differentials) {
      if (treatedId === null || other === null || !discriminates) continue;
      const owners = signOwners(span, treatedId, other, ontology);
      if (owners.size === 0) continue;
      add(treatedId, other, { span, owners });
      if (other !== treatedId) add(other, treatedId, { span, owners });
    }
  }
  return (a, b) => found.get(a)?.get(b) ?? none;
}

const none: readonly Discriminator[] = [];

/**
 * Which of two diseases a passage of `treatedId`'s section gives each sign to. A sign belongs to the disease named
 * last before it in its sentence; where none is ("distinguished by …", "By the …") or where "by" stands between
 * ("distinguished from psoriasis by …") to the one that the sentence before began with, else to the one that the
 * heading asks about, else to `treatedId`. What is denied of one belongs to the other ("annular rather than scaly").
 * A sign that the passage gives to both belongs to neither, and one that it narrows ("infiltrated papules"), gives to
 * a place of the body or tells in a clause on a third disease, to nobody.
 */
function signOwners(
  { quote: text, headingPath }: SourceSpan,
  treatedId: string,
  other: string,
  ontology: Ontology,
): Map<string, string> {
  const owners = new Map<string, string>();
  const shared = new Set<string>();
  const { named, listed, sentences } = readPassage(text, ontology);
  const isOf = (id: string) => (name: PhraseMatch<KnownName>) =>
    isSameLine(ontology, name.value.ontologyId, id);
  const asked = questionSubject(headingPath.at(-1) ?? '', ontology);
  const isOther = asked !== null && isOf(other)(asked) && !isOf(treatedId)(asked);
  let before: readonly PhraseMatch<KnownName>[] = [];
  for (const { sentence, signs } of sentences) {
    const here = named.filter(({ start }) => start >= sentence.start && start < sentence.end);
    const ownersOf = ownersIn(
      text,
      sentence,
      here,
      ({ ontologyId }) => ontologyId === treatedId || ontologyId === other,
    );
    const going = here.length === 0 ? before : [];
    for (const { termId, start, end, frequency } of signs) {
      if (isOnThird(text, start, here, [isOf(treatedId), isOf(other)])) continue;
      const said = ownersOf({ start, end });
      const about = said.length > 0 ? said : listed ? [listed] : namedLast(text, end, here, going);
      const of = about.map(({ value }) => value.ontologyId);
      const treated = about.length === 0 ? !isOther : of.includes(treatedId);
      // What is said of a third disease tells these two not apart.
      const isOnOther =
        about.length === 0 ? isOther : of.some((id) => isSameLine(ontology, id, other));
      if (!treated && !isOnOther) continue;
      const subject = treated ? treatedId : other;
      const owner = frequency === 'absent' ? (subject === treatedId ? other : treatedId) : subject;
      const known = owners.get(termId);
      if (known !== undefined && known !== owner) shared.add(termId);
      owners.set(termId, owner);
    }
    if (here.length > 0) before = here.filter((name) => opensSentence(name, sentence)).slice(0, 1);
    else if (!goesOn.test(text.slice(sentence.start, sentence.end))) before = [];
  }
  for (const termId of shared) owners.delete(termId);
  return owners;
}

/** A sentence about what the one before was about. */
const goesOn = /^(?:they|it|its|their|these|this)\b/i;

/** The disease that a heading asks about: X of "How does X differ from Y?" and of "How would you exclude X?" */
function questionSubject(heading: string, ontology: Ontology): PhraseMatch<KnownName> | null {
  const asks = /\b(?:differ|distinguish|differentiat|discriminat|exclu[ds]|told from|tell)/i;
  if (!asks.test(heading)) return null;
  const [first] = findNamedThings(heading, { start: 0, end: heading.length }, ontology).diseases;
  // "From psoriasis", "How is it told from psoriasis?"
  return first && !/\bfrom\b/i.test(heading.slice(0, first.start)) ? first : null;
}

/** True if the clause around a sign names a disease beside the two, and not as one of a list with one of them. */
function isOnThird(
  text: string,
  at: number,
  named: readonly PhraseMatch<KnownName>[],
  pair: readonly ((name: PhraseMatch<KnownName>) => boolean)[],
): boolean {
  // "From acne (comedones) and lupus (plugging)": a bracket says whose it is.
  if (text.lastIndexOf('(', at) > text.lastIndexOf(')', at)) return false;
  const start = Math.max(text.lastIndexOf(';', at), text.lastIndexOf('. ', at)) + 1;
  const stop = text.slice(at).search(/;|\.\s|\.$/);
  const end = stop < 0 ? text.length : at + stop;
  const inClause = named.filter((name) => name.start >= start && name.start < end);
  const ofPair = inClause.filter((name) => pair.some((isOne) => isOne(name)));
  return inClause.some(
    (name) => !ofPair.includes(name) && !ofPair.some((one) => inOneList(text, one, name)),
  );
}

/** "The thick crusts and their course, in ecthyma; …": the name that ends the clause of a list. */
function namedLast(
  text: string,
  end: number,
  named: readonly PhraseMatch<KnownName>[],
  otherwise: readonly PhraseMatch<KnownName>[],
): readonly PhraseMatch<KnownName>[] {
  const next = named.find(({ start }) => start >= end);
  if (!next || text.slice(end, next.start).includes(';')) return otherwise;
  const isLast = /,\sin\s(?:the\s)?$/i.test(text.slice(0, next.start).slice(-9));
  return isLast && /^\s?[;.,]/.test(text.slice(next.end, next.end + 2)) ? [next] : otherwise;
}

/** "Eczema, psoriasis, and lupus": nothing but names and what lists them between. */
function inOneList(text: string, one: TextRange, other: TextRange): boolean {
  const between =
    one.start < other.start ? text.slice(one.end, other.start) : text.slice(other.end, one.start);
  return /^(?:[\s,/]|\band\b|\bor\b|\p{L}{3,}(?=,)){0,12}$/u.test(between);
}

/** What a passage names, whatever diseases it is to tell apart. */
interface ReadPassage {
  readonly named: readonly PhraseMatch<KnownName>[];
  /** The disease that an entry of a list begins with, and is about to its end; `null` for other passages. */
  readonly listed: PhraseMatch<KnownName> | null;
  /** Its sentences, each with the signs in it that it does not narrow. */
  readonly sentences: readonly { readonly sentence: TextRange; readonly signs: FoundSign[] }[];
}

const readBefore = new TextMemories<Ontology, ReadPassage>();

/** Reads a passage once, however many diseases it names and whoever asks: the planner, a verifier. */
function readPassage(text: string, ontology: Ontology): ReadPassage {
  return readBefore.of(ontology, text, () => {
    const whole = { start: 0, end: text.length };
    const named = findNamedThings(text, whole, ontology).diseases;
    const [first] = named;
    const listed = first && /^\s*:/.test(text.slice(first.end, first.end + 8)) ? first : null;
    const sentences = splitSentences(text, whole).map((sentence) => ({
      sentence,
      signs: findSigns(text, sentence, ontology).filter(
        (at) => !isQualified(text, at) && !isPlaced({ quote: text, at }),
      ),
    }));
    return { named, listed, sentences };
  });
}
