import { endsPhrase, joined, namesNext, type Roles } from './neighbors.ts';
import type { Sentence, Token } from './tokens.ts';

/*
 * Words that say one thing beside the name of a sign, another beside the name of a disease, and a third at the end of
 * what is said: "likely psoriasis" and "likely scale", "psoriasis features scale" and "the features fit".
 */

type Role = Token['role'];

/** The role of such a word where it stands; `null` if it keeps its own. */
export function roleAmongNames(sentence: Sentence, at: number): Role | null {
  const { role, word } = sentence[at] as Token;
  if (likely.has(word)) return isOfName(sentence, at) ? 'likelier' : null;
  if (word === 'possible') return isPossibleToSee(sentence, at) ? 'modal' : null;
  if (word === 'against') return isMeasured(sentence, at) ? 'consider' : null;
  if (word === 'part') return isPartOf(sentence, at) ? 'for' : null;
  if (word === 'so' && isLastWord(sentence, at)) return 'grammar';
  if (word === 'may') return isSeenByAnyone(sentence, at) ? 'modal' : null;
  if (inferring.has(word)) return isInferred(sentence, at) ? 'conclude' : null;
  if (role === 'againstBefore') return isUnlikelyToBe(sentence, at) ? 'against' : null;
  if (role === 'sure' && isOfChoice(sentence, at)) return 'discourse';
  if (word === 'surface') return joined(sentence, at, showing) ? 'scene' : null;
  if (word.startsWith('confirm')) return isOwnSight(sentence, at) ? 'show' : null;
  if (failing.has(word)) return isOfLosing(sentence, at) ? 'againstBefore' : null;
  if (featuring.has(word)) return isFeaturing(sentence, at) ? 'show' : null;
  if (role === 'show' && offering.test(word)) return offers(sentence, at) ? null : 'discourse';
  if (role === 'for' && word.endsWith(' with')) return goesWithSign(sentence, at) ? 'has' : null;
  if (role === 'consider' && word.startsWith('enter'))
    return isOwnEntry(sentence, at) ? 'conclude' : null;
  if (word === 'sure') return at === 0 && sentence[1]?.separator === ',' ? 'discourse' : null;
  const isIn = role === 'for' && word.endsWith(' in');
  return isIn && namesNext(sentence, at, scene) ? 'show' : null;
}

const sign: Roles = new Set(['sign'] as const);
const scene: Roles = new Set(['scene'] as const);
const showing: Roles = new Set(['show'] as const);
const disease: Roles = new Set(['disease'] as const);

const likely: ReadonlySet<string> = new Set(['likely', 'probable', 'probably', 'presumed']);

/** "Likely psoriasis", "psoriasis is likely": as firm as a picture allows; "likely scale" hedges what is seen. */
function isOfName(sentence: Sentence, at: number): boolean {
  const isSaid = sentence[at - 1]?.role === 'copula' && sentence[at - 2]?.role === 'disease';
  return joined(sentence, at, disease) || (endsPhrase(sentence, at) && isSaid);
}

/** "Let me weigh this against psoriasis": what is measured against a disease is not against it. */
function isMeasured(sentence: Sentence, at: number): boolean {
  const [verb, object] = sentence.slice(Math.max(0, at - 2), at);
  return verb?.role === 'consider' && measured.has(object?.word ?? '');
}

const measured: ReadonlySet<string> = new Set(['this', 'that', 'it', 'these', 'them', 'both']);

const offering = /^(?:offer|provid)/;

/** "The image offers scale", "offers none"; "offers no account of it" shows nothing. */
function offers(sentence: Sentence, at: number): boolean {
  const isNone = sentence[at + 1]?.word === 'none';
  return isNone || namesNext(sentence, sentence[at + 1]?.role === 'without' ? at + 1 : at, sign);
}

/** "This is not so." */
function isLastWord(sentence: Sentence, at: number): boolean {
  const before = sentence[at - 1]?.role;
  return (
    endsPhrase(sentence, at) && (before === 'not' || before === 'copula' || before === 'conclude')
  );
}

/** "I can confirm scale" sees it; "scale confirms psoriasis" is sure of a name. */
function isOwnSight(sentence: Sentence, at: number): boolean {
  const isOwn = sentence.slice(Math.max(0, at - 2), at).some(({ word }) => writers.has(word));
  return isOwn && namesNext(sentence, at, sign);
}

