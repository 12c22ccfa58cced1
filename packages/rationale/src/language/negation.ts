import type { TextRange } from '@skinr1/core';
import {
  asideBefore,
  atTimes,
  bodyPlace,
  clauseBreak,
  deniesAfterIt,
  deniesBeforeIt,
  doubleDenial,
  endsDenial,
  endsList,
  hedges,
  hedgesSentence,
  mostly,
  notRare,
  ofForm,
  oneSuch,
  partialDenial,
  possibleAfter,
  possibleBefore,
  rareAfter,
  rarely,
  restricts,
  turnsDenial,
} from './frequency-words.ts';
import type { StatedFrequency } from './stated-frequency.ts';

/** How a text speaks of a sign. */
export interface Assertion {
  readonly frequency: StatedFrequency;
  /** True if it is denied for one place of the body only: "no nodules on the trunk". */
  readonly restricted: boolean;
}

/** Nothing further away in a sentence, in characters, speaks of the thing; no sentence is read twice in whole. */
const reach = 1000;

/**
 * How often a sentence says that the thing at `target` is there. `sentence` and `target` are ranges into
 * `text`. "No scale", "without crust or ulceration", "never umbilicated", "scale is absent" and "streaks
 * rather than globules" (for globules) are absent; "may ulcerate", "scale possible" possible, "rarely
 * ulcerates", "few have crusts" rare. "Not painful" and "absent in the large ones" deny no sign.
 */
export function readAssertion(text: string, sentence: TextRange, target: TextRange): Assertion {
  const before = text.slice(Math.max(sentence.start, target.start - reach), target.start);
  const after = text.slice(target.end, Math.min(sentence.end, target.end + reach));
  if (isDeniedBefore(before, after)) {
    const frequency = partialDenial.test(before) ? 'possible' : 'absent';
    return { frequency, restricted: bodyPlace.test(after) };
  }
  const denied = deniedAfter(after);
  if (denied !== null) {
    const partial = denied === 'absent' && partialDenial.test(before);
    return { frequency: partial ? 'possible' : denied, restricted: false };
  }
  return { frequency: affirmed(before, after), restricted: false };
}

/** A denial behind a sign begins and ends within so many characters of it. */
const denialReach = 90;

function affirmed(before: string, after: string): StatedFrequency {
  const clause = clauseAround(before, after);
  if (notRare.test(clause)) return hedges.test(clause) ? 'possible' : 'typical';
  if (rareAfter.test(after) || rarely.test(clause)) return 'rare';
  const beside = possibleAfter.test(after) || possibleBefore.test(before);
  const inForm = ofForm.test(after) && oneSuch.test(before);
  const whole = hedgesSentence.test(before) && !/[;:]|,\s+(?:but|while|whereas)\b/i.test(before);
  return beside || inForm || whole || hedges.test(clause) ? 'possible' : 'typical';
}

/** What a denial behind the sign makes of it; `null` without one. */
function deniedAfter(after: string): StatedFrequency | null {
  const found = deniesBeforeIt.exec(after.slice(0, denialReach));
  if (found === null || /[.;,()]/.test(after.slice(0, found.index))) return null;
  if (notRare.test(after) || restricts.test(after.slice(found.index + found[0].length)))
    return null;
  const words = found[0].split(/\s+/);
  if (words.some((word) => atTimes.test(word) || /^(?:may|might|can|could)$/i.test(word))) {
    return 'possible';
  }
  return words.some((word) => mostly.test(word)) ? 'rare' : 'absent';
}

function isDeniedBefore(before: string, after: string): boolean {
  let last: RegExpMatchArray | undefined;
  for (const match of before.matchAll(deniesAfterIt)) last = match;
  if (!last) return false;
  const between = before.slice((last.index ?? 0) + last[0].length);
  // "not only scaly but …" and "nobody fails to see …" affirm.
  if (turnsDenial.test(between) || doubleDenial.test(before)) return false;
  if (endsDenial.test(between)) return false;
  if (!between.includes(',')) return between.length < 120;
  if (asideBefore.test(before.slice(0, last.index))) return false;
  return goesThroughList(between, after);
}

/** "No scale, crust or ulcer": a list of short items that ends in "or" stays in the scope of its denial. */
function goesThroughList(between: string, after: string): boolean {
  const short = (item: string): boolean => item.trim().split(/\s+/).length <= 4;
  if (!between.split(',').every((item) => short(item) && !endsList.test(item))) return false;
  if (/\b(?:or|nor)\b/i.test(between)) return true;
  const end = after.search(/[.;:]|\b(?:or|nor)\b/i);
  const rest = after.slice(0, Math.max(0, end));
  return /^n?or\b/i.test(after.slice(rest.length)) && !endsList.test(rest);
}

/** The words around the target up to the nearest breaks. */
function clauseAround(before: string, after: string): string {
  let from = 0;
  for (const { 0: mark, index } of before.matchAll(clauseBreak)) from = index + mark.length;
  const [end] = after.matchAll(clauseBreak);
  return `${before.slice(from)} ▮ ${after.slice(0, end?.index ?? after.length)}`;
}
