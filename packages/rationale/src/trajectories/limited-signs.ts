import type { TextRange } from '@skinr1/core';
import { bodyPlaces } from '../language/body-places.ts';
import { formsOf, type WordSet, wordSet } from '../language/word-set.ts';
import type { SupportedSign } from './card-signs.ts';
import { clauseAt } from './conditional.ts';

type Told = Pick<SupportedSign, 'span' | 'at'>;

/** "Mild asymmetry" may be overlooked. */
const weakened =
  /\b(?:slight\w*|mild\w*|minimal\w*|faint\w*|subtle|some|a little|less|barely)\s+$/i;
/** What may happen may lead to more: "several may merge, which gives asymmetry". */
const hedged =
  /\b(?:may|might|can|could|sometimes|occasionally|at times|here and there|in (?:parts|places)|partly|perhaps)\b/i;
/** Known by the finger, not by the eye. */
const felt = /\b(?:by touch|to the touch|on palpation|palpa\w+|felt|consisten\w+)\b/i;
/** "Mucous patches" are none of the skin. */
const mucosal = /\b(?:muc(?:ous|osal)|oral|buccal|corneal)\s+$/i;
/** "Brown (chemotherapy), yellow (mepacrine)": each in its case. */
const inBracket = /^\(\p{Ll}/u;

/** Says at which place of the body. */
const placed = new RegExp(
  `\\b(?:on|about|around|over|at|in|of|near)\\s+(?:the\\s+)?(?:\\w+\\s+)?(?:${bodyPlaces}|eyes|folds?|nails?|palate|gums?|tongue)\\b`,
  'i',
);

/** "Nails show", "the palms are": the place heads the clause. */
const placeShows = new RegExp(
  `^\\W*(?:the\\s+)?(?:${bodyPlaces}|eyes|folds?|nails?|palate|gums?|tongue)\\s+(?:shows?|bears?|has|have|is|are|becomes?)\\b`,
  'i',
);

/** True for a sign that is weak, felt, of mucous membranes, of one color, one of what may be, or given for one case in a bracket. */
export function isLimited({ span: { quote }, at, color }: SupportedSign): boolean {
  const { start, end } = clauseAt(quote, at);
  return (
    mucosal.test(quote.slice(start, at.start)) ||
    weakened.test(quote.slice(Math.max(start, at.start - 20), at.start)) ||
    hedged.test(quote.slice(start, at.start)) ||
    felt.test(quote.slice(start, end)) ||
    placed.test(quote.slice(start, at.start)) ||
    inBracket.test(quote.slice(end)) ||
    color !== null
  );
}

/** True for a sign of one place of the body, which is none of a lesion elsewhere: "comedones about the eyes", "nails show". */
export function isPlaced({
  quote,
  at,
}: {
  readonly quote: string;
  readonly at: TextRange;
}): boolean {
  const { start, end } = clauseAt(quote, at);
  return placed.test(quote.slice(at.end, end)) || placeShows.test(quote.slice(start, at.start));
}

const many =
  /\b(?:they|spread|scattered|papules|plaques|nodules|patches|lesions|macules|vesicles|bands|spots|tumou?rs)\b/i;

/** True for a symmetry of many lesions, which is one of where they stand. */
export function isOfMany({ termId, span: { quote }, at }: SupportedSign): boolean {
  if (termId !== 'symmetry' && termId !== 'asymmetry') return false;
  return many.test(quote.slice(clauseAt(quote, at).start, at.start));
}

const parts: WordSet = wordSet(
  'edge border margin rim halo areola base center centre periphery zone floor wall collarette fluid pus content plug keratin crust scale hair background surroundings dot septa',
);

/** Words from a color to the noun that it is said of, and back from one. */
const reach = 3;
const ofIt =
  /^(?:color|of|from|at|in|round|around|the|its|a|an|fine|thick|to|or|yellow|white|gray|grey|silvery|red|brown|black)$/;
const saysOfIt = /^(?:is|are|of|a|an|the|often|color|with)$/;

/** True for a color of what lies on a lesion or of a part of it, by the words beside it: "a white halo", "white from scale". */
export function modifiesPart({ span: { quote }, at }: Told): boolean {
  const { start, end } = clauseAt(quote, at);
  const after = formsOf(quote.slice(at.end, end).split(',')[0] ?? '').slice(0, reach);
  const before = formsOf(quote.slice(start, at.start).split(',').at(-1) ?? '').reverse();
  const leads = (forms: readonly string[], between: RegExp): boolean => {
    const found = forms.findIndex((form) => parts.has(form));
    return found >= 0 && forms.slice(0, found).every((form) => between.test(form));
  };
  return leads(after, ofIt) || leads(before.slice(0, reach), saysOfIt);
}

/** True for a color of one part of a lesion: "undermined edges of a violaceous color" makes no violaceous lesion. */
export function isOfPart({ span: { quote }, at }: Told): boolean {
  const { start, end } = clauseAt(quote, at);
  const before = quote.slice(start, at.start).split(',').at(-1) ?? '';
  const after = quote.slice(at.end, end).split(',')[0] ?? '';
  return formsOf(before + after).some((form) => parts.has(form));
}
