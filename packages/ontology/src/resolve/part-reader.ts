import type { Hierarchy } from '../hierarchy.ts';
import type { Resolution, UnresolvedReason } from '../types.ts';

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
  resolve(part: string): Resolution;
  /** The condition of which the part is a name, word for word; `null` where it is none's or several's. */
  nameOf(part: string): string | null;
  /** True if one data set publishes all of these labels; then their order is its own classification. */
  arePublishedTogether(parts: readonly string[]): boolean;
}
