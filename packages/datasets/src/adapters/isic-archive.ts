import { flagOrNull, numberOrNull, statedMalignancy, textOrNull } from '../tables/cells.ts';
import type { DatasetAdapter, RowReading } from './adapter.ts';
import { tableAdapter } from './table-adapter.ts';

/**
 * Downloads of the ISIC archive: `metadata.csv` beside the images, with the diagnosis in up to five columns from
 * malignancy to the finest name (`diagnosis_1` …; `iddx_1` … in the challenge of 2024), or in one (`diagnosis`,
 * before 2024). Collections of the archive come in this form: MILK10k, HIBA, BCN20000. Split by patient, else by
 * lesion.
 */
export const isicArchive: DatasetAdapter = tableAdapter({
  name: 'isic-archive',
  vocabulary: 'isic-archive',
  tableNames: ['metadata.csv', 'train-metadata.csv'],
  columns: ['isic_id', ['diagnosis_1', 'iddx_1', 'diagnosis']],
  groupBy: 'patientId',
  readRow,
});

/** The archive writes Fitzpatrick's types as Roman numerals. */
const skinTypes = ['i', 'ii', 'iii', 'iv', 'v', 'vi'];

function readRow(cells: Readonly<Record<string, string>>): RowReading {
  const diagnosis = levelsOf(cells, 'diagnosis');
  const levels = diagnosis.length > 0 ? diagnosis : levelsOf(cells, 'iddx');
  // One column until 2025, then up to five from the region to the finest place.
  const site = textOrNull(cells.anatom_site_general) ?? levelsOf(cells, 'anatom_site').at(-1);
  const [finest = '', ...coarser] = levels.toReversed();
  const skinType = skinTypes.indexOf((cells.fitzpatrick_skin_type ?? '').toLowerCase());
  return {
    imageId: cells.isic_id ?? '',
    label: finest || (textOrNull(cells.diagnosis) ?? ''),
    // The first level is the malignancy, and no diagnosis.
    coarserLabels: coarser.slice(0, -1),
    lesionId: textOrNull(cells.lesion_id),
    patientId: textOrNull(cells.patient_id),
    // Its third value, indeterminate, says that it is neither, which a diagnosis may know better.
    publishedMalignancy: statedMalignancy(levels[0] ?? cells.benign_malignant),
    metadata: {
      age: numberOrNull(cells.age_approx),
      sex: textOrNull(cells.sex)?.toLowerCase() ?? null,
      localization: site?.toLowerCase() ?? null,
      confirmation: textOrNull(cells.diagnosis_confirm_type),
      imageType: textOrNull(cells.image_type),
      skinTone: skinType < 0 ? null : skinType + 1,
      biopsied: flagOrNull(cells.concomitant_biopsy),
      publishedDiagnosis: levels.length > 0 ? levels.join(': ') : null,
    },
  };
}

/** What the columns `name_1` to `name_5` say, from coarse to fine. */
function levelsOf(cells: Readonly<Record<string, string>>, name: string): string[] {
  return [1, 2, 3, 4, 5]
    .map((level) => textOrNull(cells[`${name}_${level}`]))
    .filter((text) => text !== null);
}
