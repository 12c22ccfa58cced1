import type { TextRange } from '@skinr1/core';

/** How a name in a sentence takes the words behind it to itself. */
export type Governing =
  /** By a bracket, a colon or a dash behind it: all in the bracket, or to the end of the entry. */
  | 'heads'
  /** As the subject of its clause, or bidden to be thought of: to the end of the clause. */
  | 'rules'
  /** Set off against what the sentence is about: to the comma before that. */
  | 'contrasts';

const near = 60;

const opensClause =
  /(?:^|[.;:([–—?]|,(?:\s(?:whereas|while|but|although|and|or))?)\s*["“'*_-]{0,3}(?:(?:an?|the|in|with|for|most|typical|classic|early|both)\s+){0,3}$/iu;
const inName = /(?:^|[^\p{L}])in\s+(?:(?:an?|the)\s+)?$/iu;
const verb =
  /^(?:\s\p{L}+ly)?,?\s(?:is|are|has|have|shows?|presents?|exhibits?|displays?|lacks?|tends?|may|can|usually|typically|often|would|will|starts?|begins?|appears?|gives?|features?|spares?|looks?|by (?:comparison|contrast)|on the other hand)(?![\p{L}])/iu;
const bidding =
  /(?:^|[^\p{L}])(?:consider|suspect|think(?: also)? of|exclude|rule out|vs\.?|versus|look for|in favou?r of)\s+(?:(?:an?|the)\s+)?$/iu;
const contrast =
  /(?:^|[^\p{L}])(?:unlike|as opposed to|rather than|in contrast (?:to|with)|compared (?:to|with)|than in)\s+(?:(?:an?|the|those of)\s+)?$/iu;
const behind = /^["”’*_]{0,3}\s*(?::|[–—]|\s-\s)/u;

/** How the name at `name` takes the words behind it; `null` where it only stands among the others. */
export function governing(text: string, sentence: TextRange, name: TextRange): Governing | null {
  const from = Math.max(sentence.start, name.start - near);
  // What begins within the sentence is no beginning of it.
  const before = `${from > sentence.start ? '…' : ''}${text.slice(from, name.start)}`;
  const after = text.slice(name.end, Math.min(sentence.end, name.end + near));
  if (/^\s*[([]/.test(after)) return 'heads';
  const opens = opensClause.test(before);
  if (opens && behind.test(after)) return 'heads';
  if (contrast.test(before)) return 'contrasts';
  if (bidding.test(before)) return 'rules';
  return opens && (inName.test(before) || verb.test(after)) ? 'rules' : null;
}
