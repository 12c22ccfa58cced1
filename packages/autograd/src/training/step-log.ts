import { appendFile, mkdir, open, readFile, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { InvalidInputError } from '@skinr1/core';

/** A file of one JSON object per line that a run only ever appends to: metrics, rollouts. */
export interface StepLog<Row extends { readonly step: number }> {
  readonly file: string;
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
      await mkdir(dirname(file), { recursive: true });
      await appendFile(file, rows.map(line).join(''));
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
  const lines = (await readFile(file, 'utf8')).split('\n');
  return lines.flatMap((line, index) =>
    line === '' ? [] : [parseRow<Row>(file, line, index + 1)],
  );
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
  const size = (await handle.stat()).size;
  let kept = 0;
  let lineNumber = 0;
  for await (const line of handle.readLines()) {
    lineNumber += 1;
    const end = kept + Buffer.byteLength(line) + 1;
    // No line end: the write was interrupted.
    if (end > size) break;
    const row = parseRow<{ step: number; stage?: string }>(file, line, lineNumber);
    if (row.step > stepsDone && row.stage === stage) break;
    kept = end;
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
