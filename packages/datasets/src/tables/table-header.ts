import { open } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { sniffEncoding } from './text-encoding.ts';

/** A column that is needed, or several of which one is enough; in the form of {@link columnKey}. */
export type NeededColumn = string | readonly string[];

/** What stands between two cells. */
type Delimiter = ',' | ';' | '\t';

/** How a table is laid out. */
export interface TableHeader {
  readonly delimiter: Delimiter;
  /** In the form of {@link columnKey}. */
  readonly columns: readonly string[];
  /** Lines before the header: 1 where Excel has written `sep=;`. */
  readonly linesBefore: number;
}

/** Line ends of every system, also mixed in one file. */
export const lineEnds: string[] = ['\r\n', '\n', '\r'];

/** A column's name as it is compared: in small letters, with `_` for spaces and hyphens. */
export function columnKey(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}

/** The needed columns that are absent, in words. */
export function missingColumns(
  columns: readonly string[],
  needed: readonly NeededColumn[],
): string[] {
  return needed
    .filter((need) => ![need].flat().some((name) => columns.includes(name)))
    .map((need) => [need].flat().join(' or '));
}

/**
 * The layout of a table by its first bytes, or `null` if they hold no line. The delimiter is that
 * of comma, semicolon and tab which gives most of the needed columns, then most columns; cells in quotes may
 * hold any of them.
 */
export function readHeader(head: Uint8Array, needed: readonly NeededColumn[]): TableHeader | null {
  const text = new TextDecoder(sniffEncoding(head)).decode(head);
  const stated = /^"?sep=([,;\t])"?\r?\n/.exec(text);
  const body = stated ? text.slice(stated[0].length) : text;
  const candidates = stated ? [stated[1] as Delimiter] : ([',', ';', '\t'] as const);
  let best: TableHeader | null = null;
  let bestRank = Number.NEGATIVE_INFINITY;
  for (const delimiter of candidates) {
    const columns = readColumns(body, delimiter);
    if (!columns) continue;
    const rank = columns.length - missingColumns(columns, needed).length * 1e6;
    if (rank > bestRank) {
      best = { delimiter, columns, linesBefore: stated ? 1 : 0 };
      bestRank = rank;
    }
  }
  return best;
}

function readColumns(text: string, delimiter: Delimiter): string[] | null {
  try {
    const [first] = parse(text, {
      delimiter,
      record_delimiter: lineEnds,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      to: 1,
    });
    return first ? toColumns(first) : null;
  } catch {
    return null;
  }
}

/** Names of columns by the cells of a header line; empty ones at its end are delimiters too many. */
export function toColumns(cells: readonly string[]): string[] {
  const columns = cells.map(columnKey);
  while (columns.at(-1) === '') columns.pop();
  return columns;
}

/** The first bytes of a file; `null` if it cannot be opened. */
export async function readHead(path: string, length: number): Promise<Uint8Array | null> {
  const file = await open(path).catch(() => null);
  if (!file) return null;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } catch {
    return null; // A folder can be opened, but not read.
  } finally {
    await file.close();
  }
}
