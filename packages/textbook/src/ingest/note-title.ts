import { basename, extname } from 'node:path';
import { tidy } from '../document/builder-input.ts';
import { partTitles } from '../document/heading-words.ts';

/** A note of a folder: the name that its file gives it, and the level of its title. */
export interface NotePlace {
  readonly name: string;
  readonly level: number;
}

/** A heading of a note. */
export interface NoteHeading {
  readonly level: number;
  /** Whether no text stands before it. */
  readonly isFirst: boolean;
}

/**
 * The heading that titles its note, as an index into its headings: the only one of the first level, or the first
 * thing of the note if no other is as high; `null` if none does, as in a note that opens with "Definition".
 */
export function titleHeading(headings: readonly NoteHeading[]): number | null {
  const highest = headings.reduce((least, { level }) => Math.min(least, level), 7);
  const highestOnes = headings.filter(({ level }) => level === highest);
  const [only] = highestOnes;
  if (only === undefined || highestOnes.length > 1) return null;
  return highest === 1 || only.isFirst ? headings.indexOf(only) : null;
}

/** True for "Presentation", "Signs and symptoms": each of many notes may open so, and none is titled by it. */
export function isPartTitle(heading: string): boolean {
  const words = heading.toLowerCase().match(/\p{L}+/gu) ?? [];
  return words.length > 0 && words.every((word) => partTitles.has(word));
}

/** A file's name as a title: without extension, with spaces for underscores or hyphens, its ordering number marked. */
export function titleOfFile(path: string): string {
  const name = basename(path, extname(path));
  const spaced = /\s/.test(name) ? name.replaceAll('_', ' ') : name.replace(/[_-]+/g, ' ');
  return tidy(spaced.replace(/^(\d{1,4})[\s.)-]+(?=\p{L})/u, '$1. ')) || name;
}

/** The same letters and digits. */
export function isSameName(a: string, b: string): boolean {
  const letters = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
  return letters(a) === letters(b);
}
