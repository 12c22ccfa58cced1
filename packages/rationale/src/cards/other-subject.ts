import type { TextRange } from '@skinr1/core';
import { splitWords } from '@skinr1/ontology';
import { formsOf } from '../language/word-set.ts';
import { dressWords, generalWords, kindAdjectives, nameNouns, partWords } from './heading-words.ts';
import type { NamedRange } from './read-heading.ts';

/** "Cancrum Oris or Noma.—": a name set off from its text by a dash, which no node bears. */
const runInName = /^\p{Lu}[\p{L}’' -]{2,60}\.?["”]?\s?[—–]/u;
/** No name has these: "When there is actual destruction of tissue—the so-called …" is a clause. */
const inClause =
  /^(?:when|if|in|on|after|before|although|though|as|for|at|by|from|with|without|while|since|this|these|it|they|there)\b|\b(?:is|are|was|were|has|have|had|may|can|will|occurs?|becomes?|shows?|forms?)\b/i;
const ofKind = /^(?:The|An?|Some|Many)\s+([\p{L}-]+)\s+([\p{L}-]+)/u;
const inKindOfPatients = /^In ([\p{L}-]+) (?:patients|persons|subjects)\b/u;

/**
 * Whether a paragraph begins with something else than what the text before it is about, and that no node
 * bears the name of: "Cancrum Oris.—", "The scorbutic ulcer occurs …", "In gouty patients …". What follows is
 * nobody's.
 */
export function opensAnotherThing(
  text: string,
  { start, end }: TextRange,
  names: readonly NamedRange[],
): boolean {
  const opening = text.slice(start, Math.min(end, start + 120));
  const diseaseWords = new Set(names.flatMap(({ name }) => formsOf(name)));
  const runIn = runInName.exec(opening)?.[0];
  if (runIn !== undefined && !inClause.test(runIn)) {
    const forms = splitWords(runIn).filter(({ form }) => !dressWords.has(form));
    return (
      forms.length > 0 &&
      forms.length <= 5 &&
      forms.every(
        ({ form }) => !partWords.has(form) && !generalWords.has(form) && !diseaseWords.has(form),
      )
    );
  }
  const [, patients] = inKindOfPatients.exec(opening) ?? [];
  if (patients !== undefined)
    return formsOf(patients).every((form) => isOtherKind(form, diseaseWords));
  const [, adjective, noun] = ofKind.exec(opening) ?? [];
  if (adjective === undefined || noun === undefined) return false;
  return (
    formsOf(adjective).every((form) => isOtherKind(form, diseaseWords)) &&
    formsOf(noun).some((form) => nameNouns.has(form))
  );
}

function isOtherKind(form: string, diseaseWords: ReadonlySet<string>): boolean {
  return kindAdjectives.has(form) && !diseaseWords.has(form);
}
