import { type FileHandle, open, realpath } from 'node:fs/promises';
import { InvalidInputError, NotFoundError, ResourceError, ShapeError } from '@skinr1/core';
import { byteSize, type DType, viewBytes } from '../graph/dtype.ts';
import type { FileTensor } from '../graph/file-tensor.ts';
import type { Tensor } from '../graph/tensor.ts';
import type { Named } from '../named.ts';
import { readBytes } from './read-bytes.ts';
import {
  buildHeader,
  headerLength,
  headLength,
  parseHeader,
  type SafetensorsHeader,
  type StoredTensor,
} from './safetensors-header.ts';

export type { StoredTensor } from './safetensors-header.ts';

/** What a whole file holds. */
export interface SafetensorsContent {
  readonly tensors: Named<Tensor>;
  readonly metadata: Named<string>;
}

/** A tensor to be written, made only when its turn comes. */
export interface TensorSource {
  readonly name: string;
  readonly dtype: DType;
  readonly dims: readonly number[];
  readonly load: () => Promise<Tensor> | Tensor;
}

/** How a tensor is read. */
export interface ReadOptions {
  /** Leave BF16 as it is. @defaultValue false */
  readonly asStored?: boolean;
  /** Places `[from, to)` along the first axis. @defaultValue all */
  readonly rows?: readonly [from: number, to: number];
}

/** An open file: names and shapes at once, data one tensor at a time. */
export interface SafetensorsFile {
  readonly entries: ReadonlyMap<string, StoredTensor>;
  readonly metadata: Named<string>;
  /**
   * One tensor, or some rows of it. BF16 becomes float32 unless it is to stay `asStored`.
   *
   * @throws NotFoundError for a name that is not in the file
   */
  read(name: string, options?: ReadOptions): Promise<Tensor>;
  /** Where one tensor lies. Throws NotFoundError for a name that is not in the file. */
  locate(name: string): FileTensor;
  close(): Promise<void>;
}

/**
 * Reads a file's bytes. BF16 becomes float32.
 *
 * @param source name for errors
 * @throws InvalidInputError if they are not a complete safetensors file
 */
export function decodeSafetensors(bytes: Uint8Array, source = 'safetensors'): SafetensorsContent {
  const length = headerLength(bytes.subarray(0, headLength), bytes.length, source);
  const header = parseHeader(bytes.subarray(8, 8 + length), bytes.length, source);
  const tensors: Record<string, Tensor> = {};
  for (const entry of header.tensors.values()) {
    const data = bytes.slice(header.dataStart + entry.start, header.dataStart + entry.end);
    tensors[entry.name] = toTensor(entry, data);
  }
  return { tensors, metadata: header.metadata };
}

