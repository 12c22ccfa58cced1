import type { TextRange } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import { type FoundSign, findSigns } from '../language/find-signs.ts';
import { TextMemories } from '../text-memory.ts';

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

/** A clause that lists alternatives. */
interface ListingClause extends TextRange {
  readonly signs: readonly FoundSign[];
  /** True if an item of the list is no sign that is known. */
  readonly open: boolean;
}

const readBefore = new TextMemories<Ontology, readonly ListingClause[]>();

/** The clauses of a passage that list alternatives; read once, since a passage names many signs. */
function listingClauses(passage: string, ontology: Ontology): readonly ListingClause[] {
  return readBefore.of(ontology, passage, () => {
    const found: ListingClause[] = [];
    for (const { index: start, 0: text } of passage.matchAll(clause)) {
      if (!either.test(text)) continue;
      const range = { start, end: start + text.length };
      const signs = findSigns(passage, range, ontology);
      const open = itemsOf(text, start).some(
        (item) => !signs.some((sign) => sign.start < item.end && sign.end > item.start),
      );
      found.push({ ...range, signs, open });
    }
    return found;
  });
}

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
  const list = listingClauses(passage, ontology).find(
    ({ start, end }) => at.start >= start && at.start < end,
  );
  if (!list) return { termIds: [termId], open: false };
  return {
    termIds: [...new Set([termId, ...list.signs.map((sign) => sign.termId)])],
    open: list.open,
  };
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
