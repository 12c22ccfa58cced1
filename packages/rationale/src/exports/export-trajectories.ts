import { researchUseOnly, UsageError } from '@skinr1/core';
import type { SourceDocument } from '@skinr1/textbook';
import type { GroundedTrajectory } from '../trajectories/types.ts';
import { dataCard } from './data-card.ts';
import { jsonLines, openExportFolder } from './export-folder.ts';
import {
  type ExportFormat,
  type ExportItem,
  exportFormats,
  llamaFactoryInfo,
  toExportItem,
  toLlamaFactory,
  toMsSwift,
  toSkinRationale,
  toTrl,
  toVerl,
} from './formats.ts';
import { storeImage } from './store-image.ts';
import { encodeVerlParquet } from './verl-parquet.ts';

/** Options of {@link exportTrajectories}. */
export interface ExportOptions {
  readonly format: ExportFormat;
  /** Folder to write; made if missing. Files of the same name are replaced. */
  readonly directory: string;
  readonly trajectories: readonly GroundedTrajectory[];
  /** The sources, for the data card and the lineage file. */
  readonly documents?: readonly SourceDocument[];
  /** Seed of the build, for the lineage file. */
  readonly seed?: number | string;
  /** Copy or encode images into the folder; else rows point at the original files. @defaultValue true */
  readonly images?: boolean;
}

/** What an export wrote. */
export interface ExportResult {
  /** Paths relative to the folder. */
  readonly files: readonly string[];
  readonly rows: number;
}

/**
 * Writes trajectories with their images in one format, with a data card and a lineage file. Each file is
 * complete before it gets its name, so that an interrupted export leaves no half file.
 */
export async function exportTrajectories(options: ExportOptions): Promise<ExportResult> {
  const { format, directory, trajectories } = options;
  if (!exportFormats.includes(format)) {
    throw new UsageError(`unknown export format '${format}'.`, {
      mend: `Use one of ${exportFormats.join(', ')}.`,
    });
  }
  const folder = await openExportFolder(directory);
  const { items, images } = await exportImages(options);
  for (const [name, content] of await encodeRows(format, items)) await folder.write(name, content);
  await folder.write('README.md', dataCard(options));
  await folder.write('lineage.json', json(lineage(options)));
  return { files: [...images, ...folder.files], rows: trajectories.length };
}

async function encodeRows(
  format: ExportFormat,
  items: readonly ExportItem[],
): Promise<[string, string | Uint8Array][]> {
  switch (format) {
    case 'skin-rationale':
      return [['skin_rationale.jsonl', jsonLines(items.map(toSkinRationale))]];
    case 'llama-factory':
      return [
        ['skin_rationale.json', json(items.map(toLlamaFactory))],
        ['dataset_info.json', json(llamaFactoryInfo('skin_rationale.json'))],
      ];
    case 'trl':
      return [['train.jsonl', jsonLines(items.map(toTrl))]];
    case 'ms-swift':
      return [['train.jsonl', jsonLines(items.map(toMsSwift))]];
    case 'verl':
      return [['train.parquet', await encodeVerlParquet(items.map(toVerl))]];
  }
}

async function exportImages(
  options: ExportOptions,
): Promise<{ readonly items: ExportItem[]; readonly images: string[] }> {
  const { directory, trajectories, images = true } = options;
  const written = new Map<string, string>();
  const items: ExportItem[] = [];
  for (const trajectory of trajectories) {
    const { recordId, image } = trajectory;
    const name = written.get(recordId) ?? (await storeImage(directory, recordId, image, images));
    written.set(recordId, name);
    items.push(toExportItem(trajectory, name));
  }
  return { items, images: [...written.values()].filter((name) => name.startsWith('images/')) };
}

function lineage({ trajectories, documents = [], seed }: ExportOptions): object {
  return {
    notice: researchUseOnly,
    seed: seed ?? null,
    documents: documents.map(({ id, title, source, format }) => ({
      id,
      title,
      source: source.split(/[\\/]/).at(-1),
      format,
    })),
    trajectories: trajectories.map(({ id, recordId, steps }) => ({
      id,
      recordId,
      citations: steps.flatMap(({ citations }) =>
        citations.map(({ documentId, start, end }) => [documentId, start, end]),
      ),
    })),
  };
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}
