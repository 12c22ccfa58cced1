import type { Ontology } from '@skinr1/ontology';
import type { SourceDocument, TextRange } from '../document/source-document.ts';
import type { KnownName } from '../language/name-index.ts';
import type { PhraseIndex, PhraseMatch } from '../language/phrase-index.ts';
import { splitSentences } from '../language/sentences.ts';

/** Another disease named in a differential passage. */
export interface DifferentialMention extends KnownName {
  readonly passage: TextRange;
  readonly discriminates: boolean;
}

/** A differential passage: the question or heading above it, and its paragraphs. */
export interface DifferentialBlock {
  readonly heading: string;
  readonly paragraphs: readonly TextRange[];
}

const listing =
  /^(?:from what|with what|what (?:common |several |skin |other )*(?:diseases|conditions|formations)|what several diseases)/i;
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
  names: PhraseIndex<KnownName>,
): DifferentialMention[] {
  const bullets = block.paragraphs.flatMap((paragraph) => readBullet(document, paragraph, names));
  if (bullets.length > 0) return bullets;
  const asked = names.find(block.heading);
  const lists = listing.test(block.heading);
  const compares = !lists && telling.test(block.heading);
  const mentions: DifferentialMention[] = [];
  for (const { value } of asked) {
    const passage = passageOn(document, block, value, names);
    if (passage) mentions.push({ ...value, passage, discriminates: compares });
  }
  for (const paragraph of block.paragraphs) {
    for (const sentence of splitSentences(document.text, paragraph)) {
      const found = names.find(document.text, sentence);
      const counts =
        lists || compares || cue.test(document.text.slice(sentence.start, sentence.end));
      if (!counts) continue;
      for (const { value } of found) {
        mentions.push({ ...value, passage: paragraph, discriminates: !lists });
      }
    }
  }
  return [...mentions, ...unknownNames(block, asked)];
}

/** `Lichen planus: violaceous papules …`, the form of a modern differential list. */
function readBullet(
  document: SourceDocument,
  paragraph: TextRange,
  names: PhraseIndex<KnownName>,
): DifferentialMention[] {
  const text = document.text.slice(paragraph.start, paragraph.end);
  const match = /^([\p{Lu}][^:.;]{2,70}):\s+(?=\S)/u.exec(text);
  if (!match) return [];
  const written = (match[1] as string).trim();
  return written.split(/\s*\/\s*|\s+(?:and|or)\s+(?=\p{Lu})/u).map((name) => ({
    ...(names.get(name) ?? { name, ontologyId: null }),
    passage: paragraph,
    discriminates: true,
  }));
}

/** The answer's paragraph that names the disease, else its first. */
function passageOn(
  document: SourceDocument,
  block: DifferentialBlock,
  name: KnownName,
  names: PhraseIndex<KnownName>,
): TextRange | null {
  const naming = block.paragraphs.find((paragraph) =>
    names.find(document.text, paragraph).some(({ value }) => sameDisease(value, name)),
  );
  return naming ?? block.paragraphs[0] ?? null;
}

export function sameDisease(a: KnownName, b: KnownName): boolean {
  return a.ontologyId === null ? a.name === b.name : a.ontologyId === b.ontologyId;
}

/** Names in "… from A, B and C?" that no index knows; listed so that nothing is dropped silently. */
function unknownNames(
  block: DifferentialBlock,
  asked: readonly PhraseMatch<KnownName>[],
): DifferentialMention[] {
  const tail =
    /\b(?:from|resemblance to|mistaken? (?:for|with)|confounded with)\s+([^?]+)\??$/i.exec(
      block.heading,
    );
  const first = block.paragraphs[0];
  if (!tail || !first || listing.test(block.heading)) return [];
  const offset = (tail.index ?? 0) + tail[0].indexOf(tail[1] as string);
  const mentions: DifferentialMention[] = [];
  for (const part of (tail[1] as string).matchAll(/(?:(?!\s+and\s|\s+or\s|,).)+/g)) {
    const start = offset + part.index;
    const covered = asked.some(
      (match) => match.start < start + part[0].length && match.end > start,
    );
    const name = part[0].replace(/^\s*(?:and|or|from|the|an?)\s+|^\s+|[\s.]+$/gi, '').trim();
    const vague =
      /\b(?:these|other|those|several|any|it|each|the ordinary|following|diseases|conditions)\b/i;
    if (covered || name.length < 4 || vague.test(name)) continue;
    mentions.push({ name, ontologyId: null, passage: first, discriminates: true });
  }
  return mentions;
}

/** True where an edge would join a disease with itself, a wider or a narrower one. */
export function isSameLine(ontology: Ontology, a: string | null, b: string | null): boolean {
  if (a === null || b === null) return false;
  return a === b || ontology.isAncestor(a, b) || ontology.isAncestor(b, a);
}
