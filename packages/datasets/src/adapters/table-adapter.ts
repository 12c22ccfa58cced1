import {
  type Case,
  createRandom,
  InvalidInputError,
  NotFoundError,
  type SkippedRow,
} from '@skinr1/core';
import { assignSplits } from '../splits.ts';
import type { DatasetAdapter, LoadedDataset, LoadOptions, RowReading } from './adapter.ts';
import { type ImageIndex, indexImages } from './image-index.ts';
import { findTable, hasColumns, readTable } from './read-table.ts';

/** What differs between data sets that publish one table and a folder of images. */
export interface TableDataset {
  readonly name: string;
  /** Names under which the table is published; the first that is there is read. */
  readonly tableNames: readonly string[];
  readonly columns: readonly string[];
  readonly readRow: (cells: Readonly<Record<string, string>>) => RowReading;
  /** What must stay in one part of the split. */
  readonly groupBy: 'lesionId' | 'patientId';
}

/** The adapter of such a data set: every row becomes a case or is listed with the reason why not. */
export function tableAdapter(dataset: TableDataset): DatasetAdapter {
  const { name, tableNames, columns } = dataset;
  const tables = tableNames.join(' or ');
  return {
    name,
    layout: `${tables} with columns ${columns.join(', ')}`,
    async detect(directory) {
      const path = await findTable(directory, tableNames);
      return path !== null && (await hasColumns(path, columns));
    },
    async load(directory, options) {
      const path = await findTable(directory, tableNames);
      if (path) return loadTable(dataset, directory, path, options);
      throw new NotFoundError(`no label table of ${name}.`, {
        source: directory,
        mend: `Put its ${tables} there.`,
      });
    },
  };
}

async function loadTable(
  dataset: TableDataset,
  directory: string,
  tablePath: string,
  options: LoadOptions,
): Promise<LoadedDataset> {
  const table = await readTable(tablePath, dataset.columns);
  const images = await indexImages(directory);
  const skipped: SkippedRow[] = [...table.skipped];
  const cases: Case[] = [];
  const seen = new Set<string>();
  for (const { line, cells } of table.rows) {
    const row = dataset.readRow(cells);
    const result = await toCase(dataset, row, images, seen, options);
    if (typeof result === 'string') {
      const place = `line ${line}${row.imageId ? ` (${row.imageId.slice(0, 80)})` : ''}`;
      skipped.push({ source: tablePath, place, reason: result });
    } else {
      seen.add(result.id);
      cases.push(result);
    }
  }
  if (cases.length === 0) throw nothingLoaded(dataset.name, directory, images.size, skipped);
  return { name: dataset.name, directory, cases: split(dataset, cases, options), skipped };
}

/** A case, or the reason why the row is none. */
async function toCase(
  { name }: TableDataset,
  row: RowReading,
  images: ImageIndex,
  seen: ReadonlySet<string>,
  { ontology }: LoadOptions,
): Promise<Case | string> {
  if (seen.has(row.imageId)) return 'image listed twice';
  if (row.label === '') return 'no label';
  const resolution = ontology.resolve(row.label, { dataset: name });
  if (resolution.status === 'unresolved') {
    return `label '${row.label.slice(0, 80)}' not resolved: ${resolution.message}`;
  }
  const { node, path } = resolution;
  const malignancy = ontology.malignancyClass(node.id) ?? row.publishedMalignancy;
  if (!malignancy) return `malignancy of '${node.id}' varies and the data set does not state it`;
  const image = await images.find(row.imageId);
  if (image.path === null) return image.reason;
  return {
    id: row.imageId,
    dataset: name,
    image: { kind: 'file', path: image.path },
    label: row.label,
    diagnosisId: node.id,
    path,
    malignancy,
    lesionId: row.lesionId,
    patientId: row.patientId,
    split: 'train',
    signs: null,
    metadata: row.metadata,
  };
}

function split(
  { name, groupBy }: TableDataset,
  cases: readonly Case[],
  options: LoadOptions,
): Case[] {
  const groupOf = (item: Case): string => item[groupBy] ?? item.lesionId ?? `image ${item.id}`;
  const groups = cases.map((item) => ({ id: groupOf(item), stratum: item.diagnosisId }));
  const random = createRandom(options.seed).fork(`splits of ${name}`);
  const splits = assignSplits(groups, random, options.shares);
  return cases.map((item) => ({ ...item, split: splits.get(groupOf(item))! }));
}

function nothingLoaded(
  name: string,
  directory: string,
  imageCount: number,
  skipped: readonly SkippedRow[],
): InvalidInputError {
  const reasons = summarizeSkips(skipped)
    .slice(0, 3)
    .map(({ reason, count }) => `${reason} (${count})`);
  const detail = reasons.length > 0 ? ` Rows skipped: ${reasons.join('; ')}.` : '';
  return new InvalidInputError(
    `no usable image of ${name}: ${imageCount} image files found.${detail}`,
    { source: directory, mend: 'Put the published images beside the table.' },
  );
}

/** Reasons with the number of rows they took, most frequent first. */
export function summarizeSkips(
  skipped: Iterable<SkippedRow>,
): { readonly reason: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { reason } of skipped) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}
