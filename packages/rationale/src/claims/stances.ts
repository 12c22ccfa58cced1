import type { Certainty, Stance } from './claim.ts';
import { isInert, turnsOf } from './denial.ts';
import { isAbsence, isDenial, isOfList } from './denying-words.ts';
import type { Sentence, Token } from './tokens.ts';
import { asksHow, isCounted, isForLackOf, isOwnSignLacked, isRare } from './unmet-conditions.ts';
import { contextWords } from './word-roles.ts';

/** How a sentence speaks of a disease. */
export interface ReadStance {
  readonly stance: Stance;
  /** Index of the word that says so; `null` if none does. */
  readonly cue: number | null;
  /** Indexes of the words that turn it into its opposite. */
  readonly denials: readonly number[];
}

/** Which way a cue looks for the disease that it speaks of, and what it says of it. */
const cues: Readonly<
  Partial<Record<Token['role'], { stance: Stance; looks: 'on' | 'back' | 'both' }>>
> = {
  for: { stance: 'for', looks: 'both' },
  favorable: { stance: 'for', looks: 'both' },
  adverse: { stance: 'against', looks: 'both' },
  ill: { stance: 'against', looks: 'both' },
  ignore: { stance: 'against', looks: 'both' },
  against: { stance: 'against', looks: 'on' },
  againstBefore: { stance: 'against', looks: 'back' },
  exclude: { stance: 'excluded', looks: 'both' },
  consider: { stance: 'considered', looks: 'both' },
  likelier: { stance: 'for', looks: 'both' },
  sure: { stance: 'for', looks: 'on' },
  conclude: { stance: 'concluded', looks: 'on' },
};

/** What a stance becomes when it is denied. */
export const opposite: Readonly<Record<Stance, Stance>> = {
  for: 'against',
  concluded: 'against',
  mentioned: 'against',
  considered: 'against',
  against: 'considered',
  excluded: 'considered',
};

/** How many words nearer a cue must be than one that decides, to count before it. */
const handicaps: Readonly<Partial<Record<Token['role'], number>>> = {
  consider: 4,
  conclude: 4,
  sure: 4,
  // A word of praise is often spent in passing: "tempting as it is"; any other word decides before it.
  favorable: 200,
};

/** Weight of a cue where several are as near: what decides wins over what only names. */
const order: readonly Stance[] = [
  'excluded',
  'against',
  'for',
  'considered',
  'concluded',
  'mentioned',
];

/** The stance that the cue at an index takes by itself, whatever it speaks of. */
export function cueStance(
  sentence: Sentence,
  index: number,
): Pick<ReadStance, 'stance' | 'denials'> {
  const stance = cues[(sentence[index] as Token).role]?.stance ?? 'mentioned';
  const denials = turnsOf(sentence, index);
  return { stance: denials.length % 2 === 1 ? opposite[stance] : stance, denials };
}

/** The stance of a sentence on the disease at an index. */
export function stanceOn(sentence: Sentence, index: number): ReadStance {
  const read = readStance(sentence, index);
  const isUnmet =
    read.stance === 'for' &&
    (isForLackOf(sentence, index) || (read.cue !== null && isOwnSignLacked(sentence, read.cue)));
  if (isUnmet || (read.stance === 'for' && (asksHow(sentence) || isRare(sentence, read.cue))))
    return { ...read, stance: 'against' };
  if (!sentence.some(({ role }) => role === 'counterfactual')) return read;
  // "Had there been scale, I would favor psoriasis": what would have been is not.
  return read.stance === 'excluded' ? read : { ...read, stance: 'against' };
}

function readStance(sentence: Sentence, index: number): ReadStance {
  const cue = nearestCue(sentence, index);
  if (cue === null || isDeniedApart(sentence, index, cue)) return uncued(sentence, index);
  const than = betterThan(sentence, index, cue);
  if (than !== null) return than;
  const { role } = sentence[cue] as Token;
  const stance = cues[role]?.stance ?? 'mentioned';
  const blamed = role === 'ignore' ? blameBehind(sentence, index) : null;
  const denials = [...turnsOf(sentence, cue), ...(blamed === null ? [] : [blamed])];
  const takesOwn =
    denials.length === 0 && (stance !== 'against' || role === 'adverse' || role === 'ignore');
  const all = takesOwn ? directDenial(sentence, index) : denials;
  const said = all.length % 2 === 1 ? opposite[stance] : stance;
  return { stance: inCondition(sentence, index, said), cue, denials: all };
}

