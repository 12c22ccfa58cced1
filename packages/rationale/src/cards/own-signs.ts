import type { TextRange } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import { type FoundSign, findSigns } from '../language/find-signs.ts';
import { findNamedThings } from '../language/named-things.ts';
import type { SectionRole } from './section-role.ts';

/**
 * The signs that a sentence of a disease's section gives to that disease: not those denied for one place of the
 * body, which another may have, nor those of a disease that it is compared with, nor words of dermoscopy in another
 * sense ("streaks"). `null` for a sentence that lists diseases.
 */
export function ownSigns(
  text: string,
  sentence: TextRange,
  role: SectionRole,
  ontology: Ontology,
): FoundSign[] | null {
  const compared = comparedFrom(text, sentence, ontology);
  const { diseases } = findNamedThings(text, sentence, ontology);
  if (diseases.length >= others) return null;
  const said = text.slice(sentence.start, sentence.end);
  const magnified = role === 'dermoscopy' || /derm(?:at)?oscop/i.test(said);
  return findSigns(text, sentence, ontology).filter(
    ({ restricted, termId, start, end }) =>
      !restricted &&
      (magnified || !isDermoscopicWord(termId, text.slice(start, end), ontology)) &&
      (start < compared || /\b(?:by|its?)\b/i.test(text.slice(compared, start))),
  );
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
  const said = text.slice(sentence.start, sentence.end);
  for (const { 0: cue, index } of said.matchAll(compares)) {
    const start = sentence.start + index + cue.length;
    if (setsOff.test(cue)) return start;
    const range = { start, end: Math.min(sentence.end, start + 60) };
    if (findNamedThings(text, range, ontology).diseases.length > 0) return start;
  }
  return sentence.end;
}
