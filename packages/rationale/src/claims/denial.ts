import { absenceLabel } from './absence-label.ts';
import { isOfRelation } from './denied-relation.ts';
import { isAbsence, isDenial, isOfList, lessBehind } from './denying-words.ts';
import type { Sentence, Token } from './tokens.ts';

/** What may stand between a denial and what it denies. */
const transparent: ReadonlySet<Token['role']> = new Set([
  'grammar',
  'over',
  'scene',
  'discourse',
  'inert',
  'show',
  'has',
  'copula',
  'modal',
  'quantity',
  'size',
  'sign',
  'unknown',
  'typical',
  'hedge',
  'possible',
  'expect',
] as Token['role'][]);

/** What can be denied as one of a list. */
const listed: ReadonlySet<Token['role']> = new Set([
  'sign',
  'unknown',
  'symptom',
  'site',
] as Token['role'][]);

/** What may stand between a denial and the list that it denies: "do not see scale, crust or ulcer". */
const beforeList: ReadonlySet<Token['role']> = new Set([
  'grammar',
  'scene',
  'discourse',
  'inert',
  'quantity',
  'show',
  'has',
] as Token['role'][]);

/** Further away in a sentence no word denies, in tokens. */
const reach = 14;

/**
 * Indexes of the words that deny the thing at an index: "no scale", "scale, crust or ulcer is absent". An
 * even number of them affirms it ("not without scale").
 */
export function denialsOf(sentence: Sentence, index: number): number[] {
  const before = denialsBefore(sentence, index);
  const named = before.length > 0 ? before : absenceNamed(sentence, index);
  return [...named, ...denialsAfter(sentence, index)];
}

/** "What I am missing for eczema is scale": the word of absence whose complement is the list around an index. */
function absenceNamed(sentence: Sentence, index: number): number[] {
  if ((sentence[index] as Token).role !== 'sign') return [];
  let at = index - 1;
  while (at >= 0 && isOfList(sentence, at)) at--;
  if (sentence[at]?.role !== 'copula') return [];
  for (at--; at >= 0; at--) {
    if (isAbsence(sentence[at])) return [at];
    if (!beforeCopula.has((sentence[at] as Token).role)) return [];
  }
  return [];
}

/** What may stand between a word of absence and the copula behind it: "what is missing here for eczema is". */
const beforeCopula: ReadonlySet<Token['role']> = new Set([
  'grammar',
  'scene',
  'discourse',
  'premise',
  'disease',
] as Token['role'][]);

function denialsBefore(sentence: Sentence, index: number): number[] {
  let commas = 0;
  // "No scale argues for it": what denies a sign denies no argument behind it.
  const isListed = listed.has((sentence[index] as Token).role);
  for (let at = index - 1; at >= Math.max(0, index - reach); at--) {
    const { separator } = sentence[at + 1] as Token;
    const { role } = sentence[at] as Token;
    // "Missing: scale and crust."
    if (separator === ':' && isListed) return absenceLabel(sentence, at);
    if (separator === ';' || separator === ':') return [];
    const coordinated = role === 'and' || role === 'or';
    if (!isListed && (coordinated || separator === ',' || role === 'sign')) return [];
    if (separator === ',' && !coordinated && !joinsList(sentence, at)) return [];
    if (separator === ',') commas++;
    // "One need not look long before scale comes into view."
    if (isDenial(role) && isInert(sentence, at)) return [];
    if (role === 'absent' && beginsList(sentence, at, index)) return [at];
    if (isDenial(role) || (role === 'absent' && at === index - 1)) {
      if (isListed && isOfRelation(sentence, at, index)) return [];
      if (commas > 0 && !endsInOr(sentence, at)) return [];
      const double = at > 0 && isDenial((sentence[at - 1] as Token).role) && commas === 0;
      return double ? [at, at - 1] : [at];
    }
    if (coordinated ? !joinsList(sentence, at - 1) : !transparent.has(role) && !listed.has(role)) {
      return [];
    }
    // "No scale and a crust": the article begins anew.
    if (role === 'and' && (sentence[at + 1] as Token).role === 'grammar') return [];
  }
  return [];
}

/** "Absent scale or crust, …": the word of absence begins its clause, and the list around an index follows. */
function beginsList(sentence: Sentence, at: number, index: number): boolean {
  const isFirst = at === 0 || (sentence[at] as Token).separator !== '';
  for (let next = at + 1; isFirst && next < index; next++) {
    if (!isOfList(sentence, next)) return false;
  }
  return isFirst;
}

/** True if a list runs on over the coordinator or comma behind this token. */
function joinsList(sentence: Sentence, at: number): boolean {
  const token = sentence[at];
  return token !== undefined && (listed.has(token.role) || isDenial(token.role));
}

/** True if the list that begins behind a denial ends in "or": "no scale, crust or ulcer". */
function endsInOr(sentence: Sentence, denial: number): boolean {
  for (let at = denial + 1; at < sentence.length; at++) {
    const { role, separator } = sentence[at] as Token;
    if (role === 'or') return true;
    if (separator === ';' || separator === ':') return false;
    if (!listed.has(role) && !beforeList.has(role)) return false;
  }
  return false;
}

