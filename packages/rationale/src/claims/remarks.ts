import type { Claim, RemarkClaim } from './claim.ts';
import { isQuestion, placeOf, type Sentence, type Token } from './tokens.ts';
import { contextWords, isThought } from './word-roles.ts';

/**
 * Remarks of a sentence: what says something in words that state nothing by themselves, so that nobody can tell what
 * it claims ("It was there from the start.", "…, which is final"). `claims` are the sentence's own.
 */
export function remarksOf(sentence: Sentence, claims: readonly Claim[]): RemarkClaim[] {
  if (!claims.some(({ kind }) => telling.has(kind)))
    return isAnnouncing(sentence) || isOfTalk(sentence) ? [] : [remark(sentence)];
  const clauses = clausesOf(sentence).filter(
    (clause) =>
      !isAfterthought(clause) &&
      !isTelling(clause) &&
      !isAnnouncing(clause) &&
      !isOfTalk(clause) &&
      !isOfThought(clause),
  );
  return [...clauses, ...arrangements(sentence)].map(remark);
}

/**
 * "What is seen?", "It does.", "Somebody had to ask", "and that's the sum of it": a question states nothing, and neither do
 * words of talking and thinking whose subject is no "it", which might be the lesion.
 */
function isOfTalk(clause: Sentence): boolean {
  const isShort =
    clause.length <= 2 && clause.every(({ role, word }) => auxiliary.has(role) || word === 'it is');
  if (isShort) return true;
  if (clause.some(({ role }) => deniers.has(role) || role === 'conclude' || role === 'sure')) {
    return isQuestion(clause);
  }
  if (isQuestion(clause)) return true;
  const talks = clause.some(
    ({ word, role }) => talkers.has(word) || role === 'consider' || word.split(' ').some(isThought),
  );
  return talks && !clause.some(({ role }, at) => role === 'pronoun' && !isBehindOf(clause, at));
}

function isBehindOf(clause: Sentence, at: number): boolean {
  return /^(?:of|about|for|to)$/.test(clause[at - 1]?.word ?? '');
}

const auxiliary: ReadonlySet<Token['role']> = new Set([
  'grammar',
  'pronoun',
  'copula',
  'modal',
  'discourse',
  'break',
  'not',
  'and',
  'likelier',
  'favorable',
  'for',
] as Token['role'][]);

const talkers: ReadonlySet<string> = new Set([
  'i',
  'we',
  'you',
  'me',
  'us',
  'my',
  'our',
  'your',
  'someone',
  'somebody',
  'lets',
  "let's",
]);

/** "No scale, though, …": the word alone only contrasts. */
function isAfterthought(clause: Sentence): boolean {
  return clause.length === 1 && clause[0]?.word === 'though';
}

/** "Which warrants a closer look": what a thought is named in is said of the note. */
function isOfThought(clause: Sentence): boolean {
  return clause.some(({ word, role }) => role !== 'for' && word.split(' ').some(isThought));
}

/** What is said behind a name of how its findings lie: "scale in a straight line", "scale joined at the rim". */
function arrangements(sentence: Sentence): Sentence[] {
  const found: Sentence[] = [];
  sentence.forEach(({ role }, sign) => {
    if (role !== 'sign' && role !== 'disease' && role !== 'malignancy') return;
    let end = sign + 1;
    if (isParticiple(sentence[end])) end++;
    while (end < sentence.length && describes(sentence[end] as Token)) end++;
    const words = sentence.slice(sign + 1, end);
    if (words.some(({ word }) => contextWords.arranging.has(word))) found.push(words);
  });
  return found;
}

/** "Papules, arranged in a line": what is set off goes on about the sign before the pause. */
function isParticiple(token: Token | undefined): boolean {
  return token?.separator === ',' && /(?:ed|ing)$/.test(token.word) && modifying.has(token.role);
}

