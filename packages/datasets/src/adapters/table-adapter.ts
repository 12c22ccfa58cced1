import { NotFoundError } from '@skinr1/core';
import { findNamed, findTable } from '../tables/find-table.ts';
import { readTable } from '../tables/read-table.ts';
import type { NeededColumn } from '../tables/table-header.ts';
import type { DatasetAdapter, DatasetWarning, RowReading } from './adapter.ts';
import { loadCases } from './load-cases.ts';
import { tableRows } from './table-rows.ts';

/** What differs between data sets that publish one table and a folder of images. */
export interface TableDataset {
  readonly name: string;
  /** Names under which the table is published: preferred, where several tables have the columns. */
  readonly tableNames: readonly string[];
  /** Columns by which the table is known, in small letters and with `_` for spaces; of a list, one is enough. */
  readonly columns: readonly NeededColumn[];
  /** The ontology's list of the data set's own codes, if it has one. */
  readonly vocabulary?: string;
  readonly readRow: (cells: Readonly<Record<string, string>>) => RowReading;
  /** What must stay in one part of the split. */
  readonly groupBy: 'lesionId' | 'patientId';
}

/** The adapter of such a data set: every row becomes a case or is listed with the reason why not. */
export function tableAdapter(dataset: TableDataset): DatasetAdapter {
  const { name, tableNames, columns } = dataset;
  const needed = columns.map((column) => [column].flat().join(' or ')).join(', ');
  const layout = `${tableNames.join(' or ')}, or another table, with columns ${needed}`;
  return {
    name,
    layout,
    detect: async (directory) => (await findTable(directory, tableNames, columns)) !== null,
    async load(directory, options) {
      const found = await findTable(directory, tableNames, columns);
      // Without the columns, reading says what is wrong with the table of the published name.
      const path = found?.path ?? (await findNamed(directory, tableNames));
      if (path === null) {
        const mend = `Put its table there: ${layout}.`;
        throw new NotFoundError(`no label table of ${name}.`, { source: directory, mend });
      }
      const rows = () =>
        tableRows(path, (onMalformed) => readTable(path, columns, onMalformed), dataset.readRow);
      const loaded = await loadCases({ ...dataset, directory, rows }, options);
      const others = (found?.others ?? []).map((other): DatasetWarning => {
        return { source: other, place: 'table', message: `not read: '${path}' is, in its place` };
      });
      return { ...loaded, warnings: [...others, ...loaded.warnings] };
    },
  };
}