const writers: ReadonlySet<string> = new Set(['i', 'we']);

const failing: ReadonlySet<string> = new Set(['fails', 'fail', 'failed']);

/** "This is where psoriasis fails": at the end of what is said of a disease. */
function isOfLosing(sentence: Sentence, at: number): boolean {
  return endsPhrase(sentence, at) && sentence[at - 1]?.role === 'disease';
}

/** "Scale is a part of psoriasis." */
function isPartOf(sentence: Sentence, at: number): boolean {
  return sentence[at + 1]?.word === 'of' && namesNext(sentence, at + 1, disease);
}

/** "It is possible to see scale" tells of seeing. */
function isPossibleToSee(sentence: Sentence, at: number): boolean {
  if (sentence[at + 1]?.word !== 'to') return false;
  return sentence.slice(at + 2, at + 4).some(({ role }) => role === 'show');
}

const featuring: ReadonlySet<string> = new Set(['feature', 'features', 'presents', 'present']);

/** "Psoriasis typically features scale": the word is a verb between a disease and a sign. */
function isFeaturing(sentence: Sentence, at: number): boolean {
  if (!namesNext(sentence, at, sign)) return false;
  for (let before = at - 1; before >= 0; before--) {
    const { role, word, separator } = sentence[before] as Token;
    if (role === 'disease' || role === 'pronoun' || word === 'which' || word === 'that')
      return true;
    if (separator !== '' || !beforeVerb.has(role)) return false;
  }
  return false;
}

const beforeVerb: Roles = new Set([
  'typical',
  'sometimes',
  'rare',
  'discourse',
  'grammar',
  'not',
  'modal',
  'hedge',
] as const);

const inferring: ReadonlySet<string> = new Set(['hence', 'so', 'therefore', 'thus', 'ergo']);

/** "No scale, hence psoriasis": what follows is the name and nothing else. */
function isInferred(sentence: Sentence, at: number): boolean {
  const name = sentence[at + 1]?.role === 'grammar' ? at + 2 : at + 1;
  return sentence[name]?.role === 'disease' && endsPhrase(sentence, name);
}

/** "Less likely to be psoriasis", "unlikely that this is psoriasis": what is unlikely stands behind. */
function isUnlikelyToBe(sentence: Sentence, at: number): boolean {
  const [next, second] = sentence.slice(at + 1, at + 3);
  const leads = next?.word === 'that' || (next?.word === 'to' && second?.word === 'be');
  if (!leads) return false;
  for (let name = at + 2; name < Math.min(sentence.length, at + 2 + beingReach); name++) {
    const { role, separator } = sentence[name] as Token;
    if (separator !== '') return false;
    if (role === 'disease') return true;
    if (!inBeing.has(role)) return false;
  }
  return false;
}

const beingReach = 6;
const inBeing: Roles = new Set([
  'grammar',
  'pronoun',
  'copula',
  'conclude',
  'discourse',
  'scene',
] as const);

/** "The obvious alternative": what is easily thought of, and not what is sure. */
function isOfChoice(sentence: Sentence, at: number): boolean {
  return easy.has((sentence[at] as Token).word) && joined(sentence, at, thoughtOf);
}

const easy: ReadonlySet<string> = new Set(['obvious', 'obviously']);
const thoughtOf: Roles = new Set(['consider', 'discourse'] as const);

/** "There may be noted scale" tells of seeing; "there may be scale" hedges it. */
function isSeenByAnyone(sentence: Sentence, at: number): boolean {
  const [be, verb] = sentence.slice(at + 1, at + 3);
  return be?.word === 'be' && (verb?.role === 'show' || verb?.word === 'distinguished');
}

/** "It goes with scale": what goes with a sign has it. */
function goesWithSign(sentence: Sentence, at: number): boolean {
  if (!namesNext(sentence, at, sign)) return false;
  const before = sentence.slice(0, at).findLast(({ role }) => namedBefore.has(role));
  return before !== undefined && before.role !== 'sign';
}

const namedBefore: Roles = new Set(['sign', 'disease', 'pronoun'] as const);

/** "I enter psoriasis" concludes; "psoriasis enters the differential" only thinks. */
function isOwnEntry(sentence: Sentence, at: number): boolean {
  return sentence.slice(Math.max(0, at - 3), at).some(({ word }) => writers.has(word));
}
