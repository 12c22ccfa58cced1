import type { SummaryRow } from '@skinr1/eval';
import { asObject } from './metric-history.ts';

/** Where the results table of a run is kept as data. */
export const resultsFile = 'results/summary.json';

/** A share with its 95 % interval. */
export interface ResultsCell {
  readonly title: string;
  readonly share: number;
  readonly low: number;
  readonly high: number;
}

/** A row of the results table: a model and how it did. */
export interface ResultsRow {
  readonly name: string;
  readonly cells: readonly ResultsCell[];
}

/** The results table as it is written to {@link resultsFile}. */
export function describeResults(rows: readonly SummaryRow[]): { readonly rows: ResultsRow[] } {
  return {
    rows: rows.map(({ name, format, accuracies }) => ({
      name,
      cells: [{ ...format, title: 'Format' }, ...Object.values(accuracies)].flatMap(
        ({ title, share, low, high }) => (share === null ? [] : [{ title, share, low, high }]),
      ),
    })),
  };
}

/** Reads it back, as far as it can be read. */
export function parseResults(content: Readonly<Record<string, unknown>>): ResultsRow[] {
  return listOf(content.rows, (row) => {
    const cells = listOf(row.cells, ({ title, share, low, high }) =>
      typeof title === 'string' && [share, low, high].every((value) => Number.isFinite(value))
        ? { title, share: share as number, low: low as number, high: high as number }
        : null,
    );
    return typeof row.name === 'string' ? { name: row.name, cells } : null;
  });
}

function listOf<T>(
  value: unknown,
  read: (item: Readonly<Record<string, unknown>>) => T | null,
): T[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item) => {
    const object = asObject(item);
    const one = object && read(object);
    return one ? [one] : [];
  });
}
