import { readdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { missingColumns, type NeededColumn, readHead, readHeader } from './table-header.ts';
import { headLength } from './text-encoding.ts';

const tableExtensions = new Set(['.csv', '.tsv', '.tab', '.txt']);

/** Tables of one kind in a folder. */
export interface FoundTables {
  /** The one to read. */
  readonly path: string;
  /** Others with the columns needed. */
  readonly others: readonly string[];
}

/**
 * The table with the columns needed, in the folder itself: the first of the names under which it is published (in
 * any case), else any table, as many are renamed or share a name with another data set's. `null` if none
 * has the columns.
 */
export async function findTable(
  directory: string,
  names: readonly string[],
  needed: readonly NeededColumn[],
): Promise<FoundTables | null> {
  const found: string[] = [];
  for (const name of await tableFiles(directory, names)) {
    const path = join(directory, name);
    const head = await readHead(path, headLength);
    const header = head && readHeader(head, needed);
    if (header && missingColumns(header.columns, needed).length === 0) found.push(path);
  }
  const [path, ...others] = found;
  return path === undefined ? null : { path, others };
}

/** The file of the first of the names that the folder has, whatever its columns; `null` if it has none. */
export async function findNamed(
  directory: string,
  names: readonly string[],
): Promise<string | null> {
  const [first] = await tableFiles(directory, names);
  const known = first !== undefined && rankOf(first, names) < names.length;
  return known ? join(directory, first) : null;
}

/** Names of the files that may be tables: those with a known name first, then by name. */
async function tableFiles(directory: string, names: readonly string[]): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map(({ name }) => ({ name, rank: rankOf(name, names) }))
    .filter(
      ({ name, rank }) => rank < names.length || tableExtensions.has(extname(name).toLowerCase()),
    )
    .sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name);
}

function rankOf(name: string, names: readonly string[]): number {
  const at = names.findIndex((known) => known.toLowerCase() === name.toLowerCase());
  return at < 0 ? names.length : at;
}
