import type { TextRange } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import { findSigns } from '../language/find-signs.ts';

/** What a passage offers beside a sign: "a macule, patch or plaque", "pink to red". */
export interface Alternatives {
  /** The signs of the list, this one among them; it alone where the passage lists no alternatives. */
  readonly termIds: readonly string[];
  /** True if an item of the list is no sign that is known: "skin-colored or yellow". */
  readonly open: boolean;
}

/** Parts a passage into clauses, within which a list stands. */
const clause = /[^.;:()]+/g;

/** What joins alternatives. */
const either = /\s(?:or|to|through)\s|\//i;

/**
 * The alternatives among which a passage names the sign at a place. All items of a clause that lists any count as
 * alternatives: where they do not, an argument is lost and none is made up.
 */
export function alternativesOf(
  passage: string,
  termId: string,
  at: TextRange,
  ontology: Ontology,
): Alternatives {
  for (const match of passage.matchAll(clause)) {
    const range = { start: match.index, end: match.index + match[0].length };
    if (at.start < range.start || at.start >= range.end) continue;
    if (!either.test(match[0])) break;
    const signs = findSigns(passage, range, ontology);
    return {
      termIds: [...new Set([termId, ...signs.map((sign) => sign.termId)])],
      open: itemsOf(match[0], range.start).some(
        (item) => !signs.some(({ start, end }) => start < item.end && end > item.start),
      ),
    };
  }
  return { termIds: [termId], open: false };
}

/** The items of a list, by commas, "or", "to" and the like. */
function itemsOf(list: string, offset: number): TextRange[] {
  const items: TextRange[] = [];
  let start = 0;
  const close = (end: number): void => {
    if (/\p{L}/u.test(list.slice(start, end))) {
      items.push({ start: offset + start, end: offset + end });
    }
  };
  for (const joint of list.matchAll(/,|\/|\s(?:and|or|to|through)\s/gi)) {
    close(joint.index);
    start = joint.index + joint[0].length;
  }
  close(list.length);
  return items;
}
