import { endsPhrase, phraseStart } from './neighbors.ts';
import type { Sentence, Token } from './tokens.ts';
import { contextWords, isFinding, isThought } from './word-roles.ts';

/*
 * A word that counts, ranks or limits states something of a finding ("all lesions", "the top of the foot"), and nothing
 * where its phrase ends in a thought ("all due caution", "the top of my list") or its subject only thinks ("some
 * colleagues would raise psoriasis").
 */

type Role = Token['role'];

/** Roles of words that say how many, how large, where or when; before a thought they state nothing. */
export const describing: ReadonlySet<Role> = new Set([
  'extent',
  'number',
  'quantity',
  'size',
  'side',
  'age',
] as Role[]);

/** How many words may stand between a word and the thought that it describes. */
const phraseReach = 4;

/** True before the name of a thought in the same phrase: "two good reasons", "half of the argument". */
export function describesThought(sentence: Sentence, at: number): boolean {
  return reachesThought(sentence, at, ofThought);
}

/** True if the phrase from the word on goes over words of these kinds to the name of a thought. */
function reachesThought(sentence: Sentence, at: number, through: ReadonlySet<string>): boolean {
  const end = Math.min(sentence.length, at + 2 + phraseReach);
  for (let next = at + 1; next < end; next++) {
    const { role, word, separator } = sentence[next] as Token;
    if (separator !== '') return false;
    if (isThought(word) || named.has(role)) return true;
    if (!qualifying.has(role) && !describing.has(role) && !through.has(word)) return false;
  }
  return false;
}

const qualifying: ReadonlySet<Role> = new Set([
  'favorable',
  'ordinary',
  'discourse',
  'likelier',
] as Role[]);

/** "The differential", "candidates", "conclusion": these name thoughts too. */
const named: ReadonlySet<Role> = new Set(['consider', 'conclude'] as Role[]);

const articles = [
  'the',
  'a',
  'an',
  'my',
  'our',
  'your',
  'this',
  'these',
  'any',
  'such',
  'own',
  'very',
];
const ofThought: ReadonlySet<string> = new Set([...articles, 'of', 'other', 'same', 'possible']);
const inRanking: ReadonlySet<string> = new Set([
  ...ofThought,
  'on',
  'in',
  'to',
  'among',
  'up',
  'down',
]);

/** "At the top of my list" speaks for, "lower on our ranking" against; `null` where nothing is ranked. */
export function roleInRanking(sentence: Sentence, at: number): Role | null {
  const { word } = sentence[at] as Token;
  const { highRanks, lowRanks } = contextWords;
  if (!highRanks.has(word) && !lowRanks.has(word)) return null;
  if (!reachesThought(sentence, at, inRanking)) return null;
  return highRanks.has(word) ? 'for' : 'againstBefore';
}

/** How far behind its subject an opinion may be told. */
const opinionReach = 4;

/** "Some colleagues would raise", "doctors class it as": whoever it is, only a thought or a name is told of. */
export function opines(sentence: Sentence, at: number): boolean {
  if (!contextWords.opining.has((sentence[at] as Token).word)) return false;
  const [verb, object] = sentence.slice(at + 1, at + 3);
  if (contextWords.naming.has(verb?.word ?? '') && object?.role === 'pronoun') return true;
  let wouldOnly = false;
  const end = Math.min(sentence.length, at + 1 + opinionReach);
  for (let next = at + 1; next < end; next++) {
    const { role, word, separator } = sentence[next] as Token;
    if (separator !== '' && separator !== ':') return false;
    wouldOnly ||= role === 'hedge' || role === 'modal' || conditional.test(word);
    if (role === 'consider') return wouldOnly;
    if (!beforeOpinion.has(role) && !objecting.test(word)) return false;
  }
  return false;
}

const objecting = /^(?:object|protest|disagree)/;
const conditional = /^(?:would|could|will|should)\b/;

const beforeOpinion: ReadonlySet<Role> = new Set([
  'grammar',
  'discourse',
  'ordinary',
  'deed',
  'modal',
  'hedge',
] as Role[]);

/** "People with psoriasis", "patients who have it": all who have the disease stand for the disease. */
export function isBearer(sentence: Sentence, at: number): boolean {
  if (!contextWords.bearing.has((sentence[at] as Token).word)) return false;
  const [link, name] = sentence.slice(at + 1, at + 3);
  const isNamed = name?.role === 'disease' || name?.role === 'pronoun';
  return link?.word === 'with' && isNamed && link.separator === '' && name.separator === '';
}

