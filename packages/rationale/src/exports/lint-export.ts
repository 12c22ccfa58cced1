import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { NotFoundError, parseOpenAnswer } from '@skinr1/core';
import type { ExportFormat } from './formats.ts';
import { decodeParquet } from './parquet.ts';

/** A fault in an exported file. */
export interface LintProblem {
  readonly file: string;
  /** Row from 1; `null` for a fault of the whole file. */
  readonly row: number | null;
  readonly message: string;
}

/** What a row shows the model, whatever its format. */
interface Exchange {
  readonly question: string;
  readonly answer: string;
  readonly images: readonly string[];
  /** Number of places for an image in the question. */
  readonly slots: number;
}

const fileOf: Readonly<Record<ExportFormat, string>> = {
  'skin-rationale': 'skin_rationale.jsonl',
  'llama-factory': 'skin_rationale.json',
  trl: 'train.jsonl',
  'ms-swift': 'train.jsonl',
  verl: 'train.parquet',
};

/**
 * Checks an export as its reader would use it: every row has the fields of the format, one image slot per
 * image, images that exist, and an answer in exactly the method's form. An empty list is a pass. Throws
 * NotFoundError if the export's main file is missing.
 */
export async function lintExport(directory: string, format: ExportFormat): Promise<LintProblem[]> {
  const file = fileOf[format];
  const path = join(directory, file);
  if (!existsSync(path)) {
    throw new NotFoundError('the export is missing.', {
      source: path,
      mend: `Export with format '${format}' first.`,
    });
  }
  const problems: LintProblem[] = [];
  const report = (row: number | null, message: string): void => {
    problems.push({ file, row, message });
  };
  const rows = await readRows(path, format, report);
  if (rows.length === 0) report(null, 'has no rows');
  rows.forEach((row, index) => {
    const exchange = readExchange(row, format);
    if (exchange === null) report(index + 1, `has not the fields of ${format}`);
    else checkExchange(exchange, directory, (message) => report(index + 1, message));
  });
  if (format === 'llama-factory') await checkInfo(directory, file, problems);
  return problems;
}

async function readRows(
  path: string,
  format: ExportFormat,
  report: (row: number | null, message: string) => void,
): Promise<unknown[]> {
  const bytes = await readFile(path);
  try {
    if (format === 'verl') return await decodeParquet(bytes);
    const text = bytes.toString('utf8');
    if (format === 'llama-factory') {
      const value: unknown = JSON.parse(text);
      return Array.isArray(value) ? value : [];
    }
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line): unknown => JSON.parse(line));
  } catch (cause) {
    report(null, `cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`);
    return [];
  }
}

type Fields = Readonly<Record<string, unknown>>;

function readExchange(row: unknown, format: ExportFormat): Exchange | null {
  if (typeof row !== 'object' || row === null) return null;
  const fields = row as Fields;
  switch (format) {
    case 'skin-rationale':
      return exchangeOf(fields.question, fields.answer, [fields.image], 1);
    case 'llama-factory':
      return exchangeOfMessages(fields.conversations, fields.images, 'from', 'value', 'human');
    case 'trl':
    case 'ms-swift':
      return exchangeOfMessages(fields.messages, fields.images, 'role', 'content', 'user');
    case 'verl': {
      const prompt = (fields.prompt as Fields[] | undefined)?.[0];
      const images = (fields.images as Fields[] | undefined)?.map((entry) => entry.image);
      const answer = (fields.extra_info as Fields | undefined)?.answer;
      return exchangeOf(prompt?.content, answer, images, null);
    }
  }
}

function exchangeOfMessages(
  messages: unknown,
  images: unknown,
  role: string,
  content: string,
  user: string,
): Exchange | null {
  if (!Array.isArray(messages) || messages.length !== 2) return null;
  const [asked, answered] = messages as [Fields, Fields];
  if (asked[role] !== user) return null;
  const parts = asked[content];
  if (Array.isArray(parts)) {
    const slots = parts.filter((part: Fields) => part.type === 'image').length;
    return exchangeOf(textOf(parts), textOf(answered[content]), images, slots);
  }
  return exchangeOf(parts, answered[content], images, null);
}

function textOf(parts: unknown): unknown {
  if (!Array.isArray(parts)) return parts;
  return parts.map((part: Fields) => (part.type === 'text' ? part.text : '')).join('');
}

function exchangeOf(
  question: unknown,
  answer: unknown,
  images: unknown,
  slots: number | null,
): Exchange | null {
  const list = Array.isArray(images) && images.every((image) => typeof image === 'string');
  if (typeof question !== 'string' || typeof answer !== 'string' || !list) return null;
  const tags = question.split('<image>').length - 1;
  return { question, answer, images: images as string[], slots: slots ?? tags };
}

function checkExchange(
  exchange: Exchange,
  directory: string,
  report: (message: string) => void,
): void {
  const { question, answer, images, slots } = exchange;
  if (slots !== images.length) report(`${slots} image places for ${images.length} images`);
  if (question.replace('<image>', '').trim() === '') report('has an empty question');
  if (parseOpenAnswer(answer) === null) report('its answer has not the form of an answer');
  for (const image of images) {
    const path = isAbsolute(image) ? image : join(directory, image);
    if (!existsSync(path)) report(`image ${image} is missing`);
  }
}

async function checkInfo(directory: string, file: string, problems: LintProblem[]): Promise<void> {
  const name = 'dataset_info.json';
  const text = await readFile(join(directory, name), 'utf8').catch(() => null);
  let entry: unknown;
  try {
    entry = text === null ? undefined : (JSON.parse(text) as Fields).skin_rationale;
  } catch {
    entry = undefined;
  }
  if ((entry as Fields | undefined)?.file_name !== file) {
    problems.push({ file: name, row: null, message: `does not name ${file}` });
  }
}
