import { namesDimension } from './dimensions.ts';
import { isClosedByName, movesSpeaker, roleOfWay } from './figures.ts';
import { describesThought, isUnmissable, roleInRanking } from './frames.ts';
import { roleAmongNames } from './names-in-context.ts';
import { joined, namesNext, type Roles } from './neighbors.ts';
import { isAnchored, isFraming } from './ordinary-words.ts';
import { roleInDemotion } from './ranks.ts';
import { roleInThoughtTalk } from './thought-talk.ts';
import type { Sentence, Token } from './tokens.ts';
import { contextWords, isThought } from './word-roles.ts';

/**
 * A sentence in which words whose role hangs on their neighbors have it: "most" counts in "most lesions" and only
 * stresses in "most fitting"; "from" parts in "keeps me from psoriasis".
 */
export function inContext(sentence: Sentence): Sentence {
  return sentence.map((token, at) => {
    if (fixed.has(token.role)) return token;
    const role = roleInContext(sentence, at);
    return role === token.role ? token : { ...token, role };
  });
}

/** Roles that no neighbor changes. */
const fixed: Roles = new Set(['sign', 'disease', 'malignancy', 'copula', 'and', 'or'] as const);

function roleInContext(sentence: Sentence, at: number): Token['role'] {
  const { role, word } = sentence[at] as Token;
  const { superlatives, universals, others, leaving, obliging, associating, causing, owing } =
    contextWords;
  if (contextWords.distancing.has(word)) return joined(sentence, at, sign) ? 'unknown' : role;
  if (contextWords.harming.has(word) && harms(sentence, at)) return 'adverse';
  if (isUnmissable(sentence, at)) return contextWords.escaping.has(word) ? 'show' : 'discourse';
  if (namesDimension(sentence, at)) return 'scene';
  const ranked = roleInDemotion(sentence, at) ?? roleInRanking(sentence, at);
  if (ranked !== null) return ranked;
  if (role === 'ordinary' || role === 'deed') {
    const states = !isFraming(sentence, at) && !describesThought(sentence, at);
    return states ? 'unknown' : 'discourse';
  }
  const ofThought = roleInThoughtTalk(sentence, at);
  if (ofThought !== null) return ofThought;
  if (superlatives.has(word)) {
    return joined(sentence, at, stressed) || isSalient(sentence, at + 1) ? 'grammar' : role;
  }
  if (contextWords.salient.has(word)) {
    return sentence[at - 1]?.word === 'most' && isSalient(sentence, at) ? 'discourse' : role;
  }
  if (universals.has(word)) {
    return isOfSpeaker(sentence, at) || joined(sentence, at, arguing) ? 'grammar' : role;
  }
  if (others.has(word)) return isOtherThought(sentence, at) ? 'grammar' : role;
  if (role === 'number' || role === 'quantity') return counts(sentence, at) ? 'grammar' : role;
  if (obliging.has(word)) {
    const isOfThought = joined(sentence, at, weighed) || isExplained(sentence, at + 1);
    return isOfThought ? 'modal' : role;
  }
  const turned = roleAmongNames(sentence, at);
  if (turned !== null) return turned;
  if (word === 'apart from')
    return parts(sentence, at) && namesNext(sentence, at, disease) ? 'against' : role;
  if (causing.has(word)) return namesNext(sentence, at, sign) ? 'has' : role;
  if (owing.has(word)) return namesNext(sentence, at, sign) ? 'premise' : role;
  if (associating.has(word)) return namesNext(sentence, at, associated) ? 'for' : role;
  if (word === 'from')
    return namesNext(sentence, at, disease) && parts(sentence, at) ? 'against' : role;
  if (word === 'seeing') return sentence[at - 1]?.role === 'not' ? 'show' : role;
  if (role === 'exclude') return isIntended(sentence, at) ? 'consider' : role;
  if (word === 'diagnostic') return joined(sentence, at, thoughtful) ? 'grammar' : role;
  if (word === 'off') return namesNext(sentence, at, disease) ? 'against' : role;
  if (word === 'for') {
    if (seeks(sentence, at)) return 'expect';
    return speaksFor(sentence, at) ? 'for' : role;
  }
  const way = roleOfWay(sentence, at);
  if (way !== null) return way;
  if (role === 'unknown') {
    const isOfName = isFigure(sentence, at) || isClosedByName(sentence, at);
    return isOfName || movesSpeaker(sentence, at) ? 'discourse' : role;
  }
  if (word === 'go') return isLetGo(sentence, at) ? 'againstBefore' : role;
  if (leaving.has(word)) return sentence[at - 1]?.role === 'disease' ? 'againstBefore' : role;
  return role;
}

/** "All roads lead to psoriasis": an image that a named disease closes; behind the last name it may be a fact. */
function isFigure(sentence: Sentence, at: number): boolean {
  const { word } = sentence[at] as Token;
  return (
    contextWords.figurative.has(word) &&
    isAnchored(sentence, at) &&
    (sentence.slice(at + 1).some(({ role }) => role === 'disease') || isBehindName(sentence, at))
  );
}

/**
 * "Scale kills the idea of psoriasis", "the case for psoriasis breaks down": what does harm speaks against a disease
 * or a thought that it takes, or that it is said of and goes on ("breaks down", "breaks over the scale").
 */
