import type { TextRange } from '@skinr1/core';

/** Head what a disease is to be told from, wherever they stand: under a heading's number or within a line. */
const nouns = [
  'differential diagnos[ei]s',
  'diff(?:erential)?\\.? (?:dx|diag)',
  'differentials?',
  'd ?\\/ ?d(?:x|iag)?',
  'd\\.d\\.?x?',
  'ddx?',
  'mimic(?:s|ker|kers)?',
  'simul(?:ants|ators)',
  'look-?alikes?',
  'masqueraders?',
  'imitators?',
  '(?:diagnostic )?(?:traps?|pitfalls?)',
  'alternative (?:diagnos[ei]s|possibilit(?:y|ies))',
  'similar(?:-looking)? (?:conditions|diseases|disorders|lesions|eruptions|rashes)',
  '(?:also|often|sometimes|easily)? ?(?:confused|mistaken) (?:with|for)',
];

/** Bid the reader to think of another disease; what follows in the sentence is told of that. */
const biddings = [
  'vs\\.?',
  'versus',
  'cf\\.?',
  'cave',
  '(?:also )?(?:consider|suspect)(?! \\w+ing)',
  '(?:also )?think(?: also)? of',
  'rule out',
  'r ?\\/ ?o',
  'exclude',
  'compare(?: with)?',
  '(?:do not|never|not to be) (?:confused?|mistaken?)(?: it| this)? (?:with|for)',
  '(?:to be )?(?:differentiated?|distinguish(?:ed)?|told|tell|separated?) from',
];

const dress =
  '[\\s"“‘\'(*_•·–—-]{0,6}(?:(?:the|main|key|common|important|usual|chief|top|other|clinical|close|closest|its|some) ){0,3}';
const noun = new RegExp(`^${dress}(?:${nouns.join('|')})(?![\\p{L}-])`, 'iu');
const bidding = new RegExp(`^${dress}(?:${biddings.join('|')})(?![\\p{L}-])`, 'iu');
/** What sets a label off from what it heads; a short form may go without. */
const setOff =
  /^["”’)*_]{0,3}(?:\s*[:.–—-]|\s*$|,?\s+(?:here\s+)?(?:may\s+|would\s+|should\s+|to\s+)?(?:includ(?:es?|ing)|is|are|be|compris(?:es?|ing)|consists? of|consider)(?![\p{L}]))[\s*_]*/iu;
const shortForm = /d[./ ]{0,2}d[.x]{0,2}$/i;

/** Words at the head of a sentence that make what follows speak of other diseases. */
export interface DifferentialLabel {
  /** Where what it heads begins, in the document's text. */
  readonly end: number;
  /** True if it heads all that follows, and not its own sentence alone. */
  readonly heads: boolean;
}

/** Reads "Differential diagnosis:", "DDx", "Mimics include", "Vs." at the head of a sentence; `null` without one. */
export function differentialLabel(text: string, sentence: TextRange): DifferentialLabel | null {
  const afterSpace = (at: number): number => (/\s/.test(text.charAt(at)) ? at + 1 : at);
  const opening = text.slice(sentence.start, Math.min(sentence.end, sentence.start + 120));
  const named = noun.exec(opening)?.[0];
  if (named !== undefined) {
    const off = setOff.exec(opening.slice(named.length))?.[0];
    const heads = off !== undefined || shortForm.test(named);
    const end = afterSpace(sentence.start + named.length + (off?.length ?? 0));
    return { end: heads ? end : sentence.start, heads };
  }
  const bid = bidding.exec(opening)?.[0];
  return bid === undefined ? null : { end: afterSpace(sentence.start + bid.length), heads: false };
}
