import type { Hierarchy } from '../hierarchy.ts';
import { bagKey } from '../text/normalize.ts';
import type { UnresolvedReason } from '../types.ts';
import { readCompound } from './compound.ts';
import { contradictsSite } from './lexicon.ts';
import type { NameIndex } from './name-index.ts';
import { mustBeRead } from './safety.ts';
import { beside, hasKind, kind, silent } from './word-kinds.ts';

/** A match of words that are all spelled as the names spell them. */
export type Match =
  | {
      readonly id: string;
      readonly kind: 'whole' | 'qualified';
      readonly confidence: number;
      readonly note: string | null;
    }
  | { readonly refused: UnresolvedReason; readonly ids: readonly string[] };

/** Matches words against the names: as a whole, in another order, joined up, then part by part. */
export function matchWords(
  forms: readonly string[],
  index: NameIndex,
  hierarchy: Hierarchy,
): Match | null {
  return matchWhole(forms, index) ?? matchInPart(forms, index, hierarchy);
}

/** Matches words that are no name as a whole: without those that say nothing, then part by part. */
export function matchInPart(
  forms: readonly string[],
  index: NameIndex,
  hierarchy: Hierarchy,
): Match | null {
  for (const { drop, confidence } of emptyPasses) {
    const match = matchWithout(forms, index, hierarchy, drop, confidence);
    if (match) return match;
  }
  return matchParts(forms, index, hierarchy);
}

/** Matches words that are a name: in order, in another order, or joined up. */
export function matchWhole(forms: readonly string[], index: NameIndex): Match | null {
  const whole = lookUp(forms, index) ?? index.compact.get(forms.join(''));
  return whole ? oneOf(whole, 'whole', 0.99) : null;
}

/** Words that say nothing are dropped first: only "skin", then all of them. */
const emptyPasses: readonly { drop: (form: string) => boolean; confidence: number }[] = [
  { drop: (form) => form === 'skin' || form === 'cutaneous', confidence: 0.97 },
  { drop: saysNothing, confidence: 0.94 },
];

function saysNothing(form: string): boolean {
  return hasKind(form, silent);
}

function standsBeside(form: string): boolean {
  return hasKind(form, beside);
}

function describes(form: string): boolean {
  return hasKind(form, beside | kind.descriptive);
}

function lookUp(forms: readonly string[], index: NameIndex): readonly string[] | undefined {
  if (forms.length > index.longestName) return undefined;
  const longest = index.longestFrom.get(forms[0] as string) ?? 0;
  const inOrder = forms.length > longest ? undefined : index.normalized.get(forms.join(' '));
  if (inOrder || forms.length < 2) return inOrder;
  for (const form of forms) if (!index.vocabulary.has(form)) return undefined;
  return index.bags.get(bagKey(forms));
}

/** Drops a match whose name has another part of the body than the label. */
function onSite(
  ids: readonly string[],
  dropped: readonly string[],
  hierarchy: Hierarchy,
): readonly string[] {
  return ids.filter((id) => !dropped.some((form) => contradictsSite(hierarchy.get(id), form)));
}

function oneOf(ids: readonly string[], kind: 'whole' | 'qualified', confidence: number): Match {
  if (ids.length > 1) return { refused: 'ambiguous', ids };
  const note = kind === 'whole' ? null : 'Words beside the name were read as qualifiers.';
  return { id: ids[0] as string, kind, confidence, note };
}

/** Looks up what is left when the words of one kind are dropped; a word of malignancy never is. */
function matchWithout(
  forms: readonly string[],
  index: NameIndex,
  hierarchy: Hierarchy,
  drop: (form: string) => boolean,
  confidence: number,
): Match | null {
  if (!forms.some(drop)) return null;
  const rest = forms.filter((form) => !drop(form) || mustBeRead(form));
  if (rest.length === forms.length || rest.length === 0) return null;
  // A single bare word is left to `readCompound`, which knows what may stand beside it.
  if (rest.length === 1) return null;
  const ids = lookUp(rest, index);
  if (!ids) return null;
  const dropped = forms.filter((form) => !rest.includes(form));
  const fitting = onSite(ids, dropped, hierarchy);
  return fitting.length > 0 ? oneOf(fitting, 'qualified', confidence) : null;
}

function matchParts(
  forms: readonly string[],
  index: NameIndex,
  hierarchy: Hierarchy,
): Match | null {
  const bySite = matchWithout(forms, index, hierarchy, standsBeside, 0.93);
  if (bySite) return bySite;
  const reading = readCompound(forms, index, hierarchy);
  if (reading && 'id' in reading && reading.id !== hierarchy.rootId) {
    return { ...reading, kind: 'qualified' };
  }
  const bare = matchWithout(forms, index, hierarchy, describes, 0.9);
  if (bare) return bare;
  // "Skin disease of the arm" says nothing that the root's own name does not.
  return reading && 'id' in reading ? { refused: 'unknown', ids: [reading.id] } : reading;
}

/** True if words of the label were not understood, so that another language may know better. */
export function isUnread(match: Match | null): boolean {
  if (!match) return true;
  return 'refused' in match && (match.refused === 'unknown' || match.refused === 'malignancy_risk');
}
