import type { Sentence, Token } from './tokens.ts';
import { contextWords } from './word-roles.ts';

/*
 * Figures of speech that no list holds. What a noun means is of no matter where the name of a disease closes its phrase:
 * "takes the wind out of psoriasis", "a foil for psoriasis" speak of the argument, whatever wind and foils are. A word
 * that stands behind the name, before a sign, or in a phrase of its own may be a fact, and is none of these.
 */

/** How far behind a word the name may stand that closes its phrase: "the wind right out of the idea of psoriasis". */
const reach = 7;

/** True for a word in a phrase that goes on over a preposition to the name of a disease. */
export function isClosedByName(sentence: Sentence, at: number): boolean {
  if (!isGoverned(sentence, at)) return false;
  let links = false;
  for (let next = at + 1; next < Math.min(sentence.length, at + 1 + reach); next++) {
    const { role, word, separator } = sentence[next] as Token;
    if (separator !== '') return false;
    if (role === 'disease') return links;
    if (word === 'with' || word === 'in') return false;
    if (linking.has(word)) links = true;
    else if (!inPhrase.has(role)) return false;
  }
  return false;
}

/** Prepositions by which a thing of thought belongs to a name; "in" and "with" tell of who has the disease. */
const linking: ReadonlySet<string> = new Set([
  'of',
  'for',
  'from',
  'to',
  'toward',
  'towards',
  'against',
  'behind',
  'into',
  'over',
]);

const inPhrase: ReadonlySet<Token['role']> = new Set([
  'grammar',
  'discourse',
  'ordinary',
  'deed',
  'for',
  'against',
  'premise',
  'over',
  'consider',
] as Token['role'][]);

/** True where a verb or copula stands before the word's phrase, or it stands for "as": not "after the flood of". */
function isGoverned(sentence: Sentence, at: number): boolean {
  let before = at - 1;
  while (before >= 0 && articles.has(sentence[before]?.word ?? '')) before--;
  const token = sentence[before];
  if (token === undefined) return before < at - 1;
  return !circumstantial.has(token.word) && token.role !== 'sign';
}

const articles: ReadonlySet<string> = new Set(['a', 'an', 'the', 'this', 'that', 'some', 'any']);

/** Prepositions that tell when, where, to whom and with what something is so. */
const circumstantial: ReadonlySet<string> = new Set([
  'after',
  'at',
  'before',
  'beneath',
  'besides',
  'beside',
  'between',
  'by',
  'during',
  'following',
  'from',
  'in',
  'inside',
  'near',
  'on',
  'since',
  'through',
  'under',
  'until',
  'with',
  'within',
]);

/** "Tipped me toward psoriasis", "talked us out of psoriasis": a verb that moves who speaks, whatever it means. */
export function movesSpeaker(sentence: Sentence, at: number): boolean {
  const [object, way] = sentence.slice(at + 1, at + 3);
  if (object?.separator !== '' || way?.separator !== '') return false;
  return moved.has(object.word) && (ways.has(way.word) || contextWords.speakers.has(way.word));
}

const moved: ReadonlySet<string> = new Set(['me', 'us', 'one', 'you']);
const ways: ReadonlySet<string> = new Set([
  'toward',
  'towards',
  'to',
  'into',
  'away',
  'from',
  'off',
  'out',
  'in',
]);

/** "Leans toward psoriasis", "out of psoriasis": where a way that ends in a name leads; `null` for other words. */
export function roleOfWay(sentence: Sentence, at: number): 'for' | 'against' | null {
  const { word } = sentence[at] as Token;
  if (word === 'out' && sentence[at + 1]?.word === 'of') {
    return namesDisease(sentence, at + 1) ? 'against' : null;
  }
  return (word === 'toward' || word === 'towards') && namesDisease(sentence, at) ? 'for' : null;
}

function namesDisease(sentence: Sentence, at: number): boolean {
  let next = at + 1;
  while (sentence[next]?.role === 'grammar' && sentence[next]?.separator === '') next++;
  return sentence[next]?.role === 'disease' && sentence[next]?.separator === '';
}
