import type { Hierarchy } from '../hierarchy.ts';
import { words } from '../text/normalize.ts';
import type { DiseaseNode, UnresolvedReason } from '../types.ts';
import {
  conjunctions,
  contradictsSite,
  descriptiveWords,
  distinguishingWords,
  emptyWords,
  findCaution,
  isEnumerator,
  namedByCause,
  neutralWords,
  sturdyNames,
  wideners,
} from './lexicon.ts';
import { agreesWith, mustBeRead, playsDown } from './safety.ts';
import type { NameSpan, Segmentation } from './segment.ts';

/** What a label of several parts means, or why that cannot be said. */
export type Reading =
  | { readonly id: string; readonly confidence: number; readonly note: string | null }
  | { readonly refused: UnresolvedReason; readonly ids: readonly string[] };

/** The words of a label with what {@link readCompound} needs to know of them. */
export interface CompoundLabel {
  readonly forms: readonly string[];
  readonly segmentation: Segmentation;
}

/**
 * Reads a label that holds one or more names and other words:
 *
 * - one name with words that only qualify it → that condition;
 * - several names, one below all others ("squamous cell carcinoma, keratoacanthoma") → the lowest;
 * - a list ("Lupus and other connective tissue diseases") or a join of unrelated names → their lowest
 *   common ancestor;
 * - any word that is not understood → refused.
 */
export function readCompound(label: CompoundLabel, hierarchy: Hierarchy): Reading | null {
  const { spans, leftover } = label.segmentation;
  if (spans.length === 0) return null;
  const named = [...new Set(spans.map((span) => span.id))];
  const caution = findCaution(leftover);
  if (caution) return { refused: caution.caution, ids: named };
  const listed = leftover.some((form) => conjunctions.has(form));
  if (named.length === 1 && listed && leftover.some((form) => wideners.has(form))) {
    return { refused: 'ambiguous', ids: named };
  }
  const meaning = listed ? commonAncestor(named, hierarchy, 1) : joined(named, hierarchy);
  if (!meaning) return { refused: 'ambiguous', ids: named };
  const refusal =
    refuseLeftover(label, meaning.id, hierarchy) ?? refuseClass(meaning.id, named, hierarchy);
  if (refusal) return { refused: refusal, ids: named };
  return meaning;
}

type Meaning = { readonly id: string; readonly confidence: number; readonly note: string | null };

/** Names side by side without "and": the most specific one, or what the names have in common. */
function joined(named: readonly string[], hierarchy: Hierarchy): Meaning | null {
  const [first] = named;
  if (named.length === 1 && first !== undefined) {
    return { id: first, confidence: 0.92, note: 'Words beside the name were read as qualifiers.' };
  }
  const lowest = named.filter((id) => !named.some((other) => hierarchy.ancestors(other).has(id)));
  const [specific] = lowest;
  if (lowest.length !== 1 || specific === undefined) return commonAncestor(lowest, hierarchy, 2);
  const general = named.filter((id) => id !== specific).map((id) => hierarchy.get(id));
  const graver = general.find((node) => node.malignancy === 'malignant');
  if (graver && hierarchy.get(specific).malignancy !== 'malignant') {
    const note = `Also names "${hierarchy.get(specific).name}"; the graver of the two is kept.`;
    return { id: graver.id, confidence: 0.8, note };
  }
  const note = `Also names "${general.map((node) => node.name).join('", "')}", which is above it.`;
  return { id: specific, confidence: 0.9, note };
}

function commonAncestor(
  named: readonly string[],
  hierarchy: Hierarchy,
  minimumDepth: number,
): Meaning | null {
  const id = named.reduce((a, b) => hierarchy.lowestCommonAncestor(a, b));
  if (hierarchy.path(id).length - 1 < minimumDepth) return null;
  if (named.length === 1) return { id, confidence: 0.9, note: null };
  const names = named.map((each) => hierarchy.get(each).name).join('", "');
  return { id, confidence: 0.85, note: `The common ancestor of "${names}".` };
}

/** Why the words around the names forbid the match, or `null`. */
function refuseLeftover(
  { segmentation }: CompoundLabel,
  id: string,
  hierarchy: Hierarchy,
): UnresolvedReason | null {
  const { spans, leftover } = segmentation;
  const node = hierarchy.get(id);
  const sturdy = spans.every((span) => isSturdy(span, hierarchy));
  const byCause = namedByCause.has(id) && spans.length === 1;
  const nameForms = words(node.name);
  for (const form of leftover) {
    if (contradictsSite(nameForms, form)) return 'unknown';
    if (emptyWords.has(form) || conjunctions.has(form) || neutralWords.has(form)) continue;
    if (isEnumerator(form) || isAbbreviationOf(form, spans, hierarchy)) continue;
    if (mustBeRead(form)) {
      if (agreesWith(form, node.malignancy)) continue;
      return 'malignancy_risk';
    }
    if (descriptiveWords.has(form) && sturdy) continue;
    // Two names that agree pin the condition down whatever stands beside them.
    const pinned = node.malignancy === 'malignant' || spans.length > 1;
    if (distinguishingWords.has(form) && pinned) continue;
    if (byCause) continue;
    return 'unknown';
  }
  return null;
}

/** A name of two words or more, or a single one that no descriptive word turns into something else. */
function isSturdy({ start, end, id }: NameSpan, hierarchy: Hierarchy): boolean {
  if (end - start > 1) return true;
  const node = hierarchy.get(id);
  return sturdyNames.has(node.id) || node.malignancy === 'malignant';
}

/** True for "nm" beside "nodular melanoma": a short form, in any case, of a name in the label. */
function isAbbreviationOf(form: string, spans: readonly NameSpan[], hierarchy: Hierarchy): boolean {
  const matches = (node: DiseaseNode): boolean =>
    node.abbreviations.some((short) => short.toLowerCase() === form);
  return spans.some(({ id }) => hierarchy.path(id).some((each) => matches(hierarchy.get(each))));
}

/** Why the classes of the names forbid the match, or `null`. */
function refuseClass(
  id: string,
  named: readonly string[],
  hierarchy: Hierarchy,
): UnresolvedReason | null {
  const answer = hierarchy.get(id).malignancy;
  for (const each of named) {
    if (playsDown(answer, hierarchy.get(each).malignancy)) return 'malignancy_risk';
  }
  const harmless = (malignancy: string): boolean =>
    malignancy === 'benign' || malignancy === 'not_neoplastic';
  const allHarmless = named.every((each) => harmless(hierarchy.get(each).malignancy));
  return allHarmless && !harmless(answer) && answer !== 'variable' ? 'malignancy_risk' : null;
}
