import { stat } from 'node:fs/promises';
import { InvalidInputError, NotFoundError } from '@skinr1/core';
import type { DatasetAdapter } from './adapter.ts';
import { datasetAdapters } from './index.ts';

/**
 * The adapter whose layout the folder has. Throws NotFoundError if there is no such folder,
 * InvalidInputError if no adapter knows its layout.
 */
export async function detectDataset(
  directory: string,
  adapters: readonly DatasetAdapter[] = datasetAdapters,
): Promise<DatasetAdapter> {
  const folder = await stat(directory).catch(() => null);
  if (!folder?.isDirectory()) {
    throw new NotFoundError('no such folder.', {
      source: directory,
      mend: 'Give the folder that the data set was unpacked into.',
    });
  }
  for (const adapter of adapters) if (await adapter.detect(directory)) return adapter;
  const layouts = adapters.map(({ name, layout }) => `${name}: ${layout}`).join('; ');
  throw new InvalidInputError('no known data set in this folder.', {
    source: directory,
    mend: `Known layouts: ${layouts}.`,
  });
}
