import type { Sentence, Token } from './tokens.ts';

/*
 * How a disease is moved in the order of what is likely: "I push it down the list", "so it drops behind", "leprosy ranks
 * lower", "takes the second seat". Verb and way are read together, whatever the verb is besides.
 */

type Role = Token['role'];

/** The role of a word that ranks a disease lower; `null` where nothing is ranked. */
export function roleInDemotion(sentence: Sentence, at: number): Role | null {
  const { word } = sentence[at] as Token;
  if (low.has(word) && isLabel(sentence, at)) return 'againstBefore';
  const way = wayBehind(sentence, at);
  if (movers.has(word) && way !== null) return 'discourse';
  const mover = moverBefore(sentence, at);
  if (mover === null || !isRanked(sentence, mover)) return null;
  if (low.has(word)) return 'againstBefore';
  const reaches = wayBehind(sentence, mover);
  return reaches !== null && at > mover && at <= reaches + 3 && amounts.has(word)
    ? 'grammar'
    : null;
}

/** "Lower: no rings." */
function isLabel(sentence: Sentence, at: number): boolean {
  return at === 0 && sentence[1]?.separator === ':';
}

/** How far behind the verb the way may stand: "push it a notch or two down". */
const reach = 5;

/** Index of the way that a verb of moving goes, where what it moves is a disease, a thought or a pronoun. */
function wayBehind(sentence: Sentence, at: number): number | null {
  for (let next = at + 1; next < Math.min(sentence.length, at + 1 + reach); next++) {
    const { role, word, separator } = sentence[next] as Token;
    if (separator !== '' || stops.has(role)) return null;
    if (low.has(word) || /^(?:down|second|behind|back|lower)\b/.test(word)) return next;
  }
  return null;
}

function moverBefore(sentence: Sentence, at: number): number | null {
  for (let before = at - 1; before >= Math.max(0, at - reach); before--) {
    const { role, word, separator } = sentence[before + 1] as Token;
    if (separator !== '' || stops.has(role) || word === ';') return null;
    if (movers.has((sentence[before] as Token).word)) return before;
  }
  return null;
}

/** True if a disease or a pronoun stands about the verb, and no finding. */
function isRanked(sentence: Sentence, mover: number): boolean {
  const about = sentence.slice(Math.max(0, mover - reach), mover + reach);
  return about.some(({ role }) => role === 'disease' || role === 'pronoun');
}

const stops: ReadonlySet<Role> = new Set(['sign', 'site', 'person'] as Role[]);

const low: ReadonlySet<string> = new Set([
  'low',
  'low down',
  'lower',
  'lowest',
  'behind',
  'down',
  'below',
  'second',
  'bottom',
  'smaller',
]);

const amounts: ReadonlySet<string> = new Set(
  ['a', 'few', 'a few', 'couple', 'a couple of', 'notch', 'notches', 'peg', 'pegs', 'rung', 'rungs']
    .concat(['step', 'steps', 'place', 'places', 'spot', 'spots', 'seat', 'fiddle', 'position'])
    .concat(['several', 'some', 'one', 'two', 'three', 'slightly', 'rank', 'ranks']),
);

const movers: ReadonlySet<string> = new Set(
  [
    ['bump', 'knock', 'nudge', 'push', 'shift', 'shunt', 'move', 'place', 'rank', 'rate'].flatMap(
      (verb) => [
        verb,
        `${verb}s`,
        verb.endsWith('e') ? `${verb}d` : `${verb}ed`,
        verb.endsWith('e') ? `${verb.slice(0, -1)}ing` : `${verb}ing`,
      ],
    ),
    ['drop', 'drops', 'dropped', 'dropping', 'slip', 'slips', 'slipped', 'slipping'],
    [
      'fall',
      'falls',
      'fell',
      'falling',
      'slide',
      'slides',
      'slid',
      'sliding',
      'sink',
      'sinks',
      'sank',
    ],
    [
      'put',
      'puts',
      'putting',
      'come',
      'comes',
      'came',
      'stand',
      'stands',
      'stood',
      'take',
      'takes',
      'took',
    ],
    [
      'get',
      'gets',
      'become',
      'becomes',
      'rank',
      'ranks',
      'set',
      'sets',
      'sits',
      'sit',
      'stays',
      'stay',
    ],
  ].flat(),
);
