import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { NotFoundError } from '@skinr1/core';
import type { SourceDocument } from '../document/source-document.ts';
import { ingestTextbooks } from './ingest-textbook.ts';

/** Folder of the textbook that this package ships, in our own words. Throws NotFoundError. */
export function embeddedTextbookFolder(): string {
  // Beside `dist` in an installed package, above `src/ingest` in the repository.
  const candidates = ['../textbook/', '../../textbook/'].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  const found = candidates.find((path) => existsSync(path));
  if (found === undefined) {
    throw new NotFoundError('the embedded textbook is missing.', {
      source: candidates[0],
      mend: 'Install @skinr1/rationale again.',
    });
  }
  return found;
}

/** The textbook that this package ships: one document per disease. */
export function embeddedTextbook(): Promise<SourceDocument[]> {
  return ingestTextbooks(embeddedTextbookFolder());
}
