import { createReadStream } from 'node:fs';
import { appendFile, mkdir, open, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { InvalidInputError } from '@skinr1/core';
import { cannotWrite } from '../io/cannot-write.ts';
import { splitLines } from '../io/split-lines.ts';

/** A file of one JSON object per line that a run only ever appends to: metrics, rollouts. */
export interface StepLog<Row extends { readonly step: number }> {
  readonly file: string;
  /** Throws ResourceError when the file cannot be written, as on a full disk. */
  append(rows: readonly Row[]): Promise<void>;
  /**
   * Cuts off the rows of later steps, and a last line that was being written when the run died, so that
   * a resumed run leaves the same file as one that never stopped.
   */
  rewind(stepsDone: number): Promise<void>;
}

/** Options of {@link createStepLog}. */
export interface StepLogOptions {
  /**
   * For a file that several runs write one after the other: rows get this name as `stage`, and only
   * rows that have it count when the log is rewound.
   */
  readonly stage?: string;
}

/** A log in a JSON Lines file; the file and its folder are made when first needed. */
export function createStepLog<Row extends { readonly step: number }>(
  file: string,
  { stage }: StepLogOptions = {},
): StepLog<Row> {
  const line = (row: Row): string =>
    `${JSON.stringify(stage === undefined ? row : { stage, ...row })}\n`;
  return {
    file,
    async append(rows) {
      if (rows.length === 0) return;
      try {
        await mkdir(dirname(file), { recursive: true });
        await appendFile(file, rows.map(line).join(''));
      } catch (cause) {
        throw cannotWrite('the log', file, cause);
      }
    },
    async rewind(stepsDone) {
      const size = await bytesUpToStep(file, stepsDone, stage);
      if (size !== null) await truncate(file, size);
    },
  };
}

/** Rows of a log in order. Throws InvalidInputError for a line that is not a row. */
export async function readStepLog<Row extends { readonly step: number }>(
  file: string,
): Promise<Row[]> {
  const rows: Row[] = [];
  let lineNumber = 0;
  // Line by line: a log may be longer than the longest string.
  for await (const { text } of splitLines(createReadStream(file))) {
    lineNumber += 1;
    if (text !== '') rows.push(parseRow<Row>(file, text, lineNumber));
  }
  return rows;
}

/** Length in bytes of the rows before the first later one of the stage; null when there is no file. */
async function bytesUpToStep(
  file: string,
  stepsDone: number,
  stage: string | undefined,
): Promise<number | null> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (handle === null) return null;
  let kept = 0;
  let lineNumber = 0;
  for await (const { text, byteLength, hasEnd } of splitLines(handle.createReadStream())) {
    lineNumber += 1;
    // No line end: the write was interrupted.
    if (!hasEnd) break;
    const row = parseRow<{ step: number; stage?: string }>(file, text, lineNumber);
    if (row.step > stepsDone && row.stage === stage) break;
    kept += byteLength;
  }
  return kept;
}

function parseRow<Row extends { readonly step: number }>(
  file: string,
  line: string,
  lineNumber: number,
): Row {
  const details = { source: file, place: `line ${lineNumber}` };
  try {
    const row = JSON.parse(line) as Row;
    if (Number.isInteger(row?.step)) return row;
  } catch (cause) {
    throw new InvalidInputError('is not JSON.', { ...details, cause });
  }
  throw new InvalidInputError('has no whole number `step`.', details);
}
