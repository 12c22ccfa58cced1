import { readTable } from './read-table.ts';
import type { OnMalformedRow } from './row-faults.ts';
import { columnKey } from './table-header.ts';

/**
 * The cells of one column of a table, from the first row to the last, trimmed: separated by commas, semicolons or
 * tabs, in UTF-8, UTF-16 or Windows-1252. Rows that are none are told to `onMalformed`.
 *
 * Throws NotFoundError if the file cannot be opened, InvalidInputError, with the columns there are, if it has
 * not that column.
 */
export async function* readColumn(
  path: string,
  column: string,
  onMalformed: OnMalformedRow,
): AsyncGenerator<string> {
  const key = columnKey(column);
  for await (const { cells } of readTable(path, [key], onMalformed)) yield cells[key] as string;
}
