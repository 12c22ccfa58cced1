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

/** A clause with the signs that it names. */
interface Clause extends TextRange {
  readonly signs: readonly FoundSign[];
  /** True if it lists alternatives. */
  readonly lists: boolean;
  /** True if an item of the list is no sign that is known. */
  readonly open: boolean;
}

const readBefore = new TextMemories<Ontology, readonly Clause[]>();

/** The clauses of a passage; read once, since a passage names many signs. */
function clausesOf(passage: string, ontology: Ontology): readonly Clause[] {
  return readBefore.of(ontology, passage, () => {
    const found: Clause[] = [];
    for (const { index: start, 0: text } of passage.matchAll(clause)) {
      const lists = either.test(text);
      const range = { start, end: start + text.length };
      const signs = findSigns(passage, range, ontology);
      const open =
        lists &&
        itemsOf(text, start).some(
          (item) => !signs.some((sign) => sign.start < item.end && sign.end > item.start),
        );
      found.push({ ...range, signs, lists, open });
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
  const around = clausesOf(passage, ontology).find(
    ({ start, end }) => at.start >= start && at.start < end,
  );
  if (!around) return { termIds: [termId], open: false };
  const { signs, lists, open } = around;
  const beside = lists
    ? signs.map((sign) => sign.termId)
    : listedWith(passage, at, signs, ontology);
  return { termIds: [...new Set([termId, ...beside])], open };
}

/** "Patches, plaques and nodules": a list of kinds of lesions, of which one picture need not show all. */
function listedWith(
  passage: string,
  at: TextRange,
  signs: readonly FoundSign[],
  ontology: Ontology,
): string[] {
  const isKind = ({ termId }: FoundSign): boolean =>
    !ownLesions.has(termId) && ontology.morphologyTerm(termId)?.group === 'primary-lesion';
  const kinds = signs.filter(isKind);
  const own = kinds.findIndex(({ start }) => start === at.start);
  if (own < 0) return [];
  const joins = (end: number, start: number): boolean => listJoint.test(passage.slice(end, start));
  let first = own;
  while (first > 0 && joins(kinds[first - 1]!.end, kinds[first]!.start)) first--;
  let last = own;
  while (last + 1 < kinds.length && joins(kinds[last]!.end, kinds[last + 1]!.start)) last++;
  return kinds.slice(first, last + 1).map(({ termId }) => termId);
}

/** Lesions of so few diseases that these are known by them, whatever else their books list. */
const ownLesions: ReadonlySet<string> = new Set(['comedones', 'burrows', 'telangiectasia']);

/** Between two lesions of a list: ", ", " and ", ", and small ". */
const listJoint =
  /^(?:,\s+(?:and\s+)?|\s+and\s+)(?:(?!(?:with|in|on|of|by|at|from)\b)[\w-]+\s+){0,2}$/i;

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
