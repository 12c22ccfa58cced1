import { resolve } from 'node:path';
import { loadOntology } from '@skinr1/ontology';
import { extractCards } from '@skinr1/rationale';
import type { IngestTextbookOptions } from '@skinr1/textbook';
import type { Command } from 'commander';
import { printLine } from '../terminal/print.ts';
import { registerBuild } from './rationale-build.ts';
import { registerChecking } from './rationale-check.ts';
import { registerReview } from './rationale-review.ts';
import {
  allowNonHumanOption,
  describeBook,
  describeExtraction,
  readBooks,
  writeLines,
} from './rationale-shared.ts';

interface CardsOptions {
  readonly out: string;
  readonly encoding?: string;
  readonly allowNonHuman?: boolean;
}

/** Adds `rationale` with its sub-commands: from a textbook to verified reasoning trajectories. */
export function registerRationaleCommands(program: Command): void {
  const rationale = program
    .command('rationale')
    .description('turn textbooks into verified reasoning trajectories');
  registerReading(rationale);
  registerBuild(rationale);
  registerChecking(rationale);
  registerReview(rationale);
}

function registerReading(rationale: Command): void {
  rationale
    .command('ingest <book...>')
    .description('read books (files or folders) into one document model')
    .requiredOption('--out <directory>', 'folder for documents.jsonl')
    .option('--encoding <name>', 'character encoding, if the book does not declare the right one')
    .action(async (books: string[], { out, encoding }: { out: string; encoding?: string }) => {
      const documents = await readBooks(books, bookOptions(out, encoding));
      await writeLines(out, 'documents.jsonl', documents);
      for (const document of documents) for (const line of describeBook(document)) printLine(line);
    });
  rationale
    .command('cards <book...>')
    .description('extract disease cards, every field with its source')
    .requiredOption('--out <directory>', 'folder for cards.jsonl')
    .option('--encoding <name>', 'character encoding, if the book does not declare the right one')
    .option(...allowNonHumanOption)
    .action(async (books: string[], options: CardsOptions) => {
      const { out, encoding, allowNonHuman = false } = options;
      const documents = await readBooks(books, bookOptions(out, encoding));
      const extraction = extractCards(documents, { ontology: loadOntology(), allowNonHuman });
      await writeLines(out, 'cards.jsonl', extraction.cards);
      await writeLines(out, 'unknown-names.jsonl', extraction.unknownNames);
      await writeLines(out, 'refused.jsonl', extraction.refused);
      printLine(describeExtraction(extraction));
    });
}

/** Images inside EPUB and PDF files are written beside the result. */
function bookOptions(out: string, encoding: string | undefined): IngestTextbookOptions {
  const imageDirectory = resolve(out, 'book-images');
  return encoding === undefined ? { imageDirectory } : { imageDirectory, encoding };
}
