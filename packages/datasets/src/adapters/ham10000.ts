import { NotFoundError } from '@skinr1/core';
import type { DatasetAdapter, LoadedDataset, LoadOptions, RowReading } from './adapter.ts';
import { loadTable, numberOrNull, type TableDataset, textOrNull } from './load-table.ts';
import { findTable, hasColumns } from './read-table.ts';

const tableNames = [
  'HAM10000_metadata.csv',
  'HAM10000_metadata',
  'HAM10000_metadata.tab',
  'labels.csv',
];

const dataset: TableDataset = {
  name: 'ham10000',
  columns: ['image_id', 'dx'],
  groupBy: 'lesionId',
  readRow,
};

/**
 * HAM10000 (Tschandl, Rosendahl, Kittler 2018): `HAM10000_metadata(.csv)` or `labels.csv`, with the
 * images in `HAM10000_images_part_1` and `_2` or in `images`. Split by lesion.
 */
export const ham10000: DatasetAdapter = {
  name: dataset.name,
  layout: 'HAM10000_metadata(.csv) or labels.csv with columns image_id and dx',
  async detect(directory: string): Promise<boolean> {
    const path = await findTable(directory, tableNames);
    return path !== null && (await hasColumns(path, dataset.columns));
  },
  async load(directory: string, options: LoadOptions): Promise<LoadedDataset> {
    const path = await findTable(directory, tableNames);
    if (!path) {
      throw new NotFoundError('no label table of HAM10000.', {
        source: directory,
        mend: `Put one of ${tableNames.join(', ')} there.`,
      });
    }
    return loadTable(dataset, directory, path, options);
  },
};

function readRow(cells: Readonly<Record<string, string>>): RowReading {
  return {
    imageId: cells.image_id ?? '',
    label: cells.dx ?? '',
    lesionId: textOrNull(cells.lesion_id),
    patientId: null,
    // The paper lists angiomas, angiokeratomas, pyogenic granulomas and hemorrhage: all benign.
    publishedMalignancy: cells.dx === 'vasc' ? 'benign' : undefined,
    metadata: {
      age: numberOrNull(cells.age),
      sex: textOrNull(cells.sex),
      localization: textOrNull(cells.localization),
      confirmation: textOrNull(cells.dx_type),
    },
  };
}