/** True for a word that can belong to the sign before it: no pause, no name, and no word that decides. */
function describes({ role, separator }: Token): boolean {
  return separator === '' && modifying.has(role);
}

const modifying: ReadonlySet<Token['role']> = new Set([
  'grammar',
  'scene',
  'discourse',
  'copula',
  'has',
  'pronoun',
  'likelier',
  'favorable',
  'adverse',
  'ordinary',
  'typical',
] as Token['role'][]);

/** Kinds of claim that say something that can be judged, or are turned away themselves. */
const telling: ReadonlySet<Claim['kind']> = new Set([
  'image sign',
  'disease sign',
  'stance',
  'comparison',
  'kinship',
  'malignancy',
  'fact',
  'word',
] as Claim['kind'][]);

function remark(tokens: Sentence): RemarkClaim {
  const [first] = tokens as [Token, ...Token[]];
  const last = tokens.at(-1) as Token;
  return { kind: 'remark', ...placeOf(first), end: last.end };
}

/** "Let us look at it step by step", "Good.": the words announce what comes, and say nothing of an "it". */
function isAnnouncing(tokens: Sentence): boolean {
  const { announcing, agreeing } = contextWords;
  const first = tokens[0]?.word ?? '';
  const isFirst = announcing.has(firstOf(first)) || asking.has(firstOf(first));
  const refers = !isFirst && tokens.some(({ role }) => role === 'pronoun');
  if (refers || tokens.some(({ role }) => deniers.has(role))) return false;
  return tokens.some(({ word }) => announcing.has(firstOf(word)) || agreeing.has(word));
}

/** "What else could it be" asks of the note's own matter. */
const asking: ReadonlySet<string> = new Set(['what', 'which', 'where', 'how']);

const deniers: ReadonlySet<Token['role']> = new Set([
  'not',
  'without',
  'absent',
] as Token['role'][]);

function firstOf(word: string): string {
  const end = word.indexOf(' ');
  return end < 0 ? word : word.slice(0, end);
}

/** The clauses of a sentence that begin with "which", "so" and the like, or with "and that is". */
function clausesOf(sentence: Sentence): Sentence[] {
  const clauses: Sentence[] = [];
  for (let at = 1; at < sentence.length; at++) {
    if (!begins(sentence, at)) continue;
    let end = at + 1;
    while (end < sentence.length && !begins(sentence, end)) end++;
    clauses.push(sentence.slice(at, end));
  }
  return clauses;
}

function begins(sentence: Sentence, at: number): boolean {
  const { role, separator } = sentence[at] as Token;
  if (role === 'break' || separator === ';') return true;
  const next = sentence[at + 1]?.word ?? '';
  return role === 'and' && contextWords.speakers.has(next);
}

/** "Which cannot wait" denies what states nothing. */
function isTelling(clause: Sentence): boolean {
  const has = (roles: ReadonlySet<Token['role']>) => clause.some(({ role }) => roles.has(role));
  const isIdle = has(deniers) && has(inert) && !clause.some(({ word }) => speaking.has(word));
  return clause.some(
    (token) => tells(token) && !(isIdle && (deniers.has(token.role) || token.role === 'inert')),
  );
}

const inert: ReadonlySet<Token['role']> = new Set(['inert'] as const);
const speaking: ReadonlySet<string> = new Set(['i', 'we', 'you', 'one']);

function tells({ role, word }: Token): boolean {
  return tellingRoles.has(role) || contextWords.announcing.has(firstOf(word));
}

/** Roles of words with which a clause says something that is read elsewhere. */
const tellingRoles: ReadonlySet<Token['role']> = new Set([
  'sign',
  'disease',
  'malignancy',
  'for',
  'favorable',
  'against',
  'againstBefore',
  'adverse',
  'exclude',
  'ignore',
  'consider',
  'conclude',
  'likelier',
  'expect',
  'inert',
  'show',
  'has',
  'not',
  'without',
  'absent',
  'condition',
  'unknown',
  'typical',
] as Token['role'][]);