/** The bytes of a file that holds these tensors. */
export function encodeSafetensors(
  tensors: Named<Tensor>,
  metadata: Named<string> = {},
): Uint8Array {
  const sources = inFileOrder(tensors);
  const parts = [
    buildHeader(sources, metadata),
    ...sources.map(({ name }) => bytesOf(tensors[name]!)),
  ];
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

/**
 * Opens a file without reading its data.
 *
 * @throws NotFoundError if there is none, InvalidInputError if it is not a complete safetensors file
 */
export async function openSafetensors(path: string): Promise<SafetensorsFile> {
  const file = await openFile(path);
  let header: SafetensorsHeader;
  let place: Pick<FileTensor, 'path' | 'fileSize' | 'modified'>;
  try {
    const { size, mtimeMs } = await file.stat();
    place = { path: await realpath(path), fileSize: size, modified: mtimeMs };
    const head = await readBytes(file, 0, Math.min(headLength, size), path);
    const length = headerLength(head, size, path);
    header = parseHeader(await readBytes(file, 8, length, path), size, path);
  } catch (error) {
    await file.close();
    throw error;
  }
  const find = (name: string): StoredTensor => {
    const entry = header.tensors.get(name);
    if (entry) return entry;
    throw new NotFoundError(`there is no tensor '${name}'.`, { source: path });
  };
  return {
    entries: header.tensors,
    metadata: header.metadata,
    async read(name, { asStored = false, rows } = {}) {
      const whole = find(name);
      const entry = rows ? rowsOf(whole, rows) : whole;
      const bytes = await readBytes(
        file,
        header.dataStart + entry.start,
        entry.end - entry.start,
        path,
      );
      return asStored ? storedTensor(entry, bytes) : toTensor(entry, bytes);
    },
    locate(name) {
      const { dtype, dims, start, end } = find(name);
      return { dtype, dims, ...place, offset: header.dataStart + start, length: end - start };
    },
    close: () => file.close(),
  };
}

/** Reads a whole file. Throws as {@link openSafetensors}. */
export async function readSafetensors(path: string): Promise<SafetensorsContent> {
  const file = await openSafetensors(path);
  try {
    const tensors: Record<string, Tensor> = {};
    for (const name of file.entries.keys()) tensors[name] = await file.read(name);
    return { tensors, metadata: file.metadata };
  } finally {
    await file.close();
  }
}

/**
 * Writes a file and flushes it to the disk. Not atomic: see `saveCheckpoint`.
 *
 * @param tensors all of them by name, or a list of sources of which one is in memory at a time
 * @throws ResourceError if the disk is full or cannot be written
 */
export async function writeSafetensors(
  path: string,
  tensors: Named<Tensor> | readonly TensorSource[],
  metadata: Named<string> = {},
): Promise<void> {
  const sources = Array.isArray(tensors)
    ? (tensors as readonly TensorSource[])
    : inFileOrder(tensors as Named<Tensor>);
  try {
    const file = await open(path, 'w');
    try {
      await file.writeFile(buildHeader(sources, metadata));
      for (const source of sources) {
        const tensor = await source.load();
        if (tensor.dtype !== source.dtype || `${tensor.dims}` !== `${source.dims}`) {
          throw new InvalidInputError(`tensor '${source.name}' is not what its header says.`, {
            source: path,
          });
        }
        await file.writeFile(bytesOf(tensor));
      }
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw writeError(cause, path);
  }
}

/** Disk errors as ResourceError; anything else as it is. */
function writeError(cause: unknown, path: string): unknown {
  const code = (cause as NodeJS.ErrnoException | null)?.code;
  if (code === undefined || typeof code !== 'string') return cause;
  const reason = code === 'ENOSPC' ? 'the disk is full' : `it cannot be written (${code})`;
  return new ResourceError(`${reason}.`, {
    source: path,
    mend: 'Free space or choose another folder.',
    cause,
  });
}

/** Wider types first, then by name, as other writers do: every tensor then lies aligned. */
function inFileOrder(tensors: Named<Tensor>): TensorSource[] {
  return Object.entries(tensors)
    .map(([name, tensor]) => ({ name, dtype: tensor.dtype, dims: tensor.dims, load: () => tensor }))
    .sort((a, b) => byteSize(b.dtype) - byteSize(a.dtype) || (a.name < b.name ? -1 : 1));
}

function bytesOf({ data }: Tensor): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function rowsOf(entry: StoredTensor, [from, to]: readonly [number, number]): StoredTensor {
  const [count = 0, ...rest] = entry.dims;
  if (!(from >= 0 && from <= to && to <= count)) {
    throw new ShapeError(`'${entry.name}' has ${count} rows: [${from}, ${to}) are not among them.`);
  }
  const rowBytes = count === 0 ? 0 : (entry.end - entry.start) / count;
  const start = entry.start + from * rowBytes;
  return { ...entry, dims: [to - from, ...rest], start, end: start + (to - from) * rowBytes };
}

function storedTensor({ dtype, dims }: StoredTensor, bytes: Uint8Array): Tensor {
  return { dtype, dims, data: viewBytes(dtype, bytes) as never };
}

function toTensor(entry: StoredTensor, bytes: Uint8Array): Tensor {
  if (entry.dtype !== 'bfloat16') return storedTensor(entry, bytes);
  // bfloat16 is the upper half of float32.
  const upper = new Uint16Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length / 2);
  const bits = new Uint32Array(upper.length);
  for (let i = 0; i < upper.length; i++) bits[i] = upper[i]! << 16;
  return { dtype: 'float32', dims: entry.dims, data: new Float32Array(bits.buffer) as never };
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw new NotFoundError('there is no such file.', { source: path, cause });
  }
}
