import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidInputError } from '@skinr1/core';
import type { CardExtraction } from '@skinr1/rationale';
import { type IngestTextbookOptions, ingestTextbooks, type SourceDocument } from '@skinr1/textbook';

/** Reads files and folders of books. */
export async function readBooks(
  paths: readonly string[],
  options: IngestTextbookOptions = {},
): Promise<SourceDocument[]> {
  const documents: SourceDocument[] = [];
  for (const path of paths) documents.push(...(await ingestTextbooks(path, options)));
  return documents;
}

/** One line on what the books gave. */
export function describeExtraction({
  cards,
  diseaseSections,
  withoutRule,
  unknownNames,
  unfiled,
}: CardExtraction): string {
  return `${cards.length} cards from ${diseaseSections} disease sections; ${withoutRule.length} without a visible sign, ${unknownNames.length} names unknown to the ontology, ${unfiled.length} passages in no field.`;
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

/** A command-line number that counts something. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) {
    throw new InvalidInputError(`'${text.slice(0, 40)}' is not a whole number of 0 or more.`, {
      mend: 'Give digits only.',
    });
  }
  return value;
}

/** A command-line number above zero. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) {
    throw new InvalidInputError(`'${text.slice(0, 40)}' is not a number above 0.`, {
      mend: 'Give a number such as 8.',
    });
  }
  return value;
}

/** A command-line amount of money. */
export function price(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) {
    throw new InvalidInputError(`'${text.slice(0, 40)}' is not an amount of 0 or more.`, {
      mend: 'Give a number such as 0.5.',
    });
  }
  return value;
}

/** Writes a line of the command's result. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
