import type { Hierarchy } from '../hierarchy.ts';
import type { Resolution, UnresolvedReason } from '../types.ts';
import type { Caution } from './lexicon.ts';

/** What a label made of parts means, or why that cannot be said. */
export type PartReading =
  | { readonly id: string; readonly confidence: number; readonly note: string | null }
  | {
      readonly refused: UnresolvedReason;
      readonly ids: readonly string[];
      readonly message: string | null;
    };

/** What reading a label by its parts needs to know of single parts. */
export interface PartReader {
  readonly hierarchy: Hierarchy;
  /** With a data set, as that one publishes its labels. */
  resolve(part: string, dataset?: string | null): Resolution;
  /** The condition of which the part is a name, word for word; `null` where it is none's or several's. */
  nameOf(part: string): string | null;
  /** What a heading in any language does to what it heads: deny or doubt it; `null` where neither. */
  cautionOf(heading: string): Caution | null;
  /** The data set that publishes all of these labels, if there is one; then their order is its own. */
  datasetOf(parts: readonly string[]): string | null;
}

/** What a part means by itself, as the meaning of the label that it stands for. */
export function asReading(found: Resolution): PartReading {
  if (found.status === 'resolved') {
    return { id: found.node.id, confidence: found.confidence, note: found.note };
  }
  const ids = found.alternatives.map((each) => each.id);
  return { refused: found.reason, ids, message: found.message };
}
