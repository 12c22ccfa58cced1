import type { TextRange } from '@skinr1/core';
import type { StatedFrequency } from './stated-frequency.ts';

/** How a text speaks of a sign. */
export interface Assertion {
  readonly frequency: StatedFrequency;
}

const cue =
  /\b(?:no|not|never|without|neither|nor|none of|lacks?|lacking|free (?:of|from)|absence of|devoid of|rather than|instead of|in place of|in contrast to|unlike|as opposed to|excludes?|spares?|sparing|rarely,? if ever|does not|do not|is not|are not|cannot)\b/gi;
const scopeEnd =
  /[.;:()]|\b(?:but|although|though|however|while|whereas|yet|except|unless|until|which|that|because|instead)\b/i;
const absentAfter =
  /^[^.;,]{0,40}?\b(?:is|are|was|were|be|being|remains?)\s+(?:\w+\s+){0,2}?(?:absent|lacking|missing|wanting|not|never|no longer)\b/i;
const rareAfter =
  /^[^.;,]{0,40}?\b(?:is|are)\s+(?:\w+\s+)?(?:rare|rarely|uncommon|unusual|seldom)\b/i;
const hedge =
  /\b(?:may|might|can|could|sometimes|occasionally|at times|in some|in severe|in others|not infrequently|later|eventually|variants?|when(?:ever)?|if|or even|subtype|advanced|old|older)\b/i;

const rarely = /\b(?:rarely|seldom|exceptionally|hardly ever|in rare|in a few|in exceptional)\b/i;

/** Nothing further away in a sentence, in characters, speaks of the thing; no sentence is read twice in whole. */
const reach = 1000;

/**
 * Whether a sentence says that the thing at `target` is there. `sentence` and `target` are ranges into
 * `text`. "No scale", "without crust or ulceration", "never umbilicated", "scale is absent" and "streaks
 * rather than globules" (for globules) are absent; "may ulcerate" is possible, "rarely ulcerates" rare.
 */
export function readAssertion(text: string, sentence: TextRange, target: TextRange): Assertion {
  const before = text.slice(Math.max(sentence.start, target.start - reach), target.start);
  const after = text.slice(target.end, Math.min(sentence.end, target.end + reach));
  if (isNegatedBefore(before, after) || absentAfter.test(after)) return { frequency: 'absent' };
  const clause = clauseAround(before, after);
  if (rareAfter.test(after) || rarely.test(clause)) return { frequency: 'rare' };
  return { frequency: hedge.test(clause) ? 'possible' : 'typical' };
}

function isNegatedBefore(before: string, after: string): boolean {
  let last: RegExpMatchArray | undefined;
  for (const match of before.matchAll(cue)) last = match;
  if (!last) return false;
  // "not only scaly but …" affirms.
  const between = before.slice((last.index ?? 0) + last[0].length);
  if (
    /^\s*(?:only|infrequently|uncommonly|rarely|seldom|always|necessarily|merely)\b/i.test(between)
  ) {
    return false;
  }
  if (scopeEnd.test(between)) return false;
  const commas = between.split(',').length - 1;
  if (commas === 0) return between.length < 120;
  // "no scale, crust or ulcer": a list of short items that ends in "or" stays in the scope.
  const list = `${between}▮${after}`;
  const items = between.split(',').map((item) => item.trim().split(/\s+/).length);
  return items.every((count) => count <= 4) && /^[^.;:]*?\b(?:or|nor)\b/i.test(list);
}

/** The words around the target up to the nearest strong breaks. */
function clauseAround(before: string, after: string): string {
  const left = before.slice(Math.max(before.lastIndexOf(';'), before.lastIndexOf(':')) + 1);
  const right = /^[^;:]*/.exec(after)?.[0] ?? '';
  return `${left} ▮ ${right}`;
}
