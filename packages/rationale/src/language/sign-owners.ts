import type { TextRange } from '@skinr1/core';
import type { KnownName } from './name-index.ts';
import { type Named, signBearers } from './sign-bearers.ts';

/** How far between a sign and a name the words that tie them are looked for. */
const reach = 80;

/** Between a name and a sign behind it: the sign is what the subject is told from the name by. */
const toldBy = /(?:^|[^\p{L}])(?:by|its?)(?![\p{L}])/iu;

/** Before a name: what follows tells the subject from it. */
const toldFrom =
  /\b(?:differs?|distinguish(?:ed|able)|differentiated|told) from (?:(?:an?|the|that of)\s)?$/i;

/** Between a sign and a name behind it: the sign is one of that name. */
const pointsTo =
  /(?:^|[^\p{L}-])(?:suggest(?:s|ive of)?|points? (?:to|towards?)|indicates?|indicative of|favou?rs?|speaks? for|argues? for|(?:typical|characteristic|diagnostic|pathognomonic|suspicious|hallmark|sign|feature) of|consider|suspect|think of|exclude|rule out|means?|belongs? to|likel(?:y|ier))(?![\p{L}])|=|→|->/iu;
/** "If comedones are seen, acne is likely". */
const conditional = /^["“'(*_-]{0,3}(?:if|when|where|should|with)\s/i;
/** "The comedones of acne", "burrows belong to scabies, comedones to acne". */
const directly = /^\s(?:of|in|to)\s(?:(?:an?|the)\s)?$/i;
/** "Comedones (acne)": the bracket says whose it is. */
const opensBracket = /^\s?[([]\s?$/;
const closesBracket = /^\s?[)\]]/;
const afterComma = /,\s(?:(?:an?|the|then)\s)?$/i;

/**
 * The diseases of `named` (all those named in the sentence, in order) that a sign of the sentence is said of; none
 * where it is said of what the sentence or its section is about. "Comedones point to acne" and "acne (comedones)" are
 * said of acne; "told from acne by telangiectasia" is not. Names that `always` holds for take all that follows them.
 */
export function signOwners(
  text: string,
  sentence: TextRange,
  named: readonly Named[],
  always: (name: KnownName) => boolean,
): (sign: TextRange) => readonly Named[] {
  const bearerAt = signBearers(text, sentence, named, always);
  return (sign) => {
    const { names, by } = bearerAt(sign.start);
    const last = names.at(-1);
    if (!last) return pointedAt(text, sentence, named, sign);
    if (by !== null) return names;
    const between = text.slice(last.end, Math.min(sign.start, last.end + reach));
    const isTold =
      toldBy.test(between) ||
      toldFrom.test(text.slice(Math.max(sentence.start, last.start - 40), last.start));
    return isTold ? subjectBefore(last, sentence, named) : names;
  };
}

/** "Scabies differs from eczema in its burrows": the name that opens the sentence; none of any other sentence. */
function subjectBefore(
  last: TextRange,
  sentence: TextRange,
  named: readonly Named[],
): readonly Named[] {
  const [first] = named;
  return first && first.start < last.start && opensSentence(first, sentence) ? [first] : [];
}

/** "In psoriasis …", "Psoriasis …". */
export function opensSentence({ start }: TextRange, sentence: TextRange): boolean {
  return start < sentence.start + 12;
}

function pointedAt(
  text: string,
  sentence: TextRange,
  named: readonly Named[],
  sign: TextRange,
): readonly Named[] {
  const next = named.find(({ start }) => start >= sign.end);
  if (!next || next.start - sign.end > reach || next.start >= sentence.end) return [];
  const between = text.slice(sign.end, next.start);
  if (/[.;]/.test(between)) return [];
  if (directly.test(between)) return [next];
  if (opensBracket.test(between) && closesBracket.test(text.slice(next.end, next.end + 2))) {
    return [next];
  }
  const follows = conditional.test(text.slice(sentence.start, sentence.start + 12));
  return pointsTo.test(between) || (follows && afterComma.test(between)) ? [next] : [];
}
