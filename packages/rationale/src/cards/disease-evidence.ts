import type { TextRange } from '@skinr1/core';
import { questionLevel, type Section, type SourceDocument } from '@skinr1/textbook';
import { splitSentences } from '../language/sentences.ts';
import { formsOf } from '../language/word-set.ts';
import {
  diseaseEndings,
  diseaseNouns,
  falseEndings,
  groupNouns,
  innerOrgans,
  nameNouns,
  otherNouns,
  partWords,
  skinPlaces,
  skinWords,
} from './heading-words.ts';
import { classifySection, type SectionRole } from './section-role.ts';
import { findSynonyms } from './synonyms.ts';

const copula =
  /\b(?:is|are|was|denotes?|signif\w+|means|designates?|constitutes?|consists? of|comprises?|regarded as|looked upon as|applied to|understood|results?)\b/i;

/** How many words after the verb a definition has to name what it defines. */
const definitionReach = 14;

/**
 * Whether an opening sentence defines its subject as a disease: "Veldt sore is an infection of …", "This is
 * a chronic affection of …". The first noun of a kind decides: "is a bacterium that causes disease" does
 * not.
 */
export function definesDisease(opening: string, name: string): boolean {
  const verb = copula.exec(opening);
  if (verb === null) return false;
  const subject = formsOf(opening.slice(0, verb.index));
  const named = formsOf(name);
  const refers =
    named.some((form) => form.length > 2 && subject.includes(form)) ||
    /^\W*(?:this|it|these|the (?:term|name|disease|affection|condition))\b/i.test(opening);
  if (!refers || subject.length > 12) return false;
  for (const form of formsOf(opening.slice(verb.index + verb[0].length)).slice(
    0,
    definitionReach,
  )) {
    if (otherNouns.has(form)) return false;
    if (diseaseNouns.has(form) || endsAsDisease(form)) return true;
  }
  return false;
}

/** Whether a name is made like that of one disease: "Veldt Sore", "Phosphoridrosis"; not "Infections". */
export function looksLikeDisease(written: string): boolean {
  const name = written.replace(ofSkin, '');
  const words = name.toLowerCase().match(/[\p{L}]+/gu) ?? [];
  const last = words.at(-1);
  if (last === undefined || words.length > 4 || words.some((word) => groupNouns.has(word)))
    return false;
  const forms = formsOf(name);
  // A name says what; "of the hands", "treatment" and "reaction" say something about it.
  if (forms.some((form) => otherNouns.has(form) || partWords.has(form))) return false;
  if (words.some((word) => between.has(word))) return false;
  // "Sores of the skin" are a group.
  const group = words.length === 1 && name !== written;
  const named = !group && formsOf(last).some((form) => nameNouns.has(form));
  return named || words.some(endsAsDisease);
}

/** "Secondary cancer of the skin": the place says nothing against a disease. */
const ofSkin = /\s(?:of|in) the (?:skin|scalp|nails?|face|body|integument)$/i;

const between = new Set('of in to due with for from by and or the'.split(' '));

function endsAsDisease(word: string): boolean {
  return word.length > 4 && diseaseEndings.test(word) && !falseEndings.has(word);
}

/**
 * Whether a section whose heading the ontology does not know treats a disease, by positive evidence: its
 * opening defines it as one, it has a line of synonyms, questions under it ask of it by name, several headings for parts of a disease
 * stand under it, or it is named like one disease. Under another disease (`inside`) the last two do not count.
 */
