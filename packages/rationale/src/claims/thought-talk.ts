import {
  beginsTimeClause,
  countsInArgument,
  describesThought,
  describing,
  isAllEvidence,
  isBearer,
  isOfWhatWasSaid,
  narrowsArgument,
  opines,
} from './frames.ts';
import { endsPhrase } from './neighbors.ts';
import type { Sentence, Token } from './tokens.ts';
import { contextWords, isThought } from './word-roles.ts';

/*
 * Words that state something of a finding and nothing of a thought: "long" of a plaque and of a story, "two" of lesions
 * and of reasons, "shifts" of a rash and of the balance, "wrong" of a note and of a name.
 */

type Role = Token['role'];

/** The role of a word that speaks of thoughts where it stands; `null` if it does not. */
export function roleInThoughtTalk(sentence: Sentence, at: number): Role | null {
  const { role, word } = sentence[at] as Token;
  const { movable, nobody, objecting } = contextWords;
  if (isCalled(sentence, at) || isTag(sentence, at)) return 'discourse';
  if (opines(sentence, at) || isBearer(sentence, at)) return 'grammar';
  if (describing.has(role) && word !== 'right') {
    if (nobody.has(word)) return isDoubted(sentence, at) ? 'discourse' : null;
    if (isOfThought(sentence, at)) return 'grammar';
    return amounts.has(role) && countsInArgument(sentence, at) ? 'grammar' : null;
  }
  if (role === 'course') {
    return takes(sentence, at, movable) || movesName(sentence, at) ? 'discourse' : null;
  }
  if (word === 'result of') return describesThought(sentence, at) ? 'conclude' : null;
  if (role === 'retraction') return roleOfRetraction(sentence, at);
  if (word === 'right') return isRight(sentence, at) ? 'favorable' : null;
  if (role === 'person') return roleOfPerson(sentence, at);
  if (role === 'authority') return isOwnSaying(sentence, at) ? 'discourse' : null;
  if (role === 'instruction') return isAdvice(sentence, at) ? 'discourse' : null;
  if (role !== 'adverse') return null;
  if (objecting.has(word)) return isName(sentence) ? 'consider' : null;
  return challenges(sentence, at) ? 'discourse' : null;
}

const amounts: ReadonlySet<Role> = new Set(['extent', 'quantity', 'size'] as Role[]);

/** True for a word that counts, ranks or limits what is thought, said or numbered in the note itself. */
function isOfThought(sentence: Sentence, at: number): boolean {
  if (describesThought(sentence, at) || isNumber(sentence, at) || isToSay(sentence, at))
    return true;
  const { word } = sentence[at] as Token;
  if (word === 'once') return beginsTimeClause(sentence, at);
  if (word === 'only') return narrowsArgument(sentence, at);
  if (!contextWords.universals.has(word)) return false;
  return isOfWhatWasSaid(sentence, at) || isAllEvidence(sentence, at);
}

/** "Little that needs adding", "much to discuss": how much there is to say. */
function isToSay(sentence: Sentence, at: number): boolean {
  const [link, verb, object] = sentence.slice(at + 1, at + 4);
  if (link === undefined || !saying.has(link.word) || verb === undefined) return false;
  const last = object !== undefined && object.separator === '' ? object : verb;
  return last.role === 'discourse' || last.role === 'consider' || last.role === 'inert';
}

const saying: ReadonlySet<string> = new Set(['to', 'that', 'else to', 'more to']);

/** "Right, everyone: …" calls on who listens. */
function isCalled(sentence: Sentence, at: number): boolean {
  const { word, separator } = sentence[at] as Token;
  if (word !== 'right' && word !== 'everyone' && word !== 'everybody') return false;
  const pause = sentence[at + 1]?.separator ?? '';
  return pause !== '' && (at === 0 || separator !== '');
}

/** "Psoriasis seems right." */
function isRight(sentence: Sentence, at: number): boolean {
  if (endsPhrase(sentence, at) && judging.has(sentence[at - 1]?.word ?? '')) return true;
  return describesThought(sentence, at);
}

const judging: ReadonlySet<string> = new Set(['is', 'seems', 'feels', 'sounds', 'looks', 'about']);

/** "The patient's photograph", "to study the image": no person and no study is told of. */
function roleOfPerson(sentence: Sentence, at: number): Role | null {
  const { word } = sentence[at] as Token;
  const next = sentence[at + 1];
  if (word.endsWith("'s") || word.endsWith('\u2019s')) {
    return next?.role === 'scene' ? 'grammar' : null;
  }
  const before = sentence[at - 1]?.word ?? '';
  return word === 'study' && (before === 'to' || contextWords.speakers.has(before))
    ? 'discourse'
    : null;
}

