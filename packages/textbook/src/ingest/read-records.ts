import { InvalidInputError } from '@skinr1/core';
import { parse } from 'csv-parse/sync';
import { noNames } from '../document/builder-input.ts';
import { DocumentBuilder } from '../document/document-builder.ts';
import { isNameColumn } from '../document/name-table.ts';
import type { SourceDocument } from '../document/source-document.ts';
import { checkSize } from './check-size.ts';
import { decodeText } from './decode-text.ts';
import { type IngestOptions, type ResolvedIngestOptions, resolveIngestOptions } from './limits.ts';

/**
 * Reads a table with one thing a row, separated by commas, semicolons or tabs, with a line of heads: each row is a
 * section of its name, which stands in the first column whose head says so ("Disease"), else in the first.
 *
 * Throws InvalidInputError: too large, not in the encoding given, rows of unlike lengths, no text.
 */
export function readCsv(bytes: Uint8Array, options: IngestOptions = {}): SourceDocument {
  const resolved = resolveIngestOptions(options);
  checkSize(bytes, resolved);
  const text = decodeText(bytes, resolved.source, resolved.encoding);
  const [firstLine = ''] = text.split('\n', 1);
  const delimiter = ['\t', ';', ','].find((mark) => firstLine.includes(mark)) ?? ',';
  return documentOf(rowsOf(text, delimiter, resolved), bytes, resolved, 'csv');
}

function rowsOf(text: string, delimiter: string, { source }: ResolvedIngestOptions): string[][] {
  try {
    return parse(text, { delimiter, bom: true, skip_empty_lines: true });
  } catch (cause) {
    throw new InvalidInputError(`not a table: ${(cause as Error).message}.`, {
      source,
      mend: 'Give every row as many cells as the line of heads has.',
      cause,
    });
  }
}

/**
 * Reads JSON with one thing an object, in a list, in lists under keys, or one object a line: each object is a section of its
 * name, with its other values below.
 *
 * Throws InvalidInputError: too large, not JSON, no list of objects, no text.
 */
export function readJson(bytes: Uint8Array, options: IngestOptions = {}): SourceDocument {
  const resolved = resolveIngestOptions(options);
  checkSize(bytes, resolved);
  const value = parseJson(decodeText(bytes, resolved.source, resolved.encoding), resolved);
  const records = recordsIn(value, 0);
  if (records.length === 0) {
    throw new InvalidInputError('it has no list of objects.', {
      source: resolved.source,
      mend: 'Give a list with one object for each thing that is described.',
    });
  }
  const heads = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const rows = records.map((record) => heads.map((head) => wordsOf(record[head], 0)));
  return documentOf([heads, ...rows], bytes, resolved, 'json');
}

function documentOf(
  rows: readonly (readonly string[])[],
  bytes: Uint8Array,
  options: ResolvedIngestOptions,
  format: 'csv' | 'json',
): SourceDocument {
  const builder = new DocumentBuilder(options.source, options.limits);
  const named = (rows[0] ?? []).findIndex(isNameColumn);
  const ordered = named <= 0 ? rows : rows.map((row) => moveFirst(row, named));
  builder.table(ordered, null, true);
  return builder.finish(bytes, noNames, format);
}

function moveFirst(row: readonly string[], index: number): readonly string[] {
  return [row[index] ?? '', ...row.slice(0, index), ...row.slice(index + 1)];
}

type JsonRecord = Readonly<Record<string, unknown>>;

/** Levels of lists and objects that are looked into. */
const deepest = 6;

function parseJson(text: string, { source }: ResolvedIngestOptions): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    try {
      return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [JSON.parse(line)]));
    } catch {
      throw new InvalidInputError(`not JSON: ${(cause as Error).message}.`, {
        source,
        mend: 'Give one JSON value, or one object a line.',
        cause,
      });
    }
  }
}

function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of the outermost list that has any; an object that holds objects by name gives their names. */
function recordsIn(value: unknown, depth: number): JsonRecord[] {
  if (depth > deepest) return [];
  if (Array.isArray(value)) return value.filter(isRecord);
  if (!isRecord(value)) return [];
  const entries = Object.entries(value);
  if (entries.length > 0 && entries.every(([, entry]) => isRecord(entry))) {
    return entries.map(([name, entry]) => ({ name, ...(entry as JsonRecord) }));
  }
  const inner = entries.flatMap(([, entry]) =>
    Array.isArray(entry) ? recordsIn(entry, depth + 1) : [],
  );
  return inner.length > 0 || entries.some(([, entry]) => isRecord(entry)) ? inner : [value];
}

/** A value as text: the items of a list, and what an object says under each of its keys, parted by semicolons. */
function wordsOf(value: unknown, depth: number): string {
  if (value === null || value === undefined || depth > deepest) return '';
  if (Array.isArray(value)) return joined(value.map((item) => wordsOf(item, depth + 1)));
  if (!isRecord(value)) return String(value);
  return joined(
    Object.entries(value).map(([key, item]) => {
      const words = wordsOf(item, depth + 1);
      return words === '' ? '' : `${key}: ${words}`;
    }),
  );
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('; ');
}
