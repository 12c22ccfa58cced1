import { bodyPlaces } from '../language/body-places.ts';
import { formsOf, type WordSet, wordSet } from '../language/word-set.ts';
import type { SupportedSign } from './card-signs.ts';
import { clauseAt } from './conditional.ts';

type Told = Pick<SupportedSign, 'span' | 'at'>;

/** "Mild asymmetry" may be overlooked. */
const weakened =
  /\b(?:slight\w*|mild\w*|minimal\w*|faint\w*|subtle|some|a little|less|barely)\s+$/i;
/** What may happen may lead to more: "several may merge, which gives asymmetry". */
const hedged = /\b(?:may|might|can|could|sometimes|occasionally|at times|perhaps)\b/i;
/** Known by the finger, not by the eye. */
const felt = /\b(?:by touch|to the touch|on palpation|palpa\w+|felt)\b/i;
/** "Brown (chemotherapy), yellow (mepacrine)": each in its case. */
const inBracket = /^\s*\(\p{Ll}/u;

/** True for a sign that is weak, felt, one of what may be, or given for one case in a bracket. */
export function isLimited({ span: { quote }, at }: Told): boolean {
  const { start, end } = clauseAt(quote, at);
  return (
    weakened.test(quote.slice(Math.max(start, at.start - 20), at.start)) ||
    hedged.test(quote.slice(start, at.start)) ||
    felt.test(quote.slice(start, end)) ||
    inBracket.test(quote.slice(at.end))
  );
}

const placed = new RegExp(
  `\\b(?:on|about|around|over|at|in|of|near)\\s+(?:the\\s+)?(?:\\w+\\s+)?(?:${bodyPlaces}|eyes)\\b`,
  'i',
);

/** True for a sign of one place of the body, which is none of a lesion elsewhere: "comedones about the eyes". */
export function isPlaced({ span: { quote }, at }: Told): boolean {
  return placed.test(quote.slice(at.end, clauseAt(quote, at).end));
}

const parts: WordSet = wordSet(
  'edge border margin rim halo areola base center centre periphery zone floor wall collarette fluid pus content plug crust scale hair background surroundings dot septa',
);

/** True for a color of one part of a lesion: "undermined edges of a violaceous color" makes no violaceous lesion. */
export function isOfPart({ span: { quote }, at }: Told): boolean {
  const { start, end } = clauseAt(quote, at);
  const before = quote.slice(start, at.start).split(',').at(-1) ?? '';
  const after = quote.slice(at.end, end).split(',')[0] ?? '';
  return formsOf(before + after).some((form) => parts.has(form));
}
