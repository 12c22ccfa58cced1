import { InvalidInputError, type SkippedRow } from '@skinr1/core';
import type { ConditionRecord } from '../data/format.ts';
import { foldCharacters } from '../text/characters.ts';

/** Conditions read from another format, and what could not be read. */
export interface ImportedConditions {
  readonly conditions: readonly ConditionRecord[];
  readonly skipped: readonly SkippedRow[];
}

/** Options of the importers. */
export interface ImportOptions {
  /** Named in errors: the file. @defaultValue the format's name */
  readonly source?: string;
  /**
   * Parent for conditions that come without one, so that the import can be an overlay. Left out, such
   * conditions have no parents.
   */
  readonly attachTo?: string;
}

/** Texts longer than this are refused. */
const maximumTextLength = 256 * 1024 * 1024;

/** Throws InvalidInputError for a text that is too long to be read at once. */
export function assertReadable(text: string, source: string): void {
  if (text.length <= maximumTextLength) return;
  throw new InvalidInputError(`the text has ${text.length} characters, more than can be read.`, {
    source,
    mend: `Split it into parts of at most ${maximumTextLength} characters.`,
  });
}

/** An id made from a name: folded, lower case, hyphens for everything else. */
export function idFromName(name: string): string {
  return foldCharacters(name)
    .toLowerCase()
    .replace(/'/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
