import { phraseStart } from './neighbors.ts';
import type { Sentence, Token } from './tokens.ts';
import { isFinding, isThought } from './word-roles.ts';

/*
 * An ordinary word states nothing where it frames what is said of a finding ("the opponent's best argument is scale"),
 * and may state anything where it describes one ("a lively scale", "scale of a lively kind"). Where it stands decides.
 */

/** True if the ordinary word at an index frames a sign or disease that follows, and describes none. */
export function isFraming(sentence: Sentence, at: number): boolean {
  return (
    isFollowed(sentence, at) &&
    !describesNext(sentence, at) &&
    !describesSubject(sentence, at) &&
    isAnchored(sentence, at)
  );
}

/**
 * True where the words between two pauses speak of the reasoning or its matter: "since the wedding, scale is seen" sets
 * a fact apart, "if the argument holds water, scale counts" does not.
 */
export function isAnchored(sentence: Sentence, at: number): boolean {
  for (let index = phraseStart(sentence, at); index < sentence.length; index++) {
    const { role, word, separator } = sentence[index] as Token;
    if (index > at && separator !== '') return separator === ':';
    if (anchoring.has(role) || anchors.has(word) || isThought(word)) return true;
  }
  return true;
}

const anchoring: ReadonlySet<Token['role']> = new Set([
  'disease',
  'sign',
  'scene',
  'show',
  'for',
  'favorable',
  'against',
  'againstBefore',
  'adverse',
  'ignore',
  'exclude',
  'consider',
  'conclude',
  'likelier',
  'expect',
] as Token['role'][]);

const anchors: ReadonlySet<string> = new Set([
  'i',
  'we',
  'you',
  'one',
  'my',
  'our',
  "i'm",
  "i'd",
  "i've",
  "let's",
]);

/** "A lively scale", "a lively lesion", "a stage of scale": what stands right before a finding describes it. */
function describesNext(sentence: Sentence, at: number): boolean {
  const { role, word } = sentence[at] as Token;
  let next = sentence[at + 1];
  if (next?.separator !== '') return false;
  if (isFinding(next.word)) return role === 'ordinary';
  if (next.word === 'of') {
    next = sentence[at + 2];
    return role === 'ordinary' && next?.role === 'sign';
  }
  // "I describe scale", but "buried scale".
  return next.role === 'sign' && (role === 'ordinary' || word.endsWith('ed'));
}

/** "The lesion is lively", "it roars", "scale that comes to life": the word belongs to a finding before it. */
function describesSubject(sentence: Sentence, at: number): boolean {
  if (isExpletive(sentence, at)) return false;
  for (let before = at; before > 0; before--) {
    if ((sentence[before] as Token).separator !== '') return false;
    const { role, word } = sentence[before - 1] as Token;
    if (role === 'pronoun' || isFinding(word)) return true;
    // "Scale wins the argument for psoriasis": the disease that follows tells what is meant.
    if (role === 'sign') return !sentence.slice(at).some((token) => token.role === 'disease');
    if (!linking.has(role)) return false;
  }
  return false;
}

/** "It would be absurd to": the pronoun stands for what follows. */
function isExpletive(sentence: Sentence, at: number): boolean {
  const [next, second] = sentence.slice(at + 1, at + 3);
  return next?.word === 'to' || next?.word === 'that' || second?.word === 'to';
}

/** What may stand between a subject and what is said of it. */
const linking: ReadonlySet<Token['role']> = new Set([
  'grammar',
  'discourse',
  'ordinary',
  'deed',
  'copula',
  'modal',
  'has',
] as Token['role'][]);

/** True if a sign or disease follows in the sentence, or the writer speaks of his own thought. */
function isFollowed(sentence: Sentence, at: number): boolean {
  for (let next = at + 1; next < sentence.length; next++) {
    const { role } = sentence[next] as Token;
    if (role === 'sign' || role === 'disease') return true;
  }
  for (let before = at; before > 0; before--) {
    if ((sentence[before] as Token).separator !== '') return false;
    if (speakers.has((sentence[before - 1] as Token).word)) return true;
  }
  return false;
}

const speakers: ReadonlySet<string> = new Set(['i', 'we', 'my', 'our', 'me', 'us']);
