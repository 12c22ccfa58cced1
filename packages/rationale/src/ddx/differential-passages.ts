import type { TextRange } from '@skinr1/core';
import type { PhraseMatch } from '@skinr1/ontology';
import type { SourceDocument } from '@skinr1/textbook';
import { differentialLabel } from '../language/differential-labels.ts';
import { diseaseKey, type KnownName } from '../language/name-index.ts';
import { isOrder } from '../language/orders.ts';
import { resolveName } from '../language/resolve-name.ts';
import { splitSentences } from '../language/sentences.ts';
import { inOrder, type TextPattern } from '../text-patterns.ts';
import { diseasesIn, type NameFinder } from './diseases-in.ts';
import {
  type DifferentialBlock,
  type DifferentialMention,
  listing,
  unknownNames,
} from './unknown-names.ts';

const telling: readonly TextPattern[] = [
  /distinguish|differentiat(?!ed\?)|\bdiffers?\b|\bexclude\b|how is|how are|how do/i,
  inOrder(/points?\b/i, /\bfrom\b/i),
];
/** Says that two diseases are told apart. */
const distinguishes =
  /\b(?:differs?|differed|differing|differen(?:ces?|tia\w*)|distinguish\w*|differentiat\w*|exclud\w*|eliminat\w*|in contrast|unlike|contrasts?|whereas|recogni[sz]ed (?:from|by)|known from|told from)\b/i;
/** Says what by: a feature that the one has and the other has not. */
const feature =
  /\b(?:by|in that|in having|which|where|whereas|while|because|since|lacks?|lacking|absence|absent|without|not|never|more|less|earlier|later|usually|commonly|seldom|rarely|presents?|shows?|begins?|has|have|in contrast|unlike)\b|:/i;
/** "Difficult, if not impossible, to distinguish" tells nothing apart. */
const indistinct: TextPattern = inOrder(
  /\b(?:difficult|impossible|cannot)\b/i,
  /\b(?:distinguish|tell|separat|differentiat)/i,
);
/** "Rarely completed until the swelling is punctured" tells nothing apart by what is seen. */
const late =
  /\b(?:rarely|seldom|never|scarcely|only) (?:be )?(?:completed|possible|made|certain)\b/i;
/** "Epithelioma, the common form of cancer": the second name says what sort the first is. */
const sortOf = /\b(?:form|kind|variety|type|species|sort) of $/i;
/** Says only that one is taken for the other. */
const cue =
  /\b(?:differs?|differed|differing|differen(?:ces?|tia\w*)|distinguish\w*|differentiat\w*|diagnosed from|differential diagnos\w+|resembl\w*|mistaken?|confound\w*|confus\w*|eliminat\w*|exclud\w*|in contrast|unlike|simulat\w*|suggest\w*|not to be|similar)\b/i;

/**
 * The diseases that a differential passage sets against its subject. A "how is X told from Y" question
 * gives Y with the paragraph of the answer that speaks of Y; a question for a list gives the names
 * listed; under any other heading a name counts only in a sentence that compares.
 */
export function readDifferentialBlock(
  document: SourceDocument,
  block: DifferentialBlock,
  finder: NameFinder,
): DifferentialMention[] {
  const bullets = block.paragraphs.flatMap((paragraph) => readBullet(document, paragraph, finder));
  if (bullets.length > 0) return bullets;
  const asked = diseasesIn(block.heading, finder);
  const lists = listing.test(block.heading);
  const compares = !lists && telling.some((pattern) => pattern.test(block.heading));
  const mentions: DifferentialMention[] = [];
  for (const { value } of asked) {
    const passage = passageOn(document, block, value, finder);
    if (passage) mentions.push({ ...value, passage, discriminates: compares });
  }
  const named = new Set<string>();
  for (const paragraph of block.paragraphs) {
    for (const sentence of splitSentences(document.text, paragraph)) {
      const text = document.text.slice(sentence.start, sentence.end);
      if (isOrder(text)) continue;
      const found = diseasesIn(document.text, finder, sentence).filter(
        ({ start }) => !sortOf.test(document.text.slice(sentence.start, start)),
      );
      const goesOn = found[0] && found[0].start < sentence.start + 12;
      // "Lupus is most often mistaken for it. Lupus begins earlier, and lacks the border."
      const describes = goesOn && named.has(diseaseKey(found[0]!.value)) && tellsApart(text, true);
      if (!(lists || compares || describes || isCompared(text))) continue;
      if (!lists && !describes && isOfOthers(text, sentence, found, block)) continue;
      const discriminates = !lists && (compares || describes || tellsApart(text, false));
      for (const { value } of found) {
        named.add(diseaseKey(value));
        mentions.push({ ...value, passage: paragraph, discriminates: Boolean(discriminates) });
      }
    }
  }
  return [...mentions, ...unknownNames(document, block, finder)];
}

