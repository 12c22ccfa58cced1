import type { Claim, StanceClaim } from './claim.ts';
import { isInert, turnsOf } from './denial.ts';
import { isDenial } from './denying-words.ts';
import { opposite } from './stances.ts';
import { isQuestion, type Sentence, type Token } from './tokens.ts';

/** Uses up denials of what states nothing: "one need not look far", "no difficulty", "no … without …". */
export function useIdleDenials(sentence: Sentence, used: Set<number>): void {
  useTags(sentence, used);
  sentence.forEach(({ role }, index) => {
    if (used.has(index)) return;
    const isAdverse = role === 'adverse' || role === 'ill';
    if ((isDenial(role) || isAdverse) && isInert(sentence, index)) used.add(index);
    const pair = isDenial(role) ? pairOf(sentence, index, used) : null;
    if (pair !== null) {
      used.add(index);
      used.add(pair);
    }
    if (!isAdverse || used.has(index)) return;
    const dropping = droppingBehind(sentence, index);
    if (dropping !== null && !used.has(dropping)) {
      used.add(index);
      used.add(dropping);
      return;
    }
    const turns = turnsOf(sentence, index).filter((at) => !used.has(at));
    if (turns.length % 2 === 0) return;
    used.add(index);
    for (const at of turns) used.add(at);
  });
}

/** "Isn't it psoriasis?", "psoriasis does that, doesn't it?": who asks so denies nothing. */
function useTags(sentence: Sentence, used: Set<number>): void {
  if (!isQuestion(sentence) || !sentence.some(({ role }) => role === 'disease')) return;
  const isSign = sentence.some(({ role }) => role === 'sign');
  sentence.forEach(({ role, separator }, index) => {
    const isTag = separator !== '' && index >= sentence.length - 2;
    const isFirst = index === 0 || (index === 1 && sentence[0]?.role === 'break');
    if (role === 'not' && (isTag || isFirst || !isSign)) used.add(index);
  });
}

/** "A neoplasm it is not", "neoplastic, no": a denial left over behind a malignancy, and before any name, denies that. */
export function withDeniedGrade(
  sentence: Sentence,
  claims: readonly Claim[],
  used: Set<number>,
): readonly Claim[] {
  const at = sentence.findLastIndex(({ role }) => role === 'malignancy');
  if (at < 0) return claims;
  const behind = sentence.slice(at + 1);
  const denials = behind.flatMap(({ role }, index) =>
    isDenial(role) && !used.has(at + 1 + index) ? [at + 1 + index] : [],
  );
  const names = behind.some(({ role }) => parting.has(role));
  const [denial] = denials;
  const { start } = sentence[at] as Token;
  const isDenied = claims.some(
    (claim) => claim.kind === 'malignancy' && claim.start === start && claim.denied,
  );
  if (names || isDenied || denial === undefined || denials.length > 1) return claims;
  used.add(denial);
  return claims.map((claim) =>
    claim.kind === 'malignancy' && claim.start === start ? { ...claim, denied: true } : claim,
  );
}

/** What stands between a malignancy and a denial that is of something else. */
const parting: ReadonlySet<Token['role']> = new Set([
  'disease',
  'sign',
  'break',
  'hedge',
] as Token['role'][]);

/** "No discussion would be complete without it": index of the "without" that cancels a denial before it. */
function pairOf(sentence: Sentence, index: number, used: ReadonlySet<number>): number | null {
  for (let at = index + 1; at < sentence.length; at++) {
    const { role, word, separator } = sentence[at] as Token;
    if (separator !== '') return null;
    if (word === 'without') return used.has(at) ? null : at;
    if (!beforePair.has(role)) return null;
  }
  return null;
}

/** "I would hesitate to leave it out": index of the words of leaving that cancel the hesitation before them. */
export function droppingBehind(sentence: Sentence, index: number): number | null {
  for (let at = index + 1; at < Math.min(sentence.length, index + 1 + pairReach); at++) {
    const { role, separator } = sentence[at] as Token;
    if (separator !== '') return null;
    if (role === 'ignore' || role === 'againstBefore' || role === 'exclude') return at;
    if (role !== 'grammar') return null;
  }
  return null;
}

const beforePair: ReadonlySet<Token['role']> = new Set([
  'grammar',
  'scene',
  'discourse',
  'inert',
  'modal',
  'copula',
] as Token['role'][]);

/** How far apart two denials may stand that cancel out. */
const pairReach = 3;

const leftOver: ReadonlySet<Token['role']> = new Set([
  'not',
  'without',
  'absent',
  'adverse',
  'ignore',
] as Token['role'][]);

/**
 * Where a sentence names one disease, an odd number of denials that deny nothing else turns what it says of that
 * disease, wherever they stand: "does not form part of the picture of psoriasis", "psoriasis has no place for it".
 */
export function withLeftOverDenials(
  sentence: Sentence,
  claims: readonly Claim[],
  used: Set<number>,
): readonly Claim[] {
  const named = claims.filter((claim) => claim.kind === 'stance' && claim.named);
  if (named.length !== 1) return claims;
  const left: number[] = [];
  sentence.forEach(({ role }, at) => {
    if (leftOver.has(role) && !used.has(at)) left.push(at);
  });
  if (left.length % 2 === 0) {
    // "A mistake not to think of psoriasis": the two cancel out.
    const [first = 0, second = 0] = left;
    const isPair = left.length === 2 && second - first <= pairReach;
    if (isPair) for (const at of left) used.add(at);
    return claims;
  }
  for (const at of left) used.add(at);
  return claims.map((claim) => (claim === named[0] ? turned(claim as StanceClaim) : claim));
}

function turned(claim: StanceClaim): StanceClaim {
  return { ...claim, stance: opposite[claim.stance] };
}