function harms(sentence: Sentence, at: number): boolean {
  for (let next = at + 1; next < sentence.length; next++) {
    const { role, word, separator } = sentence[next] as Token;
    if (separator !== '') break;
    if (role === 'disease' || isThought(word)) return true;
    if (role !== 'grammar') break;
  }
  const next = sentence[at + 1];
  if (next?.separator !== '' || !harmed.has(next.word)) return false;
  return sentence.slice(0, at).some(({ role, word }) => role === 'disease' || isThought(word));
}

const harmed: ReadonlySet<string> = new Set(['down', 'apart', 'over', 'on', 'against', 'under']);

/** "Most prominent are scale and crust" orders what is described; "the most prominent scale" measures it. */
function isSalient(sentence: Sentence, at: number): boolean {
  return contextWords.salient.has(sentence[at]?.word ?? '') && !joined(sentence, at, sign);
}

/** "Must be explained" asks for an account; "must be that of psoriasis" is sure. */
function isExplained(sentence: Sentence, at: number): boolean {
  return contextWords.explaining.has(sentence[at]?.word ?? '');
}

/** "I would like to rule out psoriasis" only thinks of it. */
function isIntended(sentence: Sentence, at: number): boolean {
  const [second, first] = sentence.slice(Math.max(0, at - 2), at);
  return first?.word === 'to' && contextWords.intending.has(second?.word ?? '');
}

/** "I would let psoriasis go." */
function isLetGo(sentence: Sentence, at: number): boolean {
  return sentence[at - 1]?.role === 'disease' && sentence[at - 2]?.word === 'let';
}

/** How far behind a verb of seeking its "for" may stand: "looked specifically for". */
const seekingReach = 3;

function seeks(sentence: Sentence, at: number): boolean {
  return sentence
    .slice(Math.max(0, at - seekingReach), at)
    .some(({ word }) => contextWords.seeking.has(word));
}

/** "The psoriasis camp", "psoriasis's parade": the figure stands right behind the name that it belongs to. */
function isBehindName(sentence: Sentence, at: number): boolean {
  const name = sentence[at - 1];
  if (name?.role !== 'disease' || (sentence[at] as Token).separator !== '') return false;
  return sentence[at - 2]?.word === 'the' || /['\u2019]s$/.test(name.word);
}

const stressed: Roles = new Set([
  'adverse',
  'discourse',
  'ordinary',
  'favorable',
  'likelier',
  'for',
  'consider',
] as const);
const thoughtful: Roles = new Set([
  'scene',
  'ordinary',
  'discourse',
  'consider',
  'conclude',
] as const);
const thoughts: Roles = new Set(['discourse', 'ordinary', 'consider', 'conclude'] as const);
const weighed: Roles = new Set([
  'discourse',
  'consider',
  'conclude',
  'against',
  'inert',
  'show',
] as const);
const associated: Roles = new Set(['disease', 'sign'] as const);
const sign: Roles = new Set(['sign'] as const);
const arguing: Roles = new Set(['for'] as const);
const disease: Roles = new Set(['disease'] as const);

/** "For psoriasis speaks the scale", or "For psoriasis:" as a label. */
function speaksFor(sentence: Sentence, at: number): boolean {
  const behind = sentence[at + 2];
  if (at === 0 && sentence[1]?.role === 'disease' && behind?.separator === ':') return true;
  return sentence[at + 1]?.role === 'disease' && contextWords.speaking.has(behind?.word ?? '');
}

/** "Everything I can make out" speaks of what is said; "everything is red" of the world. */
function isOfSpeaker(sentence: Sentence, at: number): boolean {
  const next = sentence[at + 1];
  return next !== undefined && next.separator === '' && contextWords.speakers.has(next.word);
}

/** "Other possibilities", or "Other:" as a label; not "every other disease". */
function isOtherThought(sentence: Sentence, at: number): boolean {
  if (at === 0 && sentence[1]?.separator === ':') return true;
  const before = sentence[at - 1]?.role;
  const isFree = before === undefined || before === 'grammar' || before === 'consider';
  const next = sentence[at + 1];
  const isCounted =
    next?.separator === '' &&
    [next.word, `${next.word}s`].some((name) => contextWords.counted.has(name));
  return isFree && (isCounted || joined(sentence, at, thoughts));
}

/** "Two possibilities" counts thoughts, "two lesions" what the image shows; "several features" announces a list. */
function counts(sentence: Sentence, at: number): boolean {
  const { counted, listed } = contextWords;
  const isExact = sentence[at]?.role === 'number';
  const fits = (word: string): boolean => counted.has(word) || (!isExact && listed.has(word));
  const [next, second] = sentence.slice(at + 1, at + 3);
  if (next === undefined || next.separator !== '') return false;
  if (fits(next.word)) return true;
  return next.role === 'discourse' && second !== undefined && fits(second.word);
}

/** How far before "from" the verb may stand that parts: "keeps me from saying". */
const partingReach = 8;

function parts(sentence: Sentence, at: number): boolean {
  return sentence
    .slice(Math.max(0, at - partingReach), at)
    .some(({ word }) => contextWords.parting.has(word));
}