/**
 * "A chancre at the edge of the nail may be mistaken for a whitlow": a sentence that sets others than its own
 * disease against one another.
 */
function isOfOthers(
  text: string,
  sentence: TextRange,
  found: readonly PhraseMatch<KnownName>[],
  { isOwn, heading }: DifferentialBlock,
): boolean {
  const [first] = found;
  if (heading !== '' && telling.some((pattern) => pattern.test(heading))) return false;
  if (!first || found.length < 2 || first.start > sentence.start + 12) return false;
  if (found.some(({ value }) => isOwn(value))) return false;
  // "A boil is most often taken for it" speaks of its own.
  return !/\b(?:for|from|with|to|resembl\w+|simulat\w+) (?:it|this|them|these)\b/i.test(
    text.slice(first.end - sentence.start),
  );
}

const verb = /\b(?:is|are|was|were|may|can|should|must|has|have|had|do|does|shows?)\b/i;

/** `Lichen planus: violaceous papules …`, the form of a modern differential list. */
function readBullet(
  document: SourceDocument,
  paragraph: TextRange,
  finder: NameFinder,
): DifferentialMention[] {
  const text = document.text.slice(paragraph.start, paragraph.end);
  const match = /^([\p{Lu}][^:.;]{2,70}):\s+(?=\S)/u.exec(text);
  if (!match || isOrder(text) || differentialLabel(document.text, paragraph)) return [];
  const written = (match[1] as string).trim();
  // "Smallpox is distinguished from varicella: …" is a sentence, no name.
  if (written.split(/\s+/).length > 8 || verb.test(written)) return [];
  return written.split(/(?<!\s)\s*\/\s*|(?<!\s)\s+(?:and|or)\s+(?=\p{Lu})/u).map((name) => ({
    ...nameAlone(name, finder),
    passage: paragraph,
    discriminates: true,
  }));
}

/** Whether a sentence says what tells two diseases apart; of one already compared (`compared`) any feature does. */
function tellsApart(sentence: string, compared: boolean): boolean {
  if (indistinct.test(sentence) || late.test(sentence)) return false;
  if (!compared && !distinguishes.test(sentence) && !isKnownBy(sentence)) return false;
  return feature.test(sentence);
}

/** The answer's paragraph that names the disease, else its first. */
function passageOn(
  document: SourceDocument,
  block: DifferentialBlock,
  name: KnownName,
  finder: NameFinder,
): TextRange | null {
  const naming = block.paragraphs.find((paragraph) =>
    diseasesIn(document.text, finder, paragraph).some(({ value }) => sameDisease(value, name)),
  );
  return naming ?? block.paragraphs[0] ?? null;
}

/** A name that stands by itself may also be a word too common to be looked for in running text. */
function nameAlone(name: string, { ontology, names }: NameFinder): KnownName {
  const known = names.get(name);
  if (known) return known;
  const ontologyId = resolveName(ontology, name);
  return { name: ontologyId === null ? name : ontology.get(ontologyId).name, ontologyId };
}

function sameDisease(a: KnownName, b: KnownName): boolean {
  return diseaseKey(a) === diseaseKey(b);
}

/** Whether a sentence sets one disease against another: by a word for it, or "known from X by Y". */
export function isCompared(sentence: string): boolean {
  return cue.test(sentence) || isKnownBy(sentence);
}

/** "From impetigo by the burrows". */
function isKnownBy(sentence: string): boolean {
  for (const { index } of sentence.matchAll(/\bfrom\b/gi)) {
    const after = sentence.slice(index + 'from'.length, index + 'from'.length + 84);
    if (/^[^.;]{0,80}\bby\b/i.test(after)) return true;
  }
  return false;
}
