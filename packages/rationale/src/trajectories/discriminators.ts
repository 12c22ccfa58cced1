import type { SourceSpan, TextRange } from '@skinr1/core';
import type { Ontology, PhraseMatch } from '@skinr1/ontology';
import type { DiseaseCard } from '../cards/card.ts';
import { isSameLine } from '../ddx/same-line.ts';
import { type FoundSign, findSigns } from '../language/find-signs.ts';
import type { KnownName } from '../language/name-index.ts';
import { findNamedThings } from '../language/named-things.ts';
import { splitSentences } from '../language/sentences.ts';
import { signOwners as ownersIn } from '../language/sign-owners.ts';
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
      const owners = signOwners(span.quote, treatedId, other, ontology);
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
 * last before it in its sentence, and to `treatedId` where none is ("distinguished by …") or where "by" stands
 * between ("distinguished from psoriasis by …"). What is denied of one belongs to the other ("annular
 * rather than scaly"). A sign that the passage gives to both belongs to neither, and one that it narrows
 * ("infiltrated papules"), or gives to a place of the body, to nobody.
 */
function signOwners(
  text: string,
  treatedId: string,
  other: string,
  ontology: Ontology,
): Map<string, string> {
  const owners = new Map<string, string>();
  const shared = new Set<string>();
  const { named, listed, sentences } = readPassage(text, ontology);
  for (const { sentence, signs } of sentences) {
    const ownersOf = ownersIn(
      text,
      sentence,
      named.filter(({ start }) => start >= sentence.start && start < sentence.end),
      ({ ontologyId }) => ontologyId === treatedId || ontologyId === other,
    );
    for (const { termId, start, end, frequency } of signs) {
      const said = ownersOf({ start, end });
      const about = said.length > 0 || !listed ? said : [listed];
      const of = about.map(({ value }) => value.ontologyId);
      const treated = about.length === 0 || of.includes(treatedId);
      // What is said of a third disease tells these two not apart.
      if (!treated && !of.some((id) => isSameLine(ontology, id, other))) continue;
      const subject = treated ? treatedId : other;
      const owner = frequency === 'absent' ? (subject === treatedId ? other : treatedId) : subject;
      const known = owners.get(termId);
      if (known !== undefined && known !== owner) shared.add(termId);
      owners.set(termId, owner);
    }
  }
  for (const termId of shared) owners.delete(termId);
  return owners;
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