/** "Who leaves psoriasis out would lose marks": index of the word that blames those who ignore a disease. */
function blameBehind(sentence: Sentence, index: number): number | null {
  const { end } = clauseOf(sentence, index);
  for (let at = index + 1; at < end; at++) {
    if (contextWords.omitting.has((sentence[at] as Token).word)) return at;
  }
  return null;
}

/**
 * "No scale, no psoriasis, or a weaker case": a disease denied by itself, behind or before a pause, or before "and" and
 * words that exclude.
 */
function isDeniedApart(sentence: Sentence, index: number, cue: number): boolean {
  const [from, to] = cue < index ? [cue, index] : [index, cue];
  const pauses = sentence.slice(from + 1, to + 1).some(({ separator }) => separator !== '');
  const isJoined = sentence.slice(index, cue).some(({ role }) => role === 'and');
  const excludes = isJoined && sentence[cue]?.role === 'exclude';
  return (pauses || excludes) && directDenial(sentence, index).length > 0;
}

/** "I see no better account than psoriasis" favors it; "there are better names than psoriasis" does not. */
function betterThan(sentence: Sentence, index: number, cue: number): ReadStance | null {
  if ((sentence[cue] as Token).role !== 'likelier' || cue > index) return null;
  let at = index - 1;
  while (at > cue && (sentence[at] as Token).role === 'grammar' && sentence[at]?.word !== 'than')
    at--;
  if (sentence[at]?.word !== 'than') return null;
  const denials = turnsOf(sentence, cue);
  return { stance: denials.length % 2 === 1 ? 'for' : 'against', cue, denials };
}

/** What is said under a condition ("if this were psoriasis") is thought of and not claimed. */
function inCondition(sentence: Sentence, index: number, stance: Stance): Stance {
  if (stance !== 'for' && stance !== 'concluded' && stance !== 'mentioned') return stance;
  const { start } = clauseOf(sentence, index);
  for (let at = index; at > start; at--) {
    // "If I had to choose, it would be psoriasis": the condition ends with its clause.
    if ((sentence[at] as Token).separator !== '') return stance;
    if ((sentence[at - 1] as Token).role === 'condition') {
      return isCounted(sentence, at - 1) ? 'against' : 'considered';
    }
  }
  return stance;
}

/** The cue of a clause that speaks of the disease at an index; `null` if none does. */
function nearestCue(sentence: Sentence, index: number): number | null {
  const { start, end } = clauseOf(sentence, index);
  const reaching: number[] = [];
  for (let at = start; at < end; at++) {
    const cue = cues[(sentence[at] as Token).role];
    if (cue && reaches(sentence, at, index, cue.looks)) reaching.push(at);
  }
  // "Hard to explain by": what turns another cue is none of its own.
  const turns = new Set(reaching.flatMap((at) => turnsOf(sentence, at)));
  const [nearest] = reaching
    .filter((at) => !turns.has(at))
    .map((at) => {
      const { role } = sentence[at] as Token;
      const distance = Math.abs(at - index) + (handicaps[role] ?? 0);
      return { at, distance, weight: order.indexOf(cues[role]?.stance ?? 'mentioned') };
    })
    .sort((a, b) => a.distance - b.distance || a.weight - b.weight);
  return nearest?.at ?? null;
}

/** True if no other disease lies between a cue and the disease that it may speak of. */
function reaches(
  sentence: Sentence,
  cue: number,
  index: number,
  looks: 'on' | 'back' | 'both',
): boolean {
  if (looks === 'on' && cue > index) return false;
  if (looks === 'back' && cue < index) return false;
  if (looks === 'both' && cue > index && followedByDisease(sentence, cue)) return false;
  const [from, to] = cue < index ? [cue, index] : [index, cue];
  // "After weighing the alternatives, it is psoriasis": what was thought of before the pause was another.
  const isOnlyThought = cues[(sentence[cue] as Token).role]?.stance === 'considered';
  for (let at = from + 1; at <= to; at++) {
    const { role, separator } = sentence[at] as Token;
    if (at < to && role === 'disease') return false;
    if (isOnlyThought && cue < index && separator === ',') return false;
  }
  return true;
}

