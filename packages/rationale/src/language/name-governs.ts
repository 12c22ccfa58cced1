import type { TextRange } from '@skinr1/core';

/** How a name in a sentence takes the words behind it to itself. */
export type Governing =
  /** By a bracket, a colon or a dash behind it: all in the bracket, or to the end of the entry. */
  | 'heads'
  /** As the subject of its clause, or bidden to be thought of: to the end of the clause. */
  | 'rules'
  /** Set off against what the sentence is about, or told of in a clause of its own: to the comma before that. */
  | 'contrasts';

const near = 60;

const opensClause =
  /(?:^|[.;:([–—?]|,)\s{0,3}["“'*_-]{0,3}(?:(?:whereas|while|but|although|and|or)\s{1,3})?(?:(?:an?|the|in|with|for|most|typical|classic|early|both)\s{1,3}){0,3}$/iu;
/** A person who has the disease, as the subject: "a patient with acne", "another with scabies". */
const person =
  /(?:^|[.;:–—]|,)\s{0,3}(?:(?:whereas|while|but|although|and|or)\s{1,3})?(?:(?:an?|the|any|most|many|some|all)\s{1,3})?(?:(?:patient|person|case|child|adult|individual|sufferer)s?|children|people|those|(one|another|the other))\s{1,3}(?:with|of)\s{1,3}(?:an?\s{1,3})?$/iu;
/** What follows a subject: any word but one that lists another. */
const word = /^\s(?!(?:and|or)\s)\p{L}/iu;
const inName = /(?:^|[^\p{L}])in\s{1,3}(?:(?:an?|the)\s{1,3})?$/iu;
const verb =
  /^(?:\s\p{L}+ly)?,?\s(?:is|are|has|have|shows?|presents?|exhibits?|displays?|lacks?|tends?|may|can|usually|typically|often|would|will|starts?|begins?|appears?|gives?|features?|spares?|looks?|(?:by|in) (?:comparison|contrast)|on the (?:other hand|contrary)|however|instead|conversely|for its part)(?![\p{L}])/iu;
const bidding =
  /(?:^|[^\p{L}])(?:consider|suspect|think(?: also)? of|exclude|rule out|vs\.?|versus|look for|in favou?r of)\s+(?:(?:an?|the)\s+)?$/iu;
const contrast =
  /(?:^|[^\p{L}])(?:unlike|as opposed to|rather than|in contrast (?:to|with)|compared (?:to|with)|than in)\s+(?:(?:an?|the|those of)\s+)?$/iu;
/** Words about the name before them: "acne, in which comedones are seen", "acne with its comedones", "acne's". */
const relative =
  /^(?:['’]s|,?\s(?:where|with|whose|in (?:which|whom)|(?:which|that|who)\s\p{L}+))(?![\p{L}])/iu;
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
  if (contrast.test(before) || relative.test(after)) return 'contrasts';
  if (bidding.test(before)) return 'rules';
  const subject = person.exec(before);
  // "…, another with scabies burrows": the verb is the first one's.
  if (subject && (subject[1] !== undefined || verb.test(after))) return 'rules';
  if (!opens) return null;
  const first = /^(?:(?:an?|the)\s)?$/i.test(before) && word.test(after);
  return first || inName.test(before) || verb.test(after) ? 'rules' : null;
}
