import { NotFoundError } from '@skinr1/core';
import type { DatasetAdapter, LoadedDataset, LoadOptions, RowReading } from './adapter.ts';
import {
  flagOrNull,
  loadTable,
  numberOrNull,
  type TableDataset,
  textOrNull,
} from './load-table.ts';
import { findTable, hasColumns } from './read-table.ts';

const tableNames = ['metadata.csv'];
const complaints = ['itch', 'grew', 'hurt', 'changed', 'bleed', 'elevation'] as const;

const dataset: TableDataset = {
  name: 'pad-ufes-20',
  columns: ['img_id', 'diagnostic', 'patient_id', 'lesion_id'],
  groupBy: 'patientId',
  readRow,
};

/**
 * PAD-UFES-20 (Pacheco and others 2020): `metadata.csv` with the photographs in `images`, usually in
 * `imgs_part_1` to `_3` there. Split by patient, as one patient can have several lesions.
 */
export const padUfes20: DatasetAdapter = {
  name: dataset.name,
  layout: 'metadata.csv with columns img_id, diagnostic, patient_id and lesion_id',
  async detect(directory: string): Promise<boolean> {
    const path = await findTable(directory, tableNames);
    return path !== null && (await hasColumns(path, dataset.columns));
  },
  async load(directory: string, options: LoadOptions): Promise<LoadedDataset> {
    const path = await findTable(directory, tableNames);
    if (!path) {
      throw new NotFoundError('no label table of PAD-UFES-20.', {
        source: directory,
        mend: 'Put its metadata.csv there.',
      });
    }
    return loadTable(dataset, directory, path, options);
  },
};

function readRow(cells: Readonly<Record<string, string>>): RowReading {
  const patientId = textOrNull(cells.patient_id);
  const lesion = textOrNull(cells.lesion_id);
  return {
    imageId: cells.img_id ?? '',
    label: cells.diagnostic ?? '',
    // Lesion numbers are unique within a patient only.
    lesionId: lesion === null ? null : `${patientId ?? 'unknown'}/${lesion}`,
    patientId,
    metadata: {
      age: numberOrNull(cells.age),
      sex: textOrNull(cells.gender)?.toLowerCase() ?? null,
      localization: textOrNull(cells.region)?.toLowerCase() ?? null,
      skinTone: numberOrNull(cells.fitspatrick),
      biopsied: flagOrNull(cells.biopsed),
      ...Object.fromEntries(complaints.map((name) => [name, flagOrNull(cells[name])])),
    },
  };
}
