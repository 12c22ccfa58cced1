import type { Hierarchy } from '../hierarchy.ts';
import type { DiseaseNode, UnresolvedReason } from '../types.ts';
import {
  contradictsSite,
  findCaution,
  hasWideMember,
  namedByCause,
  sturdyConditions,
} from './lexicon.ts';
import type { NameIndex } from './name-index.ts';
import { refine } from './refine.ts';
import { agreesWith, isGraver, isHarmless, mustBeRead, playsDown } from './safety.ts';
import { findScope, type Scope } from './scope.ts';
import { type NameSpan, type Segmentation, segment } from './segment.ts';
import { beside, hasKind, kind } from './word-kinds.ts';

/** What a label of several parts means, or why that cannot be said. */
export type Reading =
  | { readonly id: string; readonly confidence: number; readonly note: string | null }
  | { readonly refused: UnresolvedReason; readonly ids: readonly string[] };

/**
 * Reads a label that holds one or more names and other words:
 *
 * - one name with words that only qualify it → that condition;
 * - several names, one below all others ("squamous cell carcinoma, keratoacanthoma") → the lowest;
 * - a list ("Lupus and other connective tissue diseases") or a join of unrelated names → their lowest
 *   common ancestor;
 * - a condition below it, where the words name one ("melanoma, invasive, nodular");
 * - any word that is not understood → refused.
 */
export function readCompound(
  forms: readonly string[],
  index: NameIndex,
  hierarchy: Hierarchy,
): Reading | null {
  const segmentation = segment(forms, index);
  const scope = findScope(forms, segmentation.spans);
  if (!scope) return readNames(forms, segmentation, index, hierarchy);
  const reading = readNames(scope.head, segment(scope.head, index), index, hierarchy);
  return reading && withinScope(reading, scope, forms, index, hierarchy);
}

/** What a label with qualifying phrases means, given what its other words mean. */
function withinScope(
  reading: Reading,
  { head, besides, likeness }: Scope,
  forms: readonly string[],
  index: NameIndex,
  hierarchy: Hierarchy,
): Reading {
  if ('refused' in reading) return reading;
  const ids = [reading.id, ...besides];
  const answer = hierarchy.get(reading.id).malignancy;
  // "Nevus resembling melanoma": for a harmless condition such a phrase is a warning.
  if (besides.some((id) => playsDown(answer, hierarchy.get(id).malignancy))) {
    return { refused: 'malignancy_risk', ids };
  }
  const { spans } = segment(head, index);
  if (likeness && !spans.every((span) => isSturdy(span, hierarchy))) {
    return { refused: 'negated', ids };
  }
  const leftover = forms.filter((form) => !head.includes(form));
  const finer = refine(reading.id, { forms, leftover }, index, hierarchy);
  return finer ? { ...reading, id: finer.id } : reading;
}

function readNames(
  forms: readonly string[],
  { spans, leftover: outside }: Segmentation,
  index: NameIndex,
  hierarchy: Hierarchy,
): Reading | null {
  if (spans.length === 0) return null;
  const shared = sharedHead(forms, spans, index);
  const leftover = shared ? outside.filter((form) => form !== shared.word) : outside;
  const named = [...new Set([...spans.map((span) => span.id), ...(shared ? [shared.id] : [])])];
  const caution = findCaution(leftover);
  if (caution) return { refused: caution, ids: named };
  const listed = leftover.some((form) => hasKind(form, kind.conjunction));
  if (named.length === 1 && listed && hasWideMember(leftover)) {
    return { refused: 'ambiguous', ids: named };
  }
  const isEnumerated = leftover.some((form) => hasKind(form, kind.listConjunction));
  const graver = isEnumerated ? null : graverOf(named, hierarchy);
  const meaning =
    graver ?? (listed ? commonAncestor(named, hierarchy, 1) : joined(named, hierarchy));
  if (!meaning) return { refused: 'ambiguous', ids: named };
  const isList = listed && named.length > 1 && !graver;
  const refined = isList ? null : refine(meaning.id, { forms, leftover }, index, hierarchy);
  const finer = refined && takesSide(refined.id, meaning.id, named, hierarchy) ? null : refined;
  const unread = finer ? leftover.filter((form) => !finer.forms.has(form)) : leftover;
  const id = finer?.id ?? meaning.id;
  const refusal =
    refuseLeftover({ spans, leftover: unread }, id, hierarchy) ?? refuseClass(id, named, hierarchy);
  return refusal ? { refused: refusal, ids: named } : { ...meaning, id };
}

/**
 * The condition that a word before "or" or "and" names together with the end of the name behind it: the Reed
 * nevus of "Reed or Spitz nevus"; `null` where the words make no such name.
 */
