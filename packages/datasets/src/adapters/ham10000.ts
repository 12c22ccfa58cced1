import { numberOrNull, textOrNull } from '../tables/cells.ts';
import type { DatasetAdapter, RowReading } from './adapter.ts';
import { tableAdapter } from './table-adapter.ts';

/**
 * HAM10000 (Tschandl, Rosendahl, Kittler 2018): `HAM10000_metadata(.csv)` or `labels.csv`, with the
 * images in `HAM10000_images_part_1` and `_2` or in `images`. Split by lesion.
 */
export const ham10000: DatasetAdapter = tableAdapter({
  name: 'ham10000',
  vocabulary: 'ham10000',
  tableNames: ['HAM10000_metadata.csv', 'HAM10000_metadata', 'HAM10000_metadata.tab', 'labels.csv'],
  columns: ['image_id', 'dx'],
  groupBy: 'lesionId',
  readRow,
});

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
