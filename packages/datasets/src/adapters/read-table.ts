import { createReadStream } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidInputError, NotFoundError, type SkippedRow } from '@skinr1/core';
import { type CsvError, parse } from 'csv-parse';

/** Longest row that is read, in characters; published tables stay far below. */
const maximumRowLength = 100_000;
/** Most rows that are read. */
const maximumRows = 5_000_000;

/** A data row by column name, with its line in the file. */
interface TableRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** A table read from a file. */
export interface Table {
  readonly source: string;
  readonly columns: readonly string[];
  readonly rows: readonly TableRow[];
  /** Rows with too many or too few cells, or broken quotes. */
  readonly skipped: readonly SkippedRow[];
}

interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** The first of the names that exists in the folder, or `null`. */
export async function findTable(
  directory: string,
  names: readonly string[],
): Promise<string | null> {
  const present = new Set(await readdir(directory).catch(() => []));
  const name = names.find((candidate) => present.has(candidate));
  return name === undefined ? null : join(directory, name);
}

/** True if the file's first line names all the columns. */
export async function hasColumns(path: string, needed: readonly string[]): Promise<boolean> {
  const file = await open(path).catch(() => null);
  if (!file) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8192), 0, 8192, 0);
    const first = buffer
      .toString('utf8', 0, bytesRead)
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/)[0]!;
    const columns = first.split(',').map((name) => name.trim().replaceAll('"', ''));
    return needed.every((name) => columns.includes(name));
  } finally {
    await file.close();
  }
}

/**
 * Reads a comma-separated table with a header line. Malformed rows are listed, not thrown.
 *
 * Throws NotFoundError if the file cannot be opened, InvalidInputError if a needed column is missing or
 * the file is not a table at all.
 */
export async function readTable(path: string, needed: readonly string[]): Promise<Table> {
  const skipped: SkippedRow[] = [];
  const skip = (place: string, reason: string): unknown =>
    skipped.push({ source: path, place, reason });
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: maximumRowLength,
    on_skip: (error: CsvError | undefined) => {
      skip(`line ${error?.lines ?? '?'}`, `malformed row: ${error?.code ?? 'unreadable'}`);
    },
  });
  const file = createReadStream(path);
  file.on('error', (error) => parser.destroy(error));
  file.pipe(parser);
  const rows: TableRow[] = [];
  let columns: string[] | null = null;
  try {
    for await (const { record, info } of parser as AsyncIterable<ParsedRecord>) {
      if (!columns) {
        columns = checkColumns(record, needed, path);
      } else if (record.length !== columns.length) {
        skip(
          `line ${info.lines}`,
          `malformed row: ${record.length} cells, ${columns.length} columns`,
        );
      } else {
        rows.push({ line: info.lines, cells: toCells(columns, record) });
        if (rows.length > maximumRows) throw tooLong(path);
      }
    }
  } catch (error) {
    throw readable(error, path);
  }
  if (!columns) throw new InvalidInputError('the table is empty.', { source: path });
  return { source: path, columns, rows, skipped };
}

function checkColumns(
  record: readonly string[],
  needed: readonly string[],
  path: string,
): string[] {
  const columns = record.map((name) => name.trim());
  const missing = needed.filter((name) => !columns.includes(name));
  if (missing.length > 0) {
    throw new InvalidInputError(`no column ${missing.map((name) => `'${name}'`).join(', ')}.`, {
      source: path,
      place: 'line 1',
      mend: 'Use the table as the data set publishes it, with its header line.',
    });
  }
  return columns;
}

function toCells(columns: readonly string[], record: readonly string[]): Record<string, string> {
  // Without a prototype, so that a column called "__proto__" is just a column.
  const cells: Record<string, string> = Object.create(null);
  columns.forEach((name, index) => {
    cells[name] = record[index]!.trim();
  });
  return cells;
}

function tooLong(path: string): InvalidInputError {
  return new InvalidInputError(`more than ${maximumRows} rows.`, { source: path });
}

function readable(error: unknown, path: string): Error {
  if (InvalidInputError.isInstance(error)) return error;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR') {
    return new NotFoundError(`cannot open the table (${code}).`, { source: path, cause: error });
  }
  return new InvalidInputError('cannot be read as a comma-separated table.', {
    source: path,
    cause: error,
    mend: 'Check that it is the published file and complete.',
  });
}