/** "All the above", "everything mentioned so far": what was said, not what there is. */
export function isOfWhatWasSaid(sentence: Sentence, at: number): boolean {
  let next = at + 1;
  while (ofThought.has(sentence[next]?.word ?? '') && sentence[next]?.separator === '') next++;
  const token = sentence[next];
  return (
    token !== undefined &&
    token.separator === '' &&
    token.word.split(' ').some((word) => contextWords.recounted.has(word))
  );
}

/** "Once scale has to be explained, …" begins a clause; "once a plaque" tells of the past. */
export function beginsTimeClause(sentence: Sentence, at: number): boolean {
  if (at > 0 && (sentence[at] as Token).separator === '' && sentence[at - 1]?.role !== 'break')
    return false;
  for (let next = at + 1; next < sentence.length; next++) {
    const { role, separator } = sentence[next] as Token;
    if (separator !== '') return false;
    if (clauseVerbs.has(role)) return true;
  }
  return false;
}

const clauseVerbs: ReadonlySet<Role> = new Set([
  'copula',
  'modal',
  'show',
  'has',
  'sure',
  'consider',
  'for',
] as Role[]);

/** "Nobody could miss the scale", "scale cannot be overlooked": both words together say that it is seen. */
export function isUnmissable(sentence: Sentence, at: number): boolean {
  const { escaping, unable } = contextWords;
  const { word } = sentence[at] as Token;
  if (!escaping.has(word) && !unable.has(word)) return false;
  if (!sentence.some(({ role }) => role === 'sign')) return false;
  if (escaping.has(word)) {
    return sentence
      .slice(Math.max(0, at - unableReach), at)
      .some((token) => unable.has(token.word));
  }
  return sentence.slice(at + 1, at + 1 + unableReach).some((token) => escaping.has(token.word));
}

/** How far apart the inability and the missing may stand: "nobody could possibly miss". */
const unableReach = 3;

/** "Looking at scale only", "scale alone would suggest": the argument is narrowed, not the image. */
export function narrowsArgument(sentence: Sentence, at: number): boolean {
  if (at + 1 === sentence.length || !endsPhrase(sentence, at)) return false;
  return contextWords.narrowing.has(firstWord(sentence[phraseStart(sentence, at)]));
}

function firstWord(token: Token | undefined): string {
  return token?.word.split(' ')[0] ?? '';
}

/** "All signs lead me to psoriasis": all that are argued with. */
export function isAllEvidence(sentence: Sentence, at: number): boolean {
  const next = sentence[at + 1];
  if (next?.role !== 'scene' || next.separator !== '') return false;
  const cue = sentence.findIndex(({ role }, index) => index > at && role === 'for');
  return cue > 0 && sentence.slice(cue).some(({ role }) => role === 'disease');
}

/**
 * "Everything here is accounted for by psoriasis", "so I think less of it": between two pauses nothing is named that could
 * be many or few, and the words argue. "All over" and the like tell of places wherever they stand.
 */
export function countsInArgument(sentence: Sentence, at: number): boolean {
  const { word: amount } = sentence[at] as Token;
  if (ofPlaces.has(amount) || contextWords.others.has(amount)) return false;
  let isArgument = false;
  let end = at;
  while (end + 1 < sentence.length && !isPause(sentence, end + 1)) end++;
  for (let index = clauseStart(sentence, at); index <= end; index++) {
    if (index === at) continue;
    const { role, word } = sentence[index] as Token;
    if (countable.has(role) || isFinding(word) || cases.has(word)) return false;
    // "It is large", "this fits psoriasis in traces": what stands before may be the lesion, or is the last name.
    if (index < at && (role === 'pronoun' || role === 'disease' || /\bis$/.test(word)))
      return false;
    isArgument ||= arguing.has(role) || contextWords.speakers.has(word) || isThought(word);
  }
  return isArgument;
}

function isPause(sentence: Sentence, at: number): boolean {
  const { separator, role } = sentence[at] as Token;
  return separator !== '' || role === 'break';
}

function clauseStart(sentence: Sentence, at: number): number {
  let start = at;
  while (start > 0 && !isPause(sentence, start)) start--;
  return start;
}

const ofPlaces: ReadonlySet<string> = new Set([
  'all over',
  'everywhere',
  'throughout',
  'here and there',
  'generalized',
  'localized',
  'disseminated',
  'widespread',
  'twice',
  'thrice',
  'again and again',
]);

/** What can be many, few, large or small. */
const countable: ReadonlySet<Role> = new Set([
  'sign',
  'unknown',
  'person',
  'site',
  'time',
  'symptom',
  'course',
  'age',
  'unit',
  'number',
  'show',
  'has',
] as Role[]);

const arguing: ReadonlySet<Role> = new Set([
  'for',
  'favorable',
  'against',
  'againstBefore',
  'adverse',
  'likelier',
] as Role[]);

const cases: ReadonlySet<string> = new Set(['case', 'cases', 'example', 'examples']);
