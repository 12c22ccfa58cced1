import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { InvalidInputError, NotFoundError } from '@skinr1/core';
import { columnsOf, readColumn, readText } from '@skinr1/datasets';

/** A line longer than this is cut: it is refused as a label in any case. */
const maximumLineLength = 65_536;

/** Told of each row of a table that is none. */
type OnMalformed = (place: string, reason: string) => unknown;

/**
 * The labels of a file, or of standard input for `-`: one a line or, with a column, that column of a table with
 * commas, semicolons or tabs, in any encoding that tables of data sets come in. Streams. Throws NotFoundError if
 * the file is missing, InvalidInputError if the column is.
 */
export async function* readLabels(
  path: string,
  column: string | undefined,
  onMalformed: OnMalformed,
): AsyncGenerator<string> {
  if (path === '-') {
    yield* column === undefined
      ? readLines(utf8(process.stdin))
      : readPipedColumn(column, onMalformed);
    return;
  }
  const mend = 'Check the path, or give - for standard input.';
  const found = await stat(path).catch(() => {
    throw new NotFoundError('no such file.', { source: path, mend });
  });
  if (found.isDirectory()) {
    throw new InvalidInputError('is a folder and no file.', { source: path, mend });
  }
  yield* column === undefined ? readLines(readText(path)) : readColumn(path, column, onMalformed);
}

/** What to say of a file that is read line by line though it is a table; `null` for any other. */
export async function hintAtColumn(path: string): Promise<string | null> {
  const columns = path === '-' ? null : await columnsOf(path);
  if (!columns) return null;
  const names = columns.slice(0, 20).map((name) => name.slice(0, 40));
  return `a table of ${columns.length} columns, read line by line. To read one column, give --column with one of: ${names.join(', ')}.`;
}

async function* utf8(input: NodeJS.ReadStream): AsyncGenerator<string> {
  input.setEncoding('utf8');
  for await (const chunk of input) yield chunk as string;
}

/** Lines without their ends; memory is bounded whatever the length of a line. */
async function* readLines(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let pending = '';
  let first = true;
  const take = (line: string): string => {
    const text = first ? line.replace(/^\uFEFF/, '') : line;
    first = false;
    return text.replace(/\r$/, '');
  };
  for await (const piece of pieces) {
    const lines = piece.split('\n');
    lines[0] = (pending + lines[0]).slice(0, maximumLineLength);
    pending = lines.pop() as string;
    for (const line of lines) yield take(line);
  }
  if (pending !== '') yield take(pending);
}

/** A column of the table on standard input: kept in a file meanwhile, as its form is told by all of it. */
async function* readPipedColumn(column: string, onMalformed: OnMalformed): AsyncGenerator<string> {
  const folder = await mkdtemp(join(tmpdir(), 'skinr1-labels-'));
  try {
    const path = join(folder, 'standard-input.csv');
    await pipeline(process.stdin, createWriteStream(path));
    yield* readColumn(path, column, onMalformed);
  } finally {
    await rm(folder, { recursive: true });
  }
}