function sharedHead(
  forms: readonly string[],
  spans: readonly NameSpan[],
  index: NameIndex,
): { readonly id: string; readonly word: string } | null {
  for (const { start, end } of spans) {
    if (start < 2 || !hasKind(forms[start - 1] as string, kind.listConjunction)) continue;
    const before = forms[start - 2] as string;
    if (spans.some((span) => span.end === start - 1)) continue;
    for (let at = start + 1; at < end; at++) {
      const ids = index.normalized.get([before, ...forms.slice(at, end)].join(' '));
      if (ids?.length === 1) return { id: ids[0] as string, word: before };
    }
  }
  return null;
}

/** True if a refinement of what the names have in common is, or lies below, some of them and not all. */
function takesSide(
  finer: string,
  common: string,
  named: readonly string[],
  hierarchy: Hierarchy,
): boolean {
  const others = named.filter((id) => id !== common && !hierarchy.ancestors(common).has(id));
  const chosen = others.filter((id) => id === finer || hierarchy.ancestors(finer).has(id));
  return chosen.length > 0 && chosen.length < others.length;
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

/**
 * The one that is graver than all it is named with, where that is no list and what they have in common is less
 * grave: "nevus sebaceous with BCC", "melanoma on nevus". `null` otherwise.
 */
function graverOf(named: readonly string[], hierarchy: Hierarchy): Meaning | null {
  if (named.length < 2) return null;
  const nodes = named.map((id) => hierarchy.get(id));
  const gravest = nodes.find((node) =>
    nodes.every((other) => other === node || isGraver(node.malignancy, other.malignancy)),
  );
  if (!gravest || !isGrave(gravest)) return null;
  const common = hierarchy.get(named.reduce((a, b) => hierarchy.lowestCommonAncestor(a, b)));
  if (common.malignancy === gravest.malignancy) return null;
  const names = nodes.filter((node) => node !== gravest).map((node) => node.name);
  const note = `Also names "${names.join('", "')}"; the graver of them is kept.`;
  return { id: gravest.id, confidence: 0.8, note };
}

/** What several names have in common, or `null` where that lies less deep than `minimumDepth`. */
export function commonAncestor(
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
  { spans, leftover }: Segmentation,
  id: string,
  hierarchy: Hierarchy,
): UnresolvedReason | null {
  const node = hierarchy.get(id);
  const sturdy = spans.every((span) => isSturdy(span, hierarchy));
  const byCause = namedByCause.has(id) && spans.length === 1;
  for (const form of leftover) {
    if (contradictsSite(node, form)) return 'unknown';
    if (hasKind(form, beside | kind.conjunction)) continue;
    if (isAbbreviationOf(form, spans, hierarchy)) continue;
    if (mustBeRead(form)) {
      if (agreesWith(form, node.malignancy)) continue;
      return 'malignancy_risk';
    }
    if (hasKind(form, kind.descriptive) && sturdy) continue;
    // Two names that agree pin the condition down whatever stands beside them.
    const pinned = node.malignancy === 'malignant' || spans.length > 1;
    if (hasKind(form, kind.distinguishing) && pinned) continue;
    if (hasKind(form, kind.growthPattern) && isGrave(node)) continue;
    if (byCause) continue;
    return 'unknown';
  }
  return null;
}

/** A name of two words or more, or a single one that no descriptive word turns into something else. */
function isSturdy({ start, end, id }: NameSpan, hierarchy: Hierarchy): boolean {
  if (end - start > 1) return true;
  const node = hierarchy.get(id);
  return sturdyConditions.has(node.id) || node.malignancy === 'malignant';
}

function isGrave({ malignancy }: DiseaseNode): boolean {
  return malignancy === 'malignant' || malignancy === 'precancerous_in_situ';
}

/**
 * True for "nm" beside "nodular melanoma": a short form, in any case, of a name in the label or of one above it
 * that is not graver.
 */
function isAbbreviationOf(form: string, spans: readonly NameSpan[], hierarchy: Hierarchy): boolean {
  return spans.some(({ id }) => {
    const { malignancy } = hierarchy.get(id);
    return hierarchy.path(id).some((above) => {
      const node = hierarchy.get(above);
      if (isGraver(node.malignancy, malignancy)) return false;
      return node.abbreviations.some((short) => short.toLowerCase() === form);
    });
  });
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
  const allHarmless = named.every((each) => isHarmless(hierarchy.get(each).malignancy));
  return allHarmless && !isHarmless(answer) && answer !== 'variable' ? 'malignancy_risk' : null;
}
