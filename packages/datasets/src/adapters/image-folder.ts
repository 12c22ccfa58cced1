import { posix } from 'node:path';
import type { SkippedRow } from '@skinr1/core';
import { type ImageIndex, indexImages } from '../images/image-index.ts';
import { numberOrNull, statedMalignancy, textOrNull } from '../tables/cells.ts';
import { readJsonLines } from '../tables/read-json-lines.ts';
import { readTable, type TableRow } from '../tables/read-table.ts';
import type { OnMalformedRow } from '../tables/row-faults.ts';
import { missingColumns, readHead, readHeader } from '../tables/table-header.ts';
import { headLength } from '../tables/text-encoding.ts';
import type { DatasetAdapter, RowReading, SourceRow } from './adapter.ts';
import { commonFolders, readFolders, splitOf } from './folder-layout.ts';
import { loadCases } from './load-cases.ts';
import { tableRows } from './table-rows.ts';

/** Columns that may hold the label, the one most likely to hold a name first. */
const labelColumns = [
  'diagnosis',
  'dx',
  'label_name',
  'class_name',
  'condition',
  'disease',
  'label',
  'class',
  'category',
] as const;

/**
 * Folders as image libraries read and write them, and as many data sets are passed on: a folder for each class, also
 * in classes of classes (the finest folder that is a diagnosis counts), also in `train`, `validation` and `test`,
 * which are kept; or a `metadata.csv` or `metadata.jsonl` with the column `file_name` beside the images, as Hugging
 * Face writes it. Split by patient or lesion where a table names them.
 */
export const imageFolder: DatasetAdapter = {
  name: 'image-folder',
  layout:
    'metadata.csv or metadata.jsonl with the column file_name, or two or more folders of images named by diagnosis',
  async detect(directory) {
    const images = await indexImages(directory).catch(() => null);
    if (!images || images.size === 0) return false;
    return hasClasses(images.names) || (await metadataTables(directory, images)).length > 0;
  },
  async load(directory, options) {
    const rows = (images: ImageIndex) => folderRows(directory, images);
    const source = { name: 'image-folder', directory, groupBy: 'patientId', rows } as const;
    return loadCases(source, options);
  },
};

/** True if folders tell the images apart as classes do: many folders of few images are lesions or patients. */
function hasClasses(names: readonly string[]): boolean {
  const common = commonFolders(names);
  const classes = new Set(names.map((name) => readFolders(name, common).classes.at(-1)));
  classes.delete(undefined);
  return classes.size > 1 && (classes.size <= 20 || classes.size <= names.length / 3);
}

const needed = ['file_name'];

/** Tables of images, as paths inside the folder; they may stand in each part of the split. */
async function metadataTables(directory: string, images: ImageIndex): Promise<string[]> {
  const found: string[] = [];
  for (const name of images.otherNames) {
    if (!/^metadata\.(csv|tsv|jsonl)$/i.test(posix.basename(name))) continue;
    const head = await readHead(posix.join(directory, name), headLength);
    const header = head && readHeader(head, needed);
    const isTable = header !== null && missingColumns(header.columns, needed).length === 0;
    if (isTable || isJsonLines(name)) found.push(name);
  }
  return found;
}

function isJsonLines(name: string): boolean {
  return name.toLowerCase().endsWith('.jsonl');
}

/** Rows of the tables in order, then the images that stand in none. */
async function* folderRows(
  directory: string,
  images: ImageIndex,
): AsyncGenerator<SourceRow | SkippedRow> {
  const common = commonFolders(images.names);
  const listed = new Set<string>();
  for (const name of await metadataTables(directory, images)) {
    const source = posix.join(directory, name);
    const open = (onMalformed: OnMalformedRow) =>
      isJsonLines(name)
        ? readJsonLines(source, onMalformed)
        : readTable(source, needed, onMalformed);
    const read = (cells: TableRow['cells']): RowReading => {
      const file = (cells.file_name ?? '').replaceAll('\\', '/');
      const path = posix.join(posix.dirname(name), file);
      listed.add(path);
      return readRow(path, common, cells);
    };
    yield* tableRows(source, open, read);
  }
  for (const name of images.otherNames.filter((other) => /metadata\.parquet$/i.test(other))) {
    const reason = 'Parquet is not read: save the table as metadata.csv';
    yield { source: directory, place: name, reason };
  }
  for (const path of images.names) {
    if (!listed.has(path)) yield { source: directory, place: path, row: readRow(path, common, {}) };
  }
}

function readRow(path: string, common: number, cells: TableRow['cells']): RowReading {
  const { classes, split } = readFolders(path, common);
  const named = labelColumns.map((column) => textOrNull(cells[column])).filter(isName);
  const [label = '', ...coarserLabels] = [...named, ...classes.toReversed()];
  return {
    imageId: path,
    imagePath: path,
    label,
    coarserLabels,
    lesionId: textOrNull(cells.lesion_id),
    patientId: textOrNull(cells.patient_id),
    publishedMalignancy: [cells.malignancy, cells.benign_malignant, ...classes]
      .map(statedMalignancy)
      .find((malignancy) => malignancy !== undefined),
    publishedSplit: splitOf(cells.split ?? '') ?? split,
    metadata: {
      age: numberOrNull(cells.age),
      sex: textOrNull(cells.sex)?.toLowerCase() ?? null,
      localization: textOrNull(cells.localization)?.toLowerCase() ?? null,
    },
  };
}

/** A number names no diagnosis: it counts classes that are named elsewhere. */
function isName(cell: string | null): cell is string {
  return cell !== null && !/^\d+(\.0)?$/.test(cell);
}
