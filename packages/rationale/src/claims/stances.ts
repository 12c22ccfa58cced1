import type { Certainty, Stance } from './claim.ts';
import { denialsOf } from './denial.ts';
import type { Sentence, Token } from './tokens.ts';

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
  against: { stance: 'against', looks: 'on' },
  againstBefore: { stance: 'against', looks: 'back' },
  exclude: { stance: 'excluded', looks: 'both' },
  consider: { stance: 'considered', looks: 'both' },
  likelier: { stance: 'for', looks: 'both' },
  sure: { stance: 'for', looks: 'on' },
  conclude: { stance: 'concluded', looks: 'on' },
};

const opposite: Readonly<Record<Stance, Stance>> = {
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
  const denials = denialsOf(sentence, index);
  return { stance: denials.length % 2 === 1 ? opposite[stance] : stance, denials };
}

/** The stance of a sentence on the disease at an index. */
export function stanceOn(sentence: Sentence, index: number): ReadStance {
  let best: { at: number; distance: number; stance: Stance } | null = null;
  const { start, end } = clauseOf(sentence, index);
  for (let at = start; at < end; at++) {
    const token = sentence[at] as Token;
    const cue = cues[token.role];
    if (!cue || !reaches(sentence, at, index, cue.looks)) continue;
    const distance = Math.abs(at - index) + (handicaps[token.role] ?? 0);
    const nearer = best === null || distance < best.distance;
    const asNear = best !== null && distance === best.distance;
    if (
      nearer ||
      (asNear && order.indexOf(cue.stance) < order.indexOf(best?.stance ?? 'mentioned'))
    ) {
      best = { at, distance, stance: cue.stance };
    }
  }
  if (best === null) return uncued(sentence, index);
  const denials = denialsOf(sentence, best.at);
  const own =
    denials.length === 0 && best.stance !== 'against' ? directDenial(sentence, index) : [];
  const all = [...denials, ...own];
  return {
    stance: all.length % 2 === 1 ? opposite[best.stance] : best.stance,
    cue: best.at,
    denials: all,
  };
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
  for (let at = from + 1; at < to; at++) {
    if ((sentence[at] as Token).role === 'disease') return false;
  }
  return true;
}

/** "Psoriasis fits better than eczema": what stands right behind a cue is what it speaks of. */
function followedByDisease(sentence: Sentence, cue: number): boolean {
  for (let at = cue + 1; at < Math.min(sentence.length, cue + 4); at++) {
    const { role, separator } = sentence[at] as Token;
    if (separator === ';' || separator === ',') return false;
    if (role === 'disease') return true;
    if (role !== 'grammar' && role !== 'discourse' && role !== 'scene') return false;
  }
  return false;
}

function uncued(sentence: Sentence, index: number): ReadStance {
  const denials = directDenial(sentence, index);
  if (denials.length > 0) {
    return { stance: denials.length % 2 === 1 ? 'against' : 'mentioned', cue: null, denials };
  }
  const before = sentence[index - 1];
  const isNamed = before?.role === 'copula' && sentence[index]?.separator === '';
  return { stance: isNamed ? 'concluded' : 'mentioned', cue: null, denials };
}

/** "Not psoriasis", "no longer psoriasis", "neither psoriasis nor eczema". */
function directDenial(sentence: Sentence, index: number): number[] {
  for (let at = index - 1; at >= Math.max(0, index - 4); at--) {
    const { role } = sentence[at] as Token;
    if ((sentence[at + 1] as Token).separator !== '') return [];
    if (role === 'not' || role === 'without') return [at];
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
  return separator === ';' || role === 'break';
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
