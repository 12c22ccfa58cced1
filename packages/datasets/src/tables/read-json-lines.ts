import { InvalidInputError } from '@skinr1/core';
import type { TableRow } from './read-table.ts';
import type { OnMalformedRow } from './row-faults.ts';
import { columnKey } from './table-header.ts';
import { decodeFile, fileEncoding } from './text-encoding.ts';

/** Longest line that is read, in characters. */
const maximumLineLength = 1_000_000;

/**
 * Reads a file of JSON objects, one a line, as rows of a table: names as columns, texts, numbers and truth values as
 * cells. Values of other kinds are empty cells.
 *
 * Throws InvalidInputError for a line that is too long to be one.
 */
export async function* readJsonLines(
  path: string,
  onMalformed: OnMalformedRow,
): AsyncGenerator<TableRow> {
  let line = 0;
  for await (const text of splitLines(path)) {
    line++;
    if (text.trim() === '') continue;
    const cells = readObject(text);
    if (cells) yield { line, cells };
    else onMalformed(`line ${line}`, 'malformed row: no JSON object');
  }
}

/** Lines end with a line feed only: other line ends may stand inside of JSON's texts. */
async function* splitLines(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of decodeFile(path, await fileEncoding(path))) {
    const lines = `${rest}${piece}`.split('\n');
    rest = lines.pop()!;
    if (rest.length > maximumLineLength) {
      throw new InvalidInputError(`a line is longer than ${maximumLineLength} characters.`, {
        source: path,
        mend: 'Write one JSON object a line.',
      });
    }
    yield* lines;
  }
  yield rest;
}

function readObject(text: string): Record<string, string> | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const cells: Record<string, string> = Object.create(null);
  for (const [name, content] of Object.entries(value)) {
    const isScalar = ['string', 'number', 'boolean'].includes(typeof content);
    cells[columnKey(name)] ??= isScalar ? String(content).trim() : '';
  }
  return cells;
}
