import type { TextRange } from '@skinr1/core';
import type { Ontology, PhraseIndex, PhraseMatch } from '@skinr1/ontology';
import type { SourceDocument } from '@skinr1/textbook';
import { looksLikeDisease } from '../cards/disease-evidence.ts';
import { diseaseKey, type KnownName } from '../language/name-index.ts';
import { findNamedThings } from '../language/named-things.ts';
import { isOrder } from '../language/orders.ts';
import { resolveName } from '../language/resolve-name.ts';
import { splitSentences } from '../language/sentences.ts';
import { inOrder, type TextPattern } from '../text-patterns.ts';

/** Another disease named in a differential passage. */
export interface DifferentialMention extends KnownName {
  readonly passage: TextRange;
  readonly discriminates: boolean;
}

/** How names are found: the books' and the ontology's in running text, and one name by itself. */
export interface NameFinder {
  readonly ontology: Ontology;
  readonly names: PhraseIndex<KnownName>;
}

/** A differential passage: the question or heading above it, and its paragraphs. */
export interface DifferentialBlock {
  readonly heading: string;
  readonly paragraphs: readonly TextRange[];
  /** Whether a name means the disease that the passage stands under. */
  readonly isOwn: (name: KnownName) => boolean;
}

const listing =
  /^(?:from what|with what|what (?:common |several |skin |other )*(?:diseases|conditions|formations|growths))/i;
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
      const found = diseasesIn(document.text, finder, sentence);
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
  if (!match || isOrder(text)) return [];
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
  if (indistinct.test(sentence)) return false;
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

/** Named in a comparison these are what a lesion is or leaves, not another disease. */
const lesionNames: ReadonlySet<string> = new Set(
  'scar scars wound wounds ulcer ulcers cyst cysts abscess abscesses'.split(' '),
);

function diseasesIn(
  text: string,
  { ontology, names }: NameFinder,
  range: TextRange = { start: 0, end: text.length },
): readonly PhraseMatch<KnownName>[] {
  return findNamedThings(text, range, ontology, names).diseases.filter(
    ({ start, end }) => !lesionNames.has(text.slice(start, end).toLowerCase()),
  );
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

/**
 * Names that no index knows, so that nothing is dropped silently: in "… from A, B and C?", in the answer to
 * a question for a list, and in "resembles A", "mistaken for A".
 */
function unknownNames(
  document: SourceDocument,
  block: DifferentialBlock,
  finder: NameFinder,
): DifferentialMention[] {
  const first = block.paragraphs[0];
  if (!first) return [];
  const lists = listing.test(block.heading);
  const asked = lists ? '' : askedAbout(block.heading);
  const found = namesInList(asked, finder).map((name) => ({
    name,
    passage: first,
    discriminates: true,
  }));
  for (const paragraph of block.paragraphs) {
    for (const sentence of splitSentences(document.text, paragraph)) {
      const text = document.text.slice(sentence.start, sentence.end);
      if (isOrder(text)) continue;
      const answers = lists && sentence.start === first.start;
      const naming = answers ? text : likenedTo(text);
      if (naming === null) continue;
      for (const name of namesInList(naming, finder)) {
        // In running text only what is made like a name of a disease is one: no "them", no "disastrous results".
        if (!answers && !looksLikeDisease(name)) continue;
        found.push({ name, passage: paragraph, discriminates: false });
      }
    }
  }
  return found.map((mention) => ({ ...mention, ontologyId: null }));
}

/** What the last question of a heading asks to tell the disease from; empty if it does not ask so. */
function askedAbout(heading: string): string {
  const questions = heading.replace(/\?$/, '').split('?');
  const last = questions.at(-1) as string;
  const found = /\b(?:from|resemblance to|mistaken? (?:for|with)|confounded with)\s+/i.exec(last);
  return found === null ? '' : last.slice(found.index + found[0].length);
}

/** Whether a sentence sets one disease against another: by a word for it, or "known from X by Y". */
function isCompared(sentence: string): boolean {
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

const likens = /\b(?:resembles|resemblance to|confounded with|mistaken for)\s/i;
const ends = /[.;:]|,\s(?:as|but|in|when|which|this|the|if)\b/i;

/** What a sentence likens the disease to; `null` if it likens it to nothing. */
function likenedTo(sentence: string): string | null {
  const found = likens.exec(sentence);
  if (found === null) return null;
  const rest = sentence.slice(found.index + found[0].length);
  const end = rest.search(ends);
  return end < 0 ? rest : rest.slice(0, end);
}

const vague =
  /\b(?:these|those|this|other|several|various|any|it|each|one|ordinary|following|diseases?|conditions?|types?|forms?|variet(?:y|ies)|eruptions?|cases?|symptoms?|some|more|last|first|latter|former|case|contraction|but|are|is|was|were|no|not|history|course|characters?|points?|persistence|distribution|lesions?)\b/i;

/** The parts of a list that may be names of diseases and that the index does not know. */
function namesInList(list: string, finder: NameFinder): string[] {
  const cut = withoutParentheses(list.split(/[;.:]/, 1)[0] ?? '');
  return cut
    .split(/,|(?<!\s)\s+(?:and|or|as also|especially)\s+/i)
    .map((part) =>
      part
        .replace(
          /^(?:\s|(?:and|or|also|from|with|the|an?|chiefly|in|at times|to|upon the \w+)(?:\s|$))+/gi,
          '',
        )
        .split(/(?<!\s)\s+(?:at|in|as|when|but|by|which|may|is|are|upon|of the|especially)\b/i, 1)
        .join('')
        .replace(/(?<![\s.?])[\s.?]+$/, ''),
    )
    .filter((name) => {
      const words = name.split(/\s+/).length;
      // An adjective left over from "papular and vesicular eczema" is no name.
      const adjective = /(?:ular|ous|al|ic|ed|ive|ish|ly|ary|ing|ty)$/i.test(name);
      return (
        name.length >= 4 &&
        words <= 3 &&
        !adjective &&
        !vague.test(name) &&
        diseasesIn(name, finder).length === 0
      );
    });
}

function withoutParentheses(text: string): string {
  let kept = '';
  let at = 0;
  for (let open = text.indexOf('('); open >= 0; open = text.indexOf('(', at)) {
    const close = text.indexOf(')', open);
    if (close < 0) break;
    kept += `${text.slice(at, open)} `;
    at = close + 1;
  }
  return kept + text.slice(at);
}
