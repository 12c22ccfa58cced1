import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { NotFoundError } from '@skinr1/core';
import { ingestTextbooks, type SourceDocument } from '@skinr1/textbook';

/** Folder of the textbook that this package ships, in our own words. Throws NotFoundError. */
export function embeddedTextbookFolder(): string {
  // Beside `dist` in an installed package, beside `src` in the repository.
  const folder = fileURLToPath(new URL('../textbook/', import.meta.url));
  if (!existsSync(folder)) {
    throw new NotFoundError('the embedded textbook is missing.', {
      source: folder,
      mend: 'Install @skinr1/rationale again.',
    });
  }
  return folder;
}

/** The textbook that this package ships: one document per disease. */
export function embeddedTextbook(): Promise<SourceDocument[]> {
  return ingestTextbooks(embeddedTextbookFolder());
}