function denialsAfter(sentence: Sentence, index: number): number[] {
  let at = index + 1;
  while (at < sentence.length && continuesList(sentence, at)) at++;
  at = behindAside(sentence, at);
  const predicate = sentence[at];
  if (predicate === undefined || predicate.separator === ';') return [];
  if (predicate.role === 'absent') return [at];
  // "Scale fails to appear."
  if (predicate.word.startsWith('fail') && sentence[at + 1]?.role === 'show') return [at];
  const isThere = predicate.word === 'there' && sentence[at + 1]?.role === 'copula';
  const begins = isThere || predicate.role === 'copula' || predicate.role === 'modal';
  const found: number[] = [];
  if (predicate.role === 'not' && deniesBeing(sentence, at)) found.push(at);
  else if (!begins) return [];
  for (let next = at + 1; next < Math.min(sentence.length, at + 6); next++) {
    const { role, separator } = sentence[next] as Token;
    if (separator !== '' || role === 'show' || role === 'sign' || role === 'disease') break;
    if (role === 'not' && !deniesBeing(sentence, next)) break;
    if (isDenial(role) || role === 'absent') found.push(next);
    else if (!transparent.has(role)) break;
  }
  return found;
}

/** "Scale, which would be expected in psoriasis, is not seen": index of the predicate behind the aside. */
function behindAside(sentence: Sentence, at: number): number {
  if (sentence[at]?.separator !== ',' || !asides.has(sentence[at]?.word ?? '')) return at;
  for (let next = at + 1; next < sentence.length; next++) {
    const { role, separator, word } = sentence[next] as Token;
    if (role === 'sign') return at;
    const isPredicate = predicates.has(role) || word.startsWith('fail');
    if (separator !== '') return separator === ',' && isPredicate ? next : at;
  }
  return at;
}

const asides: ReadonlySet<string> = new Set([
  'which',
  'that',
  'as',
  'such as',
  'so',
  'otherwise',
  'usually',
  'typical',
  'the',
  'a',
  'an',
  'one',
  'something',
  'normally',
  'often',
]);
const predicates: ReadonlySet<Token['role']> = new Set([
  'copula',
  'modal',
  'not',
  'absent',
] as Token['role'][]);

/** "Scale is not seen" denies that it is there; "scale is not what eczema looks like" does not. */
function deniesBeing(sentence: Sentence, denial: number): boolean {
  for (let at = denial + 1; at < sentence.length; at++) {
    const { role, separator, word } = sentence[at] as Token;
    if (identifying.has(word)) return false;
    if (separator !== '' || role === 'break' || role === 'and' || role === 'show') return true;
    if (role !== 'grammar' && role !== 'discourse' && role !== 'modal') return false;
  }
  return true;
}

/** "Scale is not a feature of psoriasis": the denial is of what scale is, not of its being there. */
const identifying: ReadonlySet<string> = new Set([
  'a',
  'an',
  'the',
  'what',
  'part',
  'something',
  'one',
]);

/** What may stand between a word that turns a cue into its opposite and the cue. */
const betweenTurns: ReadonlySet<Token['role']> = new Set([
  'grammar',
  'scene',
  'discourse',
  'inert',
  'show',
  'has',
  'expect',
  'copula',
  'modal',
  'hedge',
  'pronoun',
  'favorable',
] as Token['role'][]);

/**
 * Indexes of the words that turn a cue into its opposite, each once: "does not fit", "hard to explain by", "argues
 * against calling it", "no trouble fitting", "fits badly".
 */
export function turnsOf(sentence: Sentence, index: number): number[] {
  const found: number[] = [];
  const cueRole = (sentence[index] as Token).role;
  for (let at = index - 1; at >= Math.max(0, index - reach); at--) {
    if ((sentence[at + 1] as Token).separator !== '') break;
    const { role } = sentence[at] as Token;
    if (isDenial(role) || (turning.has(role) && cueRole !== 'againstBefore')) found.push(at);
    else if (!betweenTurns.has(role)) break;
  }
  const next = sentence[index + 1];
  if (next?.role === 'ill' && next.separator === '') found.push(index + 1);
  const less = lessBehind(sentence, index);
  if (less !== null) found.push(less);
  return next?.separator === '' ? [...found, ...denialsAfter(sentence, index)] : found;
}

/** Cues that turn another one which they govern. */
const turning: ReadonlySet<Token['role']> = new Set([
  'adverse',
  'ill',
  'against',
] as Token['role'][]);

function continuesList(sentence: Sentence, at: number): boolean {
  const { role, separator } = sentence[at] as Token;
  if (separator === ';' || separator === ':') return false;
  if (role === 'and' || role === 'or') return listed.has(sentence[at + 1]?.role ?? 'unknown');
  return role === 'sign' || (role === 'grammar' && separator === '' && isOf(sentence, at));
}

/** "Scale of the …" goes on; other small words belong to the predicate. */
function isOf(sentence: Sentence, at: number): boolean {
  return (sentence[at + 1]?.role ?? '') === 'scene' || (sentence[at + 1]?.role ?? '') === 'sign';
}

/** True if what a denial denies says nothing of image or disease: looking further, hesitating, naming. */
export function isInert(sentence: Sentence, denial: number): boolean {
  for (let at = denial + 1; at < sentence.length; at++) {
    const { role, separator } = sentence[at] as Token;
    if (separator !== '') return false;
    if (role === 'inert') return true;
    if (!beforeInert.has(role)) return false;
  }
  return false;
}

const beforeInert: ReadonlySet<Token['role']> = new Set([
  'grammar',
  'scene',
  'discourse',
  'modal',
  'copula',
  'expect',
] as Token['role'][]);
