import { flagOrNull, numberOrNull, textOrNull } from '../tables/cells.ts';
import type { DatasetAdapter, RowReading } from './adapter.ts';
import { tableAdapter } from './table-adapter.ts';

const complaints = ['itch', 'grew', 'hurt', 'changed', 'bleed', 'elevation'] as const;

/**
 * PAD-UFES-20 (Pacheco and others 2020): `metadata.csv` with the photographs in `images`, usually in
 * `imgs_part_1` to `_3` there. Split by patient, as one patient can have several lesions.
 */
export const padUfes20: DatasetAdapter = tableAdapter({
  name: 'pad-ufes-20',
  vocabulary: 'pad-ufes-20',
  tableNames: ['metadata.csv'],
  columns: ['img_id', 'diagnostic', 'patient_id', 'lesion_id'],
  groupBy: 'patientId',
  readRow,
});

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
