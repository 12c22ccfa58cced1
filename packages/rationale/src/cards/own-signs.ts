import type { TextRange } from '@skinr1/core';
import type { Ontology, PhraseMatch } from '@skinr1/ontology';
import { diseasesIn, type NameFinder } from '../ddx/diseases-in.ts';
import { type FoundSign, findSigns } from '../language/find-signs.ts';
import type { KnownName } from '../language/name-index.ts';
import { findNamedThings } from '../language/named-things.ts';
import { signOwners } from '../language/sign-owners.ts';
import type { SectionRole } from './section-role.ts';

/** How names are found, and which of them mean the disease of the section. */
export interface OwnFinder extends NameFinder {
  readonly isOwn: (name: KnownName) => boolean;
}

/** Another disease that a sentence names, with the signs that it says of it. */
export interface RivalSigns {
  readonly name: KnownName;
  readonly termIds: readonly string[];
}

/** Whose the signs of a sentence are. */
export interface ToldSigns {
  /** Those of the section's disease; `null` for a sentence that lists diseases. */
  readonly own: readonly FoundSign[] | null;
  /** Every other disease named, in order. */
  readonly rivals: readonly RivalSigns[];
}

/**
 * Whose the signs of a sentence in a disease's section are. The disease named with a sign decides. The section's own
 * are not those denied for one place of the body, which another may have, nor those of a disease that it is
 * compared with, nor words of dermoscopy in another sense ("streaks"). Names that `always` holds for take all that
 * follows them.
 */
export function tellSigns(
  text: string,
  sentence: TextRange,
  role: SectionRole,
  finder: OwnFinder,
  always: (name: KnownName) => boolean = finder.isOwn,
): ToldSigns {
  const { ontology, isOwn } = finder;
  const found = findSigns(text, sentence, ontology);
  const named = diseasesIn(text, finder, sentence).filter(
    ({ start, end }) =>
      !found.some((sign) => sign.start <= start && sign.end >= end) &&
      // "Acne-like" is a look.
      !/^-?like\b/i.test(text.slice(end, end + 6)),
  );
  const ownersOf = signOwners(text, sentence, named, always);
  const own: FoundSign[] = [];
  const told = new Map(
    named.filter(({ value }) => !isOwn(value)).map((name) => [name, new Set<string>()]),
  );
  const compared = comparedFrom(text, sentence, ontology);
  const magnified = role === 'dermoscopy' || /derm(?:at)?oscop/i.test(textOf(text, sentence));
  for (const sign of found) {
    const { termId, start, end, frequency } = sign;
    const owners = ownersOf(sign);
    if (owners.length > 0 && !owners.some(({ value }) => isOwn(value))) {
      if (frequency !== 'absent') for (const owner of owners) told.get(owner)?.add(termId);
      continue;
    }
    const ofDisease = start < compared || /\b(?:by|its?)\b/i.test(text.slice(compared, start));
    const seen = magnified || !isDermoscopicWord(termId, text.slice(start, end), ontology);
    if (ofDisease && seen && !sign.restricted) own.push(sign);
  }
  const lists = findNamedThings(text, sentence, ontology).diseases.length >= others;
  return { own: lists ? null : own, rivals: rivalsOf(told) };
}

function rivalsOf(told: ReadonlyMap<PhraseMatch<KnownName>, ReadonlySet<string>>): RivalSigns[] {
  return [...told].map(([{ value }, termIds]) => ({ name: value, termIds: [...termIds] }));
}

function textOf(text: string, { start, end }: TextRange): string {
  return text.slice(start, end);
}

/** "Streaks", "globules", "crypts": alone and without a dermatoscope they are no dermoscopic sign. */
function isDermoscopicWord(termId: string, written: string, ontology: Ontology): boolean {
  return ontology.morphologyTerm(termId)?.group === 'dermoscopic' && !/\s|-/.test(written.trim());
}

/** A sentence that names so many diseases lists them, and tells of none. */
const others = 4;

const compares =
  /\b(?:mistaken for|(?:confounded|confused|contrasted) with|(?:distinguish\w*|differentiat\w*|diagnos\w*|differs?|told) from|unlike|in contrast (?:to|with)|resembl\w+|similar to|simulat\w+|than (?:in|those of))\b/gi;

/** These set a thing off against another, whatever it is. */
const setsOff = /^(?:as )?(?:distinguished from|unlike|in contrast)/i;

/** Where a comparison with another disease begins; after the sentence if there is none. */
function comparedFrom(text: string, sentence: TextRange, ontology: Ontology): number {
  const said = textOf(text, sentence);
  for (const { 0: cue, index } of said.matchAll(compares)) {
    const start = sentence.start + index + cue.length;
    if (setsOff.test(cue)) return start;
    const range = { start, end: Math.min(sentence.end, start + 60) };
    if (findNamedThings(text, range, ontology).diseases.length > 0) return start;
  }
  return sentence.end;
}
