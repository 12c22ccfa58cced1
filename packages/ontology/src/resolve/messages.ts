import type { Hierarchy } from '../hierarchy.ts';
import type { Resolution, ResolutionMethod, UnresolvedLabel, UnresolvedReason } from '../types.ts';

/** Each reason in a sentence. */
const messages: Readonly<Record<UnresolvedReason, string>> = {
  empty: 'The label holds no letters or digits.',
  too_long: 'The label is longer than 512 characters.',
  unknown: 'No condition has this name, or the label holds words that are not understood.',
  ambiguous:
    'Several conditions fit and have nothing closer in common; the label does not say which.',
  malignancy_risk: 'The nearest names differ in malignancy from what the label says, or may.',
  negated: 'The label says that a condition is absent or only imitated.',
  uncertain: 'The label says that a condition is suspected, past, or one of several possibilities.',
  not_a_condition: 'Data sets use this label for no particular condition.',
};

/** The answer to a label that is not resolved, with conditions that it could mean. */
export function unresolvedLabel(
  label: string,
  reason: UnresolvedReason,
  ids: readonly string[],
  message: string | null = null,
): UnresolvedLabel {
  return {
    status: 'unresolved',
    label,
    reason,
    message: message ?? messages[reason],
    alternatives: ids.slice(0, 5).map((id) => ({ id, confidence: 0.5 / ids.length })),
  };
}

/** The answer to a label that is resolved. */
export function resolvedLabel(
  label: string,
  hierarchy: Hierarchy,
  reading: {
    readonly id: string;
    readonly method: ResolutionMethod;
    readonly confidence: number;
    readonly note: string | null;
  },
): Resolution {
  const { id, method, confidence, note } = reading;
  const node = hierarchy.get(id);
  const { malignancy } = node;
  const path = hierarchy.path(id);
  return {
    status: 'resolved',
    label,
    node,
    path,
    malignancy,
    method,
    confidence,
    alternatives: [],
    note,
  };
}
