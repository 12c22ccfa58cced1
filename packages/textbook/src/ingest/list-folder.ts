import { type Dirent, readdirSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { InvalidInputError } from '@skinr1/core';
import { OmissionList } from '../document/omissions.ts';
import { formatOfName, isImageName } from './file-format.ts';
import type { IngestLimits } from './limits.ts';

/** What a folder and the folders in it hold. */
export interface FolderContent {
  /** Files that are parts of one book, in order; a folder's own note before the others. */
  readonly notes: readonly string[];
  /** Files that are books of their own. */
  readonly books: string[];
  /** Pictures by name; of several of one name, the first. */
  readonly images: ReadonlyMap<string, string>;
  /** Files of other kinds and folders that were not looked into. */
  readonly omitted: OmissionList;
}

const deepestFolder = 32;

/** Folders of programs, which hold no notes. */
const programFolders = new Set(['node_modules', '__pycache__']);

const natural = new Intl.Collator('en', { numeric: true });

/**
 * Lists a folder; links are not followed. Throws InvalidInputError for more files than the limit.
 */
export function listFolder(folder: string, limits: IngestLimits): FolderContent {
  const notes: string[] = [];
  const books: string[] = [];
  const images = new Map<string, string>();
  const omitted = new OmissionList();
  let count = 0;
  const omit = (path: string, reason: string): void =>
    omitted.add({ kind: 'file', what: relative(folder, path), place: null, reason });
  const visit = (directory: string, depth: number): void => {
    for (const entry of entriesOf(directory)) {
      const path = join(directory, entry.name);
      if (++count > limits.maxFiles) throw tooMany(folder, limits);
      if (entry.isDirectory()) {
        if (isHidden(entry) || programFolders.has(entry.name)) continue;
        if (depth >= deepestFolder) omit(path, 'folders lie too deep in each other');
        else visit(path, depth + 1);
      } else if (!entry.isFile()) {
        omit(path, 'it is a link or no plain file');
      } else if (isImageName(entry.name)) {
        if (!images.has(entry.name)) images.set(entry.name, path);
      } else if (!isHidden(entry)) {
        const format = formatOfName(entry.name);
        if (format === null) omit(path, 'no format that books have');
        else if (['markdown', 'html', 'text'].includes(format) && isSmall(path, limits)) {
          notes.push(path);
        } else books.push(path);
      }
    }
  };
  visit(folder, 0);
  return { notes, books: withoutData(notes, books, omit), images, omitted };
}

/** Tables and records beside notes are data of the folder's makers; alone in a folder they are its books. */
function withoutData(
  notes: readonly string[],
  books: readonly string[],
  omit: (path: string, reason: string) => void,
): string[] {
  return books.filter((path) => {
    const isData = ['csv', 'json'].includes(formatOfName(path) ?? '');
    if (!isData || notes.length === 0) return true;
    omit(path, 'a table or records beside notes; give it by itself to have it read');
    return false;
  });
}

/** True for the note that speaks of its whole folder: an index, or one of the folder's name. */
export function isFolderNote(path: string, folder: string): boolean {
  const name = basename(path)
    .replace(/\.\w+$/, '')
    .toLowerCase();
  return ['index', '_index', 'readme'].includes(name) || name === basename(folder).toLowerCase();
}

/** The folder's own note, then files and folders in the order of their names, numbers by their value. */
function entriesOf(directory: string): Dirent[] {
  const rank = (entry: Dirent): number =>
    entry.isFile() && isFolderNote(entry.name, directory) ? 0 : 1;
  return readdirSync(directory, { withFileTypes: true }).sort(
    (a, b) => rank(a) - rank(b) || natural.compare(a.name, b.name) || (a.name < b.name ? -1 : 1),
  );
}

function isHidden({ name }: Dirent): boolean {
  return name.startsWith('.');
}

function isSmall(path: string, { maxNoteBytes }: IngestLimits): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) <= maxNoteBytes;
}

function tooMany(folder: string, { maxFiles }: IngestLimits): InvalidInputError {
  return new InvalidInputError(`more than ${maxFiles} files.`, {
    source: folder,
    mend: 'Give a smaller folder or raise the limit `maxFiles`.',
  });
}