/** "I claim to see", "one may cite": the writer says so himself. */
function isOwnSaying(sentence: Sentence, at: number): boolean {
  if (sentence[at]?.word.startsWith('claim') && sentence[at + 1]?.word === 'to') return true;
  if (sentence[at]?.word === 'report' && sentence[at - 1]?.word === 'to') return true;
  const [before, last] = sentence.slice(Math.max(0, at - 2), at);
  const subject =
    last?.role === 'modal' || last?.role === 'hedge' || last?.role === 'discourse' ? before : last;
  return writers.has(subject?.word ?? '');
}

const writers: ReadonlySet<string> = new Set(['i', 'we', 'one', 'you']);

/** "You should add that …" asks for a thought. */
function isAdvice(sentence: Sentence, at: number): boolean {
  return sentence.slice(at + 1, at + 4).some(({ word }) => contextWords.advised.has(word));
}

/** "The strongest objection is psoriasis": it names a rival, where no sign is named. */
function isName(sentence: Sentence): boolean {
  return (
    sentence.some(({ role }) => role === 'disease') && !sentence.some(({ role }) => role === 'sign')
  );
}

/** "Right?" at the end, "who else", "only that …" at the beginning: words of the talk itself. */
function isTag(sentence: Sentence, at: number): boolean {
  const { word, separator, asks } = sentence[at] as Token;
  if (word === 'right') return asks === true && separator !== '';
  if (word === 'else') return asksWho.has(sentence[at - 1]?.word ?? '');
  const next = sentence[at + 1];
  return word === 'only' && at === 0 && (next?.separator === ',' || next?.word === 'that');
}

const asksWho: ReadonlySet<string> = new Set(['who', 'what', 'where', 'how']);

/** "Step 2:" numbers a part of the note. */
function isNumber(sentence: Sentence, at: number): boolean {
  const before = sentence[at - 1];
  const next = sentence[at + 1];
  if (before === undefined || next === undefined || next.separator === '') return false;
  return contextWords.numbered.has(before.word) && (sentence[at] as Token).separator === '';
}

/** True if what a verb takes is one of some words: "shifts the balance", "turns me". */
function takes(sentence: Sentence, at: number, words: ReadonlySet<string>): boolean {
  for (let next = at + 1; next < sentence.length; next++) {
    const { role, word, separator } = sentence[next] as Token;
    if (separator !== '') return false;
    if (words.has(word)) return true;
    if (role !== 'grammar') return false;
  }
  return false;
}

/** "Moving psoriasis down" ranks it; "a moving rash" moves. */
function movesName(sentence: Sentence, at: number): boolean {
  const [name, place] = sentence.slice(at + 1, at + 3);
  const isRank = contextWords.leaving.has(place?.word ?? '') || place?.word === 'up';
  return /^mov/.test(sentence[at]?.word ?? '') && name?.role === 'disease' && isRank;
}

/** "Nobody would dispute that" grants what follows: both words together deny nothing. */
function isDoubted(sentence: Sentence, at: number): boolean {
  return sentence.slice(at + 1, at + 4).some(({ word }) => contextWords.doubting.has(word));
}

/** "A mistake not to look", "the wrong name": blame of a thought; "nobody would dispute": nothing. */
function roleOfRetraction(sentence: Sentence, at: number): Role | null {
  const { word } = sentence[at] as Token;
  const before = sentence.slice(Math.max(0, at - 3), at);
  if (contextWords.doubting.has(word)) {
    return before.some((token) => contextWords.nobody.has(token.word)) ? 'discourse' : null;
  }
  const [next, second] = sentence.slice(at + 1, at + 3);
  // "I doubt it is psoriasis."
  const isOfName = word.startsWith('doubt') && sentence[at + 2]?.role === 'disease';
  const isOfDeed =
    isOfName || next?.word === 'to' || next?.word === 'not to' || second?.word === 'to';
  return isOfDeed || describesThought(sentence, at) ? 'adverse' : null;
}

/** "Challenges this impression" questions a thought that is of no disease. */
function challenges(sentence: Sentence, at: number): boolean {
  const { word } = sentence[at] as Token;
  if (!/^(?:challeng|question|doubt)/.test(word)) return false;
  for (let next = at + 1; next < sentence.length; next++) {
    const token = sentence[next] as Token;
    if (token.separator !== '') return false;
    if (isThought(token.word)) return !governs.has(sentence[next + 1]?.word ?? '');
    if (token.role !== 'grammar') return false;
  }
  return false;
}

const governs: ReadonlySet<string> = new Set(['of', 'for', 'that']);
