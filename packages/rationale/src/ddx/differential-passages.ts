import type { Ontology } from '@skinr1/ontology';
import type { SourceDocument, TextRange } from '@skinr1/textbook';
import { diseaseKey, type KnownName } from '../language/name-index.ts';
import { findNamedThings } from '../language/named-things.ts';
import type { PhraseIndex, PhraseMatch } from '../language/phrase-index.ts';
import { resolveName } from '../language/resolve-name.ts';
import { splitSentences } from '../language/sentences.ts';

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
}

const listing =
  /^(?:from what|with what|what (?:common |several |skin |other )*(?:diseases|conditions|formations|growths))/i;
const telling =
  /distinguish|differentiat(?!ed\?)|\bdiffers?\b|\bexclude\b|points?\b.*\bfrom\b|how is|how are|how do/i;
const cue =
  /\b(?:differ\w*|distinguish\w*|differentiat\w*|resembl\w*|mistaken?|confound\w*|confus\w*|eliminat\w*|exclud\w*|in contrast|unlike|from\b[^.;]{0,80}\bby\b|simulat\w*|suggest\w*|not to be|similar)\b/i;

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
  const compares = !lists && telling.test(block.heading);
  const mentions: DifferentialMention[] = [];
  for (const { value } of asked) {
    const passage = passageOn(document, block, value, finder);
    if (passage) mentions.push({ ...value, passage, discriminates: compares });
  }
  for (const paragraph of block.paragraphs) {
    for (const sentence of splitSentences(document.text, paragraph)) {
      const found = diseasesIn(document.text, finder, sentence);
      const counts =
        lists || compares || cue.test(document.text.slice(sentence.start, sentence.end));
      if (!counts) continue;
      for (const { value } of found) {
        mentions.push({ ...value, passage: paragraph, discriminates: !lists });
      }
    }
  }
  return [...mentions, ...unknownNames(document, block, finder)];
}

/** `Lichen planus: violaceous papules …`, the form of a modern differential list. */
function readBullet(
  document: SourceDocument,
  paragraph: TextRange,
  finder: NameFinder,
): DifferentialMention[] {
  const text = document.text.slice(paragraph.start, paragraph.end);
  const match = /^([\p{Lu}][^:.;]{2,70}):\s+(?=\S)/u.exec(text);
  if (!match) return [];
  const written = (match[1] as string).trim();
  return written.split(/\s*\/\s*|\s+(?:and|or)\s+(?=\p{Lu})/u).map((name) => ({
    ...nameAlone(name, finder),
    passage: paragraph,
    discriminates: true,
  }));
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

function diseasesIn(
  text: string,
  { ontology, names }: NameFinder,
  range: TextRange = { start: 0, end: text.length },
): readonly PhraseMatch<KnownName>[] {
  return findNamedThings(text, range, ontology, names).diseases;
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
  const tail = /\b(?:from|resemblance to|mistaken? (?:for|with)|confounded with)\s+([^?]+)\??$/i;
  const asked = lists ? null : tail.exec(block.heading);
  const found = (asked ? namesInList(asked[1] as string, finder) : []).map((name) => ({
    name,
    passage: first,
    discriminates: true,
  }));
  for (const paragraph of block.paragraphs) {
    for (const sentence of splitSentences(document.text, paragraph)) {
      const text = document.text.slice(sentence.start, sentence.end);
      const told =
        lists && sentence.start === first.start ? text : (likened.exec(text)?.[1] ?? null);
      if (told === null) continue;
      for (const name of namesInList(told, finder)) {
        found.push({ name, passage: paragraph, discriminates: false });
      }
    }
  }
  return found.map((mention) => ({ ...mention, ontologyId: null }));
}

const likened =
  /\b(?:resembles|resemblance to|confounded with|mistaken for)\s+((?:(?!,\s+(?:as|but|in|when|which|this|the|if)\b)[^.;:])+)/i;
const vague =
  /\b(?:these|those|this|other|several|various|any|it|each|one|ordinary|following|diseases?|conditions?|types?|forms?|variet(?:y|ies)|eruptions?|cases?|symptoms?|some|more|last|first|latter|former|case|contraction|but|are|is|was|were|no|not|history|course|characters?|points?|persistence|distribution|lesions?)\b/i;

/** The parts of a list that may be names of diseases and that the index does not know. */
function namesInList(list: string, finder: NameFinder): string[] {
  const cut = list.replace(/[;.:].*$/s, '').replace(/\([^)]*\)/g, ' ');
  return cut
    .split(/,|\s+(?:and|or|as also|especially)\s+/i)
    .map((part) =>
      part
        .replace(
          /^(?:\s|(?:and|or|also|from|with|the|an?|chiefly|in|at times|to|upon the \w+)(?:\s|$))+/gi,
          '',
        )
        .replace(/\s+(?:at|in|as|when|but|by|which|may|is|are|upon|of the|especially)\b.*$/i, '')
        .replace(/[\s.?]+$/, ''),
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

/** True where an edge would join a disease with itself, a wider or a narrower one. */
export function isSameLine(ontology: Ontology, a: string | null, b: string | null): boolean {
  if (a === null || b === null) return false;
  return a === b || ontology.isAncestor(a, b) || ontology.isAncestor(b, a);
}
