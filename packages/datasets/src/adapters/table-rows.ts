import type { SkippedRow } from '@skinr1/core';
import type { TableRow } from '../tables/read-table.ts';
import type { OnMalformedRow } from '../tables/row-faults.ts';
import type { RowReading, SourceRow } from './adapter.ts';

/** Rows of a table in order, with those that are malformed among them. */
export async function* tableRows(
  source: string,
  open: (onMalformed: OnMalformedRow) => AsyncIterable<TableRow>,
  readRow: (cells: TableRow['cells']) => RowReading,
): AsyncGenerator<SourceRow | SkippedRow> {
  const malformed: SkippedRow[] = [];
  const rows = open((place, reason) => malformed.push({ source, place, reason }));
  for await (const { line, cells } of rows) {
    yield* malformed.splice(0);
    yield { source, place: `line ${line}`, row: readRow(cells) };
  }
  yield* malformed;
}
