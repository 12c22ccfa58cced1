import { parse } from 'csv-parse/sync';
import { lineEnds, readHead, readHeader } from './table-header.ts';
import { headLength, sniffEncoding } from './text-encoding.ts';

/** Rows by which a table is told from a list whose lines hold commas. */
const rowsCompared = 20;

/**
 * The columns of a file that is a table of several: its first rows all have as many cells as its header line.
 * `null` for anything else, such as a list of names with commas in some.
 */
export async function columnsOf(path: string): Promise<readonly string[] | null> {
  const head = await readHead(path, headLength);
  const header = head && readHeader(head, []);
  if (!head || !header || header.columns.length < 2) return null;
  const text = new TextDecoder(sniffEncoding(head)).decode(head);
  try {
    const rows: string[][] = parse(text, {
      delimiter: header.delimiter,
      record_delimiter: lineEnds,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      from_line: header.linesBefore + 1,
      to: rowsCompared,
    });
    const isTable = rows.length > 1 && rows.every((row) => row.length === header.columns.length);
    return isTable ? header.columns : null;
  } catch {
    return null;
  }
}
