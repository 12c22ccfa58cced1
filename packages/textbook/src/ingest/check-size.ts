import { InvalidInputError } from '@skinr1/core';
import type { ResolvedIngestOptions } from './limits.ts';

/** Throws InvalidInputError for an empty book or one beyond the size bound. */
export function checkSize(bytes: Uint8Array, options: ResolvedIngestOptions): void {
  if (bytes.length === 0) {
    throw new InvalidInputError('the book is empty.', {
      source: options.source,
      mend: 'Check that the download or copy is complete.',
    });
  }
  if (bytes.length > options.limits.maxBytes) {
    throw new InvalidInputError(
      `${bytes.length} bytes are more than the ${options.limits.maxBytes} allowed.`,
      { source: options.source, mend: 'Split the book or raise the limit `maxBytes`.' },
    );
  }
}
