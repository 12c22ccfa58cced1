import type { DatasetAdapter } from './adapter.ts';
import { ham10000 } from './ham10000.ts';
import { imageFolder } from './image-folder.ts';
import { isicArchive } from './isic-archive.ts';
import { padUfes20 } from './pad-ufes-20.ts';

export { ham10000, imageFolder, isicArchive, padUfes20 };

/** The adapters that `detectDataset` tries, in order: a new one needs its line here, above the last. */
export const datasetAdapters: readonly DatasetAdapter[] = [
  ham10000,
  padUfes20,
  isicArchive,
  // Last: it knows folders by names alone.
  imageFolder,
];