const betweenCueAndDisease: ReadonlySet<string> = new Set([
  'grammar',
  'discourse',
  'inert',
  'scene',
]);

/** "Psoriasis fits better than eczema": what stands right behind a cue is what it speaks of. */
function followedByDisease(sentence: Sentence, cue: number): boolean {
  for (let at = cue + 1; at < Math.min(sentence.length, cue + 4); at++) {
    const { role, separator } = sentence[at] as Token;
    if (separator === ';' || separator === ',') return false;
    if (role === 'disease') return true;
    if (!betweenCueAndDisease.has(role)) return false;
  }
  return false;
}

function uncued(sentence: Sentence, index: number): ReadStance {
  const denials = directDenial(sentence, index);
  if (denials.length > 0) {
    return { stance: denials.length % 2 === 1 ? 'against' : 'mentioned', cue: null, denials };
  }
  const denial = deniedPredicate(sentence, index);
  if (denial !== null) return { stance: 'against', cue: null, denials: [denial] };
  if (isLackFor(sentence, index)) return { stance: 'against', cue: null, denials: [] };
  const before = sentence[index - 1];
  const isNamed = before?.role === 'copula' && sentence[index]?.separator === '';
  const stance = inCondition(sentence, index, isNamed ? 'concluded' : 'mentioned');
  return { stance, cue: null, denials };
}

/** "What I am missing for psoriasis", "I miss scale for psoriasis", "for psoriasis is missing". */
function isLackFor(sentence: Sentence, index: number): boolean {
  if (sentence[index - 1]?.word !== 'for' || !sentence.some(({ role }) => role === 'sign'))
    return false;
  const behind = sentence[index + 1]?.role === 'copula' ? index + 2 : index + 1;
  let before = index - 2;
  while (before > 0 && isOfList(sentence, before)) before--;
  return isAbsence(sentence[behind]) || isAbsence(sentence[before]);
}

/** "Psoriasis is not what one would call this": index of the denial of what is said of a disease, whatever it is. */
function deniedPredicate(sentence: Sentence, index: number): number | null {
  for (let at = index + 1; at < sentence.length; at++) {
    const { role, separator } = sentence[at] as Token;
    if (separator !== '') return null;
    // "Never shows vesicles" tells of a sign, which is a claim of its own.
    if (role === 'not') {
      return deniesSign(sentence, at) || isInert(sentence, at) ? null : at;
    }
    if (!beforePredicate.has(role)) return null;
  }
  return null;
}

function deniesSign(sentence: Sentence, denial: number): boolean {
  const { end } = clauseOf(sentence, denial);
  return sentence.slice(denial, end).some(({ role }) => role === 'sign');
}

const beforePredicate: ReadonlySet<string> = new Set([
  'grammar',
  'discourse',
  'inert',
  'copula',
  'modal',
  'hedge',
]);

/** "Not psoriasis", "no longer psoriasis", "neither psoriasis nor eczema". */
function directDenial(sentence: Sentence, index: number): number[] {
  for (let at = index - 1; at >= Math.max(0, index - 4); at--) {
    const { role } = sentence[at] as Token;
    if ((sentence[at + 1] as Token).separator !== '') return [];
    if (isDenial(role)) return [at];
    if (role === 'or' && sentence[at - 1]?.role === 'disease') {
      return directDenial(sentence, at - 1);
    }
    if (role !== 'grammar' && role !== 'copula') return [];
  }
  return [];
}

/** The clause around an index: up to the next words that begin another thought. */
export function clauseOf(sentence: Sentence, index: number): { start: number; end: number } {
  let start = index;
  while (start > 0 && !beginsClause(sentence, start)) start--;
  let end = index + 1;
  while (end < sentence.length && !beginsClause(sentence, end)) end++;
  return { start, end };
}

function beginsClause(sentence: Sentence, at: number): boolean {
  const { role, separator } = sentence[at] as Token;
  return separator === ';' || role === 'break' || role === 'condition';
}

/** How firmly a clause speaks. */
export function certaintyIn(sentence: Sentence, index: number): Certainty {
  const { start, end } = clauseOf(sentence, index);
  let certainty: Certainty = 'plain';
  for (let at = start; at < end; at++) {
    const { role } = sentence[at] as Token;
    if (role === 'sure' || role === 'always') return 'sure';
    if (role === 'hedge') certainty = 'hedged';
  }
  return certainty;
}
