import { Readable } from 'node:stream';
import { InvalidInputError, NotFoundError } from '@skinr1/core';
import { type CsvError, parse } from 'csv-parse';
import { refuseOtherFiles } from './other-files.ts';
import { maximumRowLength, type OnMalformedRow, RowFaults } from './row-faults.ts';
import {
  lineEnds,
  missingColumns,
  type NeededColumn,
  readHead,
  readHeader,
  toColumns,
} from './table-header.ts';
import { decodeFile, fileEncoding, headLength } from './text-encoding.ts';

/** Most rows that are read. */
const maximumRows = 5_000_000;

/** A data row by column name (small letters, `_` for spaces), with its line in the file. */
export interface TableRow {
  readonly line: number;
  readonly cells: Readonly<Record<string, string>>;
}

interface ParsedRecord {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * Reads a table with a header line, row by row: separated by commas, semicolons or tabs, in UTF-8, UTF-16 or
 * Windows-1252, with the line ends of any system. Cells are trimmed; empty cells beyond the last column are let
 * pass.
 *
 * Throws NotFoundError if the file cannot be opened, InvalidInputError if a needed column is missing, the file is
 * not a table at all, or, after the rows before it, at a quote that is never closed.
 */
export async function* readTable(
  path: string,
  needed: readonly NeededColumn[],
  onMalformed: OnMalformedRow,
): AsyncGenerator<TableRow> {
  const head = await readHead(path, headLength);
  if (!head) throw new NotFoundError('cannot open the table.', { source: path });
  const header = readHeader(head, needed);
  if (!header || missingColumns(header.columns, needed).length > 0) refuseOtherFiles(path, head);
  if (!header) throw new InvalidInputError('the table is empty.', { source: path });
  const encoding = await fileEncoding(path).catch((error: unknown) => {
    throw readable(error, path);
  });
  const faults = new RowFaults(path, encoding, onMalformed);
  const parser = parse({
    delimiter: header.delimiter,
    record_delimiter: lineEnds,
    from_line: header.linesBefore + 1,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: maximumRowLength,
    on_skip: (error: CsvError | undefined) => {
      faults.add(error);
    },
  });
  const text = Readable.from(decodeFile(path, encoding));
  text.on('error', (error) => parser.destroy(error));
  text.pipe(parser);
  try {
    const records = inOrder(parser as AsyncIterable<ParsedRecord>, faults);
    yield* readRows(records, path, needed, onMalformed);
  } catch (error) {
    throw readable(error, path);
  } finally {
    text.destroy();
  }
}

/** The records, each after the faults of the rows before it. */
async function* inOrder(
  records: AsyncIterable<ParsedRecord>,
  faults: RowFaults,
): AsyncGenerator<ParsedRecord> {
  for await (const record of records) {
    await faults.tellBefore(record.info.lines);
    yield record;
  }
  await faults.tellBefore(Number.POSITIVE_INFINITY);
}

async function* readRows(
  records: AsyncIterable<ParsedRecord>,
  path: string,
  needed: readonly NeededColumn[],
  onMalformed: OnMalformedRow,
): AsyncGenerator<TableRow> {
  let columns: readonly string[] | null = null;
  let count = 0;
  for await (const { record, info } of records) {
    if (!columns) {
      columns = checkColumns(toColumns(record), needed, path);
      continue;
    }
    const width = columns.length;
    if (record.length < width || record.slice(width).some((cell) => cell.trim() !== '')) {
      const mend =
        record.length < width ? 'add what is missing' : 'quote cells that hold a delimiter';
      const reason = `malformed row: ${record.length} cells, ${width} columns; ${mend}`;
      onMalformed(`line ${info.lines}`, reason);
      continue;
    }
    if (++count > maximumRows) {
      throw new InvalidInputError(`more than ${maximumRows} rows.`, { source: path });
    }
    yield { line: info.lines, cells: toCells(columns, record) };
  }
  if (!columns) throw new InvalidInputError('the table is empty.', { source: path });
}

function checkColumns(
  columns: readonly string[],
  needed: readonly NeededColumn[],
  path: string,
): readonly string[] {
  const problem = (message: string, mend: string): InvalidInputError =>
    new InvalidInputError(message, { source: path, place: 'header line', mend });
  const missing = missingColumns(columns, needed);
  if (missing.length > 0) {
    throw problem(
      `no column ${missing.map((name) => `'${name}'`).join(', ')}.`,
      `Use the table as the data set publishes it, with its header line; this one has: ${listed(columns)}.`,
    );
  }
  const twice = needed.flat().find((name) => columns.indexOf(name) !== columns.lastIndexOf(name));
  if (twice) throw problem(`two columns are called '${twice}'.`, 'Rename or remove one.');
  return columns;
}

/** Names of columns for a message, not more than a screen full. */
function listed(columns: readonly string[]): string {
  const shown = columns.slice(0, 40).map((name) => name.slice(0, 40));
  return shown.join(', ') + (columns.length > shown.length ? ', …' : '');
}

function toCells(columns: readonly string[], record: readonly string[]): Record<string, string> {
  // Without a prototype, so that a column called "__proto__" is just a column.
  const cells: Record<string, string> = Object.create(null);
  columns.forEach((name, index) => {
    cells[name] ??= record[index]!.trim();
  });
  return cells;
}

function readable(error: unknown, path: string): Error {
  if (InvalidInputError.isInstance(error)) return error;
  return new InvalidInputError('cannot be read as a table.', {
    source: path,
    cause: error,
    mend: 'Check that it is the published file and complete.',
  });
}
