import { InvalidInputError, type SkippedRow } from '@skinr1/core';
import { findEqualFiles, type SizedFile } from '../images/equal-images.ts';
import { type ImageIndex, indexImages } from '../images/image-index.ts';
import type { DatasetWarning, LoadedDataset, LoadOptions, SourceRow } from './adapter.ts';
import { type CaseFault, type LabelReading, readCase } from './read-case.ts';
import { type PlacedCase, splitCases, type Togetherness } from './split-cases.ts';
import { summarizeSkips } from './summarize-skips.ts';

/** A data set in a folder, however its rows are found. */
export interface CaseSource extends LabelReading, Pick<Togetherness, 'groupBy'> {
  readonly directory: string;
  /** Rows, and what stands in the place of one and is none. */
  readonly rows: (images: ImageIndex) => AsyncIterable<SourceRow | SkippedRow>;
}

/** Reads rows to cases, keeps together what belongs together, and lists what cannot be used, with the reason. */
export async function loadCases(source: CaseSource, options: LoadOptions): Promise<LoadedDataset> {
  const { name, directory, groupBy } = source;
  const images = await indexImages(directory);
  const read = await readRows(source, images, options);
  if (read.placed.length === 0) throw nothingLoaded(source, images.size, read);
  const equal = await findEqualFiles(read.files);
  const { cases, warnings } = splitCases(read.placed, source, { groupBy, equal }, options);
  return {
    name,
    directory,
    cases,
    skipped: read.skipped,
    warnings: [
      ...coarserLabels(read.coarser, directory),
      ...unlikeLabels(read.placed, equal, directory),
      ...warnings,
    ],
  };
}

/** What the rows of a source have given. */
interface ReadRows {
  readonly placed: readonly PlacedCase[];
  /** Image files of the cases, in the same order. */
  readonly files: readonly SizedFile[];
  readonly skipped: readonly SkippedRow[];
  readonly faults: Readonly<Record<CaseFault, number>>;
  /** Labels that are not known themselves → the diagnosis of a coarser one. */
  readonly coarser: ReadonlyMap<string, { readonly to: string; readonly count: number }>;
}

async function readRows(
  source: CaseSource,
  images: ImageIndex,
  options: LoadOptions,
): Promise<ReadRows> {
  const skipped: SkippedRow[] = [];
  const placed: PlacedCase[] = [];
  const files: SizedFile[] = [];
  const seen = new Map<string, string>();
  const coarser = new Map<string, { to: string; count: number }>();
  const faults = { row: 0, label: 0, image: 0 };
  for await (const item of source.rows(images)) {
    if (!('row' in item)) {
      skipped.push(item);
      faults.row++;
      continue;
    }
    const reading = await readCase(source, item.row, seen, images, options);
    if ('reason' in reading) {
      const id = item.row.imageId.slice(0, 80);
      const place = id === '' ? item.place : `${item.place} (${id})`;
      skipped.push({ source: item.source, place, reason: reading.reason });
      faults[reading.fault]++;
      continue;
    }
    seen.set(reading.case.id, reading.case.label);
    placed.push({ case: reading.case, publishedSplit: item.row.publishedSplit });
    files.push(reading.file);
    if (reading.isCoarser) {
      const { label, diagnosisId } = reading.case;
      coarser.set(label, { to: diagnosisId, count: (coarser.get(label)?.count ?? 0) + 1 });
    }
  }
  return { placed, files, skipped, faults, coarser };
}

function coarserLabels(coarser: ReadRows['coarser'], source: string): DatasetWarning[] {
  return [...coarser].map(([label, { to, count }]) => ({
    source,
    place: `label '${label.slice(0, 80)}'`,
    message: `not resolved: ${count} images take the coarser '${to}' that the data set gives beside it`,
  }));
}

/** Equal images under unlike labels: one of them at least is wrong, or they are too coarse to tell. */
function unlikeLabels(
  placed: readonly PlacedCase[],
  equal: readonly (readonly number[])[],
  source: string,
): DatasetWarning[] {
  return equal.flatMap((group) => {
    const cases = group.map((index) => placed[index]!.case);
    if (new Set(cases.map(({ diagnosisId }) => diagnosisId)).size < 2) return [];
    const idsOf = new Map<string, string[]>();
    for (const { id, label } of cases) {
      const ids = idsOf.get(label);
      if (ids) ids.push(id);
      else idsOf.set(label, [id]);
    }
    const labels = [...idsOf].map(([label, ids]) => `'${label.slice(0, 80)}' ${shorten(ids)}`);
    const message = `equal byte by byte under unlike labels: ${labels.join('; ')}`;
    return [{ source, place: cases[0]!.id, message }];
  });
}

function shorten(ids: readonly string[]): string {
  const more = ids.length > 5 ? ` and ${ids.length - 5} more` : '';
  return `${ids.slice(0, 5).join(', ')}${more}`;
}

/** What mends each fault, given where most of it lies. */
const mends: Readonly<Record<CaseFault, (source: string) => string>> = {
  row: (source) => `Mend the rows of ${source}.`,
  label: (source) => `Check that the labels in ${source} are the published ones.`,
  image: () => 'Put the published images beside the table.',
};

function nothingLoaded(
  { name, directory }: CaseSource,
  imageCount: number,
  { skipped, faults }: ReadRows,
): InvalidInputError {
  const reasons = summarizeSkips(skipped)
    .slice(0, 3)
    .map(({ reason, count }) => `${reason} (${count})`);
  const detail = reasons.length > 0 ? ` Rows skipped: ${reasons.join('; ')}.` : '';
  const [fault] = (Object.keys(mends) as CaseFault[]).sort((a, b) => faults[b] - faults[a]);
  return new InvalidInputError(
    `no usable image of ${name}: ${imageCount} image files found.${detail}`,
    {
      source: directory,
      mend: mends[skipped.length > 0 ? fault! : 'image'](skipped[0]?.source ?? directory),
    },
  );
}
