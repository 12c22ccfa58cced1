import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CardExtraction } from '@skinr1/rationale';
import {
  describeOmission,
  type IngestTextbookOptions,
  ingestTextbooks,
  type SourceDocument,
} from '@skinr1/textbook';

/** Reads files and folders of books. */
export async function readBooks(
  paths: readonly string[],
  options: IngestTextbookOptions = {},
): Promise<SourceDocument[]> {
  const documents: SourceDocument[] = [];
  for (const path of paths) {
    for (const document of await ingestTextbooks(path, options)) documents.push(document);
  }
  return documents;
}

/** Omissions of one book that are written out; `documents.jsonl` holds them all. */
const shownOmissions = 20;

/** What a book was read as, and what is left out of it. */
export function describeBook(document: SourceDocument): string[] {
  const { source, sections, figures, tables, text, language, omitted, omittedBeyond } = document;
  const beyond = Math.max(0, omitted.length - shownOmissions) + omittedBeyond;
  return [
    `${source}: ${text.length} characters, ${sections.length} sections, ${figures.length} figures, ${tables.length} tables, language ${language ?? 'not told'}`,
    ...omitted
      .slice(0, shownOmissions)
      .map((omission) => `  left out: ${describeOmission(omission)}`),
    ...(beyond > 0 ? [`  and ${beyond} more left out`] : []),
  ];
}

/** Flags and description of the option by which a book about animals makes cards too. */
export const allowNonHumanOption = [
  '--allow-non-human',
  'make cards of books about animals or plants too',
] as const;

/** One line on what the books gave, and one for each that is of no use, or only in part. */
export function describeExtraction({
  cards,
  diseaseSections,
  withoutRule,
  unknownNames,
  unfiled,
  refused,
  warnings,
}: CardExtraction): string {
  const counts = `${cards.length} cards from ${diseaseSections} disease sections; ${refused.length} headings that treat no disease, ${withoutRule.length} cards without a visible sign, ${unknownNames.length} names unknown to the ontology, ${unfiled.length} passages in no field.`;
  return [counts, ...warnings.map(({ message }) => `Warning: ${message}`)].join('\n');
}

/** Writes rows as JSON, one a line. */
export async function writeLines(
  directory: string,
  name: string,
  rows: readonly unknown[],
): Promise<void> {
  await mkdir(directory, { recursive: true });
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  await writeFile(join(directory, name), text);
}
