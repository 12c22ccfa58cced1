import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { InvalidInputError, NotFoundError } from '@skinr1/core';
import type { Resolution } from '@skinr1/ontology';
import { parse } from 'csv-parse';

/** A line longer than this is cut: it is refused as a label in any case. */
const maximumLineLength = 65_536;

/** A file, or standard input for `-`. Throws NotFoundError. */
async function openInput(path: string): Promise<Readable> {
  if (path === '-') return process.stdin;
  await access(path).catch(() => {
    const mend = 'Check the path, or give - for standard input.';
    throw new NotFoundError('no such file.', { source: path, mend });
  });
  return createReadStream(path);
}

/** The labels of a file: one a line or, with a column, that column of a CSV or TSV file. Streams. */
export async function* readLabels(path: string, column?: string): AsyncGenerator<string> {
  const input = await openInput(path);
  if (column === undefined) yield* readLines(input);
  else yield* readColumn(input, path, column);
}

/** Lines without their ends; memory is bounded whatever the length of a line. */
async function* readLines(input: Readable): AsyncGenerator<string> {
  input.setEncoding('utf8');
  let pending = '';
  let first = true;
  const take = (line: string): string => {
    const text = first ? line.replace(/^\uFEFF/, '') : line;
    first = false;
    return text.replace(/\r$/, '');
  };
  for await (const chunk of input) {
    const lines = (chunk as string).split('\n');
    lines[0] = (pending + lines[0]).slice(0, maximumLineLength);
    pending = lines.pop() as string;
    for (const line of lines) yield take(line);
  }
  if (pending !== '') yield take(pending);
}

async function* readColumn(
  input: Readable,
  source: string,
  column: string,
): AsyncGenerator<string> {
  const parser = input.pipe(
    parse({
      bom: true,
      columns: true,
      delimiter: source.endsWith('.tsv') ? '\t' : ',',
      relax_column_count: true,
      max_record_size: 1_048_576,
    }),
  );
  let row = 1;
  try {
    for await (const record of parser) {
      row++;
      yield readField(record as Record<string, string | undefined>, column, source);
    }
  } catch (cause) {
    if (InvalidInputError.isInstance(cause)) throw cause;
    throw new InvalidInputError(`not a CSV file: ${(cause as Error).message}.`, {
      source,
      place: `after row ${row}`,
      mend: 'Correct the row, or leave --column out to read plain lines.',
      cause,
    });
  }
}

function readField(
  record: Readonly<Record<string, string | undefined>>,
  column: string,
  source: string,
): string {
  if (!(column in record)) {
    throw new InvalidInputError(`there is no column "${column}".`, {
      source,
      mend: `Use one of: ${Object.keys(record).join(', ')}.`,
    });
  }
  return record[column] ?? '';
}

/** How `resolve` prints: a first line, and one line or row per label. */
export interface LabelFormat {
  readonly header: string;
  row(resolution: Resolution): string;
}

/** The fields of a resolved or unresolved label, in the order in which they are written. */
export function resolutionFields(resolution: Resolution): Record<string, unknown> {
  const { label } = resolution;
  if (resolution.status === 'unresolved') {
    return {
      label,
      id: null,
      name: null,
      path: null,
      malignancy: null,
      method: null,
      confidence: null,
      reason: resolution.reason,
    };
  }
  const { node, path, malignancy, method, confidence } = resolution;
  return {
    label,
    id: node.id,
    name: node.name,
    path,
    malignancy,
    method,
    confidence,
    reason: null,
  };
}

const fieldNames = ['label', 'id', 'name', 'path', 'malignancy', 'method', 'confidence', 'reason'];

/** One JSON object a line. */
export const jsonlFormat: LabelFormat = {
  header: '',
  row: (resolution) => `${JSON.stringify(resolutionFields(resolution))}\n`,
};

/** Comma-separated, the path joined with " > ". */
export const csvFormat: LabelFormat = {
  header: `${fieldNames.join(',')}\n`,
  row: (resolution) => {
    const fields = Object.values(resolutionFields(resolution)).map((value) =>
      Array.isArray(value) ? value.join(' > ') : String(value ?? ''),
    );
    return `${fields.map(quoteCsv).join(',')}\n`;
  },
};

function quoteCsv(field: string): string {
  // A spreadsheet would run a field that starts like a formula.
  const safe = /^[=+\-@\t\r]/.test(field) ? `'${field}` : field;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}

const widths = [40, 38, 20, 12, 5];

/** Columns for a person; an unresolved label shows why and what comes nearest. */
export const tableFormat: LabelFormat = {
  header: `${tableRow(['LABEL', 'CONDITION', 'MALIGNANCY', 'METHOD', 'CONF.', 'PATH OR REASON'])}\n`,
  row: (resolution) => {
    const label = visible(resolution.label);
    if (resolution.status === 'unresolved') {
      const near = resolution.alternatives.map((each) => each.id).join(', ');
      const reason = `${resolution.message}${near ? ` Near: ${near}.` : ''}`;
      return `${tableRow([label, '—', '', resolution.reason, '', reason])}\n`;
    }
    const { node, path, malignancy, method, confidence } = resolution;
    const above = path.slice(1, -1).join(' › ');
    return `${tableRow([label, node.id, malignancy, method, confidence.toFixed(2), above])}\n`;
  },
};

function tableRow(cells: readonly string[]): string {
  return cells
    .map((cell, at) => {
      const width = widths[at];
      if (width === undefined) return cell;
      return (cell.length > width ? `${cell.slice(0, width - 1)}…` : cell).padEnd(width);
    })
    .join(' ')
    .trimEnd();
}

/** Control and bidirectional characters would disturb the terminal. */
function visible(label: string): string {
  return label.slice(0, 200).replace(/[\p{Cc}\p{Cf}]/gu, '�');
}
