import type { TextRange } from '@skinr1/core';
import type { SourceDocument } from '@skinr1/textbook';
import { looksLikeDisease } from '../cards/disease-evidence.ts';
import type { KnownName } from '../language/name-index.ts';
import { isOrder } from '../language/orders.ts';
import { splitSentences } from '../language/sentences.ts';
import { diseasesIn, type NameFinder } from './diseases-in.ts';

/** Another disease named in a differential passage. */
export interface DifferentialMention extends KnownName {
  readonly passage: TextRange;
  readonly discriminates: boolean;
}

/** A differential passage: the question or heading above it, and its paragraphs. */
export interface DifferentialBlock {
  readonly heading: string;
  readonly paragraphs: readonly TextRange[];
  /** Whether a name means the disease that the passage stands under. */
  readonly isOwn: (name: KnownName) => boolean;
}

/** Asks for a list of diseases. */
export const listing: RegExp =
  /^(?:from what|with what|what (?:common |several |skin |other )*(?:diseases|conditions|formations|growths))/i;

/**
 * Names that no index knows, so that nothing is dropped silently: in "… from A, B and C?", in the answer to
 * a question for a list, and in "resembles A", "mistaken for A".
 */
export function unknownNames(
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
export function namesInList(list: string, finder: NameFinder): string[] {
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
