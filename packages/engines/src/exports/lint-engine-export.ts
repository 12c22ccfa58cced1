import { existsSync } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import {
  InvalidInputError,
  imageHeadLength,
  NotFoundError,
  SkinR1Error,
  sniffImageKind,
} from '@skinr1/core';
import { decodeParquet, type LintProblem } from '@skinr1/rationale';
import { readGroundTruth } from '../ground-truth.ts';
import type { Engine, ExportedImage, ExportPart, ReadRow } from './engine.ts';
import { engines } from './engines.ts';
import { dataFile } from './export-for-engine.ts';
import { imageTag } from './message-row.ts';

/**
 * Checks an export as its engine would use it: the scripts are there, every row has the engine's columns, a place
 * for each image, images that exist and are some, a question, and a ground truth that the reward service can read,
 * of an id of its own. An empty list is a pass.
 *
 * @throws NotFoundError if the folder has no data to learn from.
 */
export async function lintEngineExport(engine: Engine, directory: string): Promise<LintProblem[]> {
  const problems: LintProblem[] = [];
  if (!existsSync(join(directory, dataFile(engine, 'train')))) {
    throw new NotFoundError('the export is missing.', {
      source: join(directory, dataFile(engine, 'train')),
      mend: `Make it with \`skinr1 export ${engine.name}\`.`,
    });
  }
  const files = { train: dataFile(engine, 'train'), test: null };
  for (const { name } of engine.scripts({ url: '', rewards: [], files })) {
    if (existsSync(join(directory, name))) continue;
    problems.push({ file: name, row: null, message: 'is missing' });
  }
  const ids = new Set<string>();
  for (const part of ['train', 'test'] as const) {
    for (const problem of await lintPart(engine, directory, part, ids)) problems.push(problem);
  }
  return problems;
}

/**
 * The engine that a folder was exported for, by the files in it and the columns of any row; `null` for a folder of no
 * export.
 *
 * @throws InvalidInputError naming a data file in which no row can be read.
 */
export async function detectEngine(directory: string): Promise<Engine | null> {
  let damaged: InvalidInputError | null = null;
  for (const engine of engines) {
    const source = join(directory, dataFile(engine, 'train'));
    if (!existsSync(source)) continue;
    try {
      const rows = await readRows(engine, source);
      if (rows.some((row) => row !== null && engine.readRow(row) !== null)) return engine;
      if (rows.length === 0 || rows.some((row) => row !== null)) continue;
      damaged = new InvalidInputError('no row is JSON.', { source, mend: mendExport });
    } catch (cause) {
      damaged = new InvalidInputError(cannotBeRead(cause), { source, mend: mendExport, cause });
    }
  }
  if (damaged) throw damaged;
  return null;
}

const mendExport = 'Make the export again.';

function cannotBeRead(error: unknown): string {
  return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
}

async function lintPart(
  engine: Engine,
  directory: string,
  part: ExportPart,
  ids: Set<string>,
): Promise<LintProblem[]> {
  const file = dataFile(engine, part);
  const path = join(directory, file);
  if (!existsSync(path)) return [];
  const problems: LintProblem[] = [];
  const rows = await readRows(engine, path).catch((error: unknown) => {
    problems.push({ file, row: null, message: cannotBeRead(error) });
    return null;
  });
  if (rows?.length === 0) problems.push({ file, row: null, message: 'has no rows' });
  for (const [index, row] of (rows ?? []).entries()) {
    const read = row && engine.readRow(row);
    const lacks = row ? `has not the columns of ${engine.name}` : 'is not JSON';
    const found = read ? await lintRow(read, directory, ids) : [lacks];
    for (const message of found) problems.push({ file, row: index + 1, message });
  }
  return problems;
}

/** The rows of a data file; `null` for a line that is not JSON. */
async function readRows(engine: Engine, path: string): Promise<(Record<string, unknown> | null)[]> {
  const content = await readFile(path);
  if (engine.ending === 'parquet') return decodeParquet(new Uint8Array(content));
  const lines = content.toString('utf8').split('\n');
  return lines.filter((line) => line !== '').map(readLine);
}

function readLine(line: string): Record<string, unknown> | null {
  try {
    const row: unknown = JSON.parse(line);
    return typeof row === 'object' && row !== null ? (row as Record<string, unknown>) : {};
  } catch {
    return null;
  }
}

async function lintRow(row: ReadRow, directory: string, ids: Set<string>): Promise<string[]> {
  const { question, places, images, groundTruth } = row;
  const problems: string[] = [];
  if (places !== images.length) {
    problems.push(`${places} image places for ${images.length} images`);
  }
  if (question.replaceAll(imageTag, '').trim() === '') problems.push('has an empty question');
  for (const image of images) {
    const problem = await lintImage(image, directory);
    if (problem !== null) problems.push(problem);
  }
  try {
    const { id } = readGroundTruth(groundTruth);
    if (ids.has(id)) problems.push(`the id '${id}' is there already`);
    ids.add(id);
  } catch (error) {
    problems.push(SkinR1Error.isInstance(error) ? error.message : String(error));
  }
  return problems;
}

async function lintImage(image: ExportedImage, directory: string): Promise<string | null> {
  if (image.kind === 'bytes') {
    return sniffImageKind(image.bytes) ? null : `${image.bytes.length} bytes that are no image`;
  }
  const path = resolve(directory, image.path);
  if (relative(directory, path).startsWith('..')) return `image ${image.path} is not in the folder`;
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) return `image ${image.path} is missing`;
  return sniffImageKind(await headOf(path)) ? null : `image ${image.path} is no image`;
}

async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(imageHeadLength));
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
