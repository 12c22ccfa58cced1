import {
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
  stat,
  statfs,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ResourceError } from '@skinr1/core';
import { requireFree } from '../folder/derived-folder.ts';
import { fetchFile } from './fetch-file.ts';
import { findHubModel, type HubFile, type HubModel, type HubOptions } from './hub-model.ts';

/** How far a pull has come. */
export interface PullProgress {
  readonly file: string;
  /** Bytes of all files, those of earlier calls included. */
  readonly done: number;
  readonly total: number;
}

/** Options of {@link pullModel}. */
export interface PullOptions extends HubOptions {
  readonly onProgress?: (progress: PullProgress) => void;
  /** Ends the pull; what has arrived is kept. */
  readonly signal?: AbortSignal;
}

/** What {@link pullModel} brought. */
export interface PulledModel {
  /** The commit that the revision stood for. */
  readonly commit: string;
  readonly files: readonly string[];
  /** What else the Hub has of it, which is not used here. */
  readonly leftOut: readonly string[];
  readonly bytes: number;
}

/** In the unfinished folder: which commit it is of. */
const originName = 'pull.json';

/**
 * Brings a model or an adapter from the Hugging Face Hub to a folder that opens without network: configuration,
 * tokenizer and `.safetensors`. Until all is there, with the checksums that the Hub names, it lies in
 * `OUTPUT.partial`; a call that was ended, by force too, is gone on with by the next.
 *
 * @param name `ORGANIZATION/NAME`
 * @throws UsageError when there is something at `output` already, or for a name or token that is none
 * @throws NotFoundError when the Hub has no such model, or not for this token
 * @throws InvalidInputError when a file arrives again and again with another checksum
 * @throws ResourceError when the Hub does not answer, or there is no room
 */
export async function pullModel(
  name: string,
  output: string,
  options: PullOptions = {},
): Promise<PulledModel> {
  await requireFree(output);
  const model = await findHubModel(name, options);
  const partial = `${output}.partial`;
  await openPartial(partial, model);
  const total = model.files.reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  const lacking: HubFile[] = [];
  for (const file of model.files) {
    const path = join(partial, file.name);
    // Under its name a file lies only when it was found to be whole.
    if (await isFile(path)) done += file.size;
    else {
      lacking.push(file);
      done += (await sizeOf(`${path}.part`)) ?? 0;
    }
  }
  await requireRoom(partial, total - done);
  for (const file of lacking) {
    const report = (bytes: number): void => {
      done += bytes;
      options.onProgress?.({ file: file.name, done, total });
    };
    await fetchFile(model, file, join(partial, file.name), report, options.signal);
  }
  await rm(join(partial, originName));
  await rmdir(output).catch(() => undefined);
  await rename(partial, output);
  const { commit, leftOut } = model;
  return { commit, files: model.files.map((file) => file.name), leftOut, bytes: total };
}

/** Makes the unfinished folder, or finds it of the same commit; of another it is begun anew. */
async function openPartial(partial: string, { name, commit }: HubModel): Promise<void> {
  const origin = JSON.stringify({ name, commit });
  const known = await readFile(join(partial, originName), 'utf8').catch(() => null);
  try {
    if (known !== origin) {
      await rm(partial, { recursive: true, force: true });
      await mkdir(partial, { recursive: true });
      await writeFile(join(partial, originName), origin);
    }
    await readdir(partial);
  } catch (cause) {
    throw new ResourceError(`the folder cannot be written: ${(cause as Error).message}.`, {
      source: partial,
      mend: 'Choose another folder.',
      cause,
    });
  }
}

async function requireRoom(partial: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(partial));
  if (bytes <= bavail * bsize) return;
  const gigabytes = (count: number): string => `${(count / 1e9).toFixed(1)} GB`;
  throw new ResourceError(
    `${gigabytes(bytes)} do not fit: ${gigabytes(bavail * bsize)} are free.`,
    { source: partial, mend: 'Make room, or choose a folder on another disk.' },
  );
}

async function isFile(path: string): Promise<boolean> {
  return (await sizeOf(path)) !== null;
}

async function sizeOf(path: string): Promise<number | null> {
  return (await stat(path).catch(() => null))?.size ?? null;
}
