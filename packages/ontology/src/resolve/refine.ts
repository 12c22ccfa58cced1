import type { NodeMalignancy } from '../data/format.ts';
import type { Hierarchy } from '../hierarchy.ts';
import type { NameIndex } from './name-index.ts';
import { agreesWith, mustBeRead, playsDown } from './safety.ts';
import { hasKind, kind } from './word-kinds.ts';

/** A condition below the one that was read, and the words that name it. */
export interface Refinement {
  readonly id: string;
  readonly forms: ReadonlySet<string>;
}

/**
 * The finest condition below `id` that has a name all of whose words the label holds, wherever they stand:
 * "melanoma, invasive, superficial spreading" is the superficial spreading melanoma. Words such as
 * "in situ" must be part of that name or agree with it. A kind goes before a degree ("spindle cell, well
 * differentiated"); where two kinds fit and neither is below the other, neither is meant.
 */
export function refine(
  id: string,
  label: { readonly forms: readonly string[]; readonly leftover: readonly string[] },
  index: NameIndex,
  hierarchy: Hierarchy,
): Refinement | null {
  const candidates: Refinement[] = [];
  for (const form of new Set(label.leftover)) {
    for (const name of index.namesWith(form)) {
      if (!holdsAll(label.forms, name.forms)) continue;
      if (!hierarchy.ancestors(name.id).has(id)) continue;
      const forms = new Set(name.forms);
      const { malignancy } = hierarchy.get(name.id);
      if (isLesser(malignancy, hierarchy.get(id).malignancy)) continue;
      const isRead = (each: string): boolean =>
        forms.has(each) || !mustBeRead(each) || agreesWith(each, malignancy);
      if (label.leftover.every(isRead)) candidates.push({ id: name.id, forms });
    }
  }
  if (candidates.length === 0) return null;
  const head = wordsWithout(label.forms, label.leftover);
  const kinds = candidates.filter(({ forms }) =>
    [...forms].some((form) => !head.has(form) && !hasKind(form, kind.grade)),
  );
  return onlyLowest(kinds.length > 0 ? kinds : candidates, hierarchy);
}

/** True if the class would play the other down, or leave open what the other says: a carcinoma is no "variable". */
function isLesser(malignancy: NodeMalignancy, above: NodeMalignancy): boolean {
  return playsDown(malignancy, above) || (above === 'malignant' && malignancy === 'variable');
}

function holdsAll(held: readonly string[], wanted: readonly string[]): boolean {
  // "Neurofibromatosis 1" leaves out what a number says without it: "type".
  for (const form of wanted) if (!held.includes(form) && form !== 'type') return false;
  return true;
}

/** The words that are left when each of `taken` is taken out once. */
function wordsWithout(forms: readonly string[], taken: readonly string[]): ReadonlySet<string> {
  const waiting = [...taken];
  const rest = forms.filter((form) => {
    const at = waiting.indexOf(form);
    if (at >= 0) waiting.splice(at, 1);
    return at < 0;
  });
  return new Set(rest);
}

/** The candidate that no other one is below, if there is one only. */
function onlyLowest(candidates: readonly Refinement[], hierarchy: Hierarchy): Refinement | null {
  const lowest = candidates.filter(
    (each) => !candidates.some((other) => hierarchy.ancestors(other.id).has(each.id)),
  );
  const [only] = lowest;
  return only && lowest.every((each) => each.id === only.id) ? only : null;
}