export function unknownIsDisease(document: SourceDocument, index: number, inside = false): boolean {
  const section = document.sections[index] as Section;
  const name = section.heading;
  // A question asks of something; the name that it asks of would have been resolved.
  if (name.endsWith('?')) return false;
  const words = name.toLowerCase().match(/[\p{L}]+/gu) ?? [];
  if (words.some((word) => groupNouns.has(word))) return false;
  if (formsOf(name).some((form) => partWords.has(form) && !skinPlaces.has(form))) return false;
  const opening = openingText(document, section);
  if (definesDisease(opening, name) || findSynonyms(document, index).length > 0) return true;
  const parts = sectionsUnder(document, index).filter(
    ({ paragraphs, heading }) => paragraphs.length > 0 && describes.has(classifySection(heading)),
  );
  const asked = parts.filter((part) => isQuestion(part) || part.heading.endsWith('?'));
  if (asked.some(({ heading }) => asksOf(heading, name))) return true;
  if (inside) return false;
  return parts.length - asked.length >= 2 || looksLikeDisease(name.split(/[(—–]/, 1)[0] ?? name);
}

/** Roles of the headings that stand under a disease, and that tell something of how it looks or runs. */
const describes: ReadonlySet<SectionRole> = new Set<SectionRole>([
  'definition',
  'description',
  'morphology',
  'differential',
  'distribution',
  'symptoms',
  'course',
  'dermoscopy',
]);

function openingText({ text }: SourceDocument, { paragraphs }: Section): string {
  const first = paragraphs.find(({ kind }) => kind === 'prose' || kind === 'list-item');
  if (!first) return '';
  const sentence = splitSentences(text, first)[0] ?? first;
  return text.slice(sentence.start, sentence.end);
}

/** The questions and headings directly under a section; not what is under these in turn. */
export function sectionsUnder({ sections }: SourceDocument, index: number): Section[] {
  const { level } = sections[index] as Section;
  const under: Section[] = [];
  let direct = Number.POSITIVE_INFINITY;
  for (let at = index + 1; at < sections.length; at++) {
    const section = sections[at] as Section;
    if (section.level <= level) break;
    if (section.level > direct) continue;
    direct = section.level;
    under.push(section);
  }
  return under;
}

/** Whether a question under a heading asks of it by name: "Describe zebra rash." */
function asksOf(question: string, name: string): boolean {
  const asked = new Set(formsOf(question));
  return formsOf(name).some((form) => form.length > 2 && asked.has(form));
}

/** Whether a text speaks of the skin, at least as often as of organs beneath it. */
export function isOfSkin(text: string): boolean {
  const { skin, inner } = countOrgans(text);
  return skin > 0 && skin >= inner;
}

/** Whether a text speaks of organs beneath the skin, more often than of the skin. */
export function isOfInnerOrgan(text: string): boolean {
  const { skin, inner } = countOrgans(text);
  return inner > skin;
}

/** So many times more often a text of organs beneath the skin names these than the skin; and so often at least. */
const beneath = { share: 4, least: 3 } as const;

/** Whether a whole section is of organs beneath the skin, and of the skin by the way at most. */
export function isBeneathSkin(text: string): boolean {
  const { skin, inner } = countOrgans(text);
  return inner >= beneath.least && inner > skin * beneath.share;
}

function countOrgans(text: string): { skin: number; inner: number } {
  const forms = formsOf(text);
  return {
    skin: forms.filter((form) => skinWords.has(form)).length,
    inner: forms.filter((form) => innerOrgans.has(form)).length,
  };
}

/** The heading above that puts what is under it into another organ's chapter; `null` if none does. */
export function innerChapter(headingPath: readonly string[]): string | null {
  const above = headingPath.slice(0, -1);
  return (
    above.find((heading) => {
      const forms = formsOf(heading);
      return forms.some((form) => innerOrgans.has(form)) && !forms.some((f) => skinWords.has(f));
    }) ?? null
  );
}

/** True for a line in capitals, as on a title page: it describes nothing. */
export function isDisplay({ text }: SourceDocument, { start, end }: TextRange): boolean {
  const line = text.slice(start, end);
  return /\p{Lu}/u.test(line) && !/\p{Ll}/u.test(line);
}

/** True for sections that ask: they belong to the heading above. */
export function isQuestion({ level }: { readonly level: number }): boolean {
  return level >= questionLevel;
}
