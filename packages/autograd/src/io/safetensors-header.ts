import {
  describeWrongFile,
  InvalidInputError,
  repeatedMember,
  wrongFileHeadLength,
} from '@skinr1/core';
import { byteSize, type DType } from '../graph/dtype.ts';
import { sizeOf } from '../graph/tensor.ts';

/** One tensor of a file: what it is and where its bytes are, counted from the end of the header. */
export interface StoredTensor {
  readonly name: string;
  /** Type in the file. */
  readonly stored: string;
  readonly dtype: DType;
  readonly dims: readonly number[];
  readonly start: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: Readonly<Record<string, string>>;
  /** Offset of the first tensor's bytes in the file. */
  readonly dataStart: number;
}

/** Types of the format that are read, with their element size in the file. */
const types: Readonly<Record<string, { readonly dtype: DType; readonly bytes: number }>> = {
  F64: { dtype: 'float64', bytes: 8 },
  F32: { dtype: 'float32', bytes: 4 },
  F16: { dtype: 'float16', bytes: 2 },
  BF16: { dtype: 'bfloat16', bytes: 2 },
  I64: { dtype: 'int64', bytes: 8 },
  I32: { dtype: 'int32', bytes: 4 },
  U8: { dtype: 'uint8', bytes: 1 },
  BOOL: { dtype: 'bool', bytes: 1 },
};

/** The format's own limit; also what keeps a corrupt length from taking all memory. */
const largestHeader = 100_000_000;

/** As many bytes from the start of a file as {@link headerLength} looks at. */
export const headLength: number = wrongFileHeadLength;

/**
 * The length of the header that follows the first 8 bytes.
 *
 * @param first the file's first {@link headLength} bytes, all of them if it has fewer
 * @throws InvalidInputError if it cannot be one of a file of that size; says what the file is instead if
 *   that can be told
 */
export function headerLength(first: Uint8Array, fileSize: number, source: string): number {
  const length = statedLength(first, fileSize, source);
  if (length <= BigInt(largestHeader) && length <= BigInt(fileSize - 8)) return Number(length);
  refuseWrongFile(first, source);
  throw invalid(`states a header of ${length} bytes, which it does not hold.`, source, 'byte 0');
}

function refuseWrongFile(first: Uint8Array, source: string): void {
  const wrong = describeWrongFile(first);
  if (!wrong) return;
  throw new InvalidInputError(`is ${wrong.what}, no safetensors file.`, {
    source,
    mend: wrong.mend,
  });
}

function statedLength(first: Uint8Array, fileSize: number, source: string): bigint {
  if (first.length < 8) {
    refuseWrongFile(first, source);
    throw invalid('too short for a safetensors file.', source, `${fileSize} bytes`);
  }
  return new DataView(first.buffer, first.byteOffset, 8).getBigUint64(0, true);
}

/**
 * Checks and reads the header: known types, no name twice, sizes that match shapes, no overlap, nothing past the end.
 *
 * @param json the header's bytes
 * @param fileSize size of the whole file in bytes
 * @throws InvalidInputError naming the tensor at fault
 */
export function parseHeader(json: Uint8Array, fileSize: number, source: string): SafetensorsHeader {
  const parsed = parseJson(json, source);
  const dataStart = 8 + json.length;
  const tensors = new Map<string, StoredTensor>();
  let metadata: Record<string, string> = {};
  for (const [name, entry] of Object.entries(parsed)) {
    if (name === '__metadata__') metadata = parseMetadata(entry, source);
    else tensors.set(name, parseEntry(name, entry, source));
  }
  checkLayout([...tensors.values()], fileSize - dataStart, source);
  return { tensors, metadata, dataStart };
}

function parseJson(json: Uint8Array, source: string): Record<string, unknown> {
  let text: string;
  let value: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(json);
    value = JSON.parse(text);
  } catch (cause) {
    throw invalid('the header is not JSON.', source, 'byte 8', cause);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalid('the header is not a JSON object.', source, 'byte 8');
  }
  const repeated = repeatedMember(text);
  if (repeated === null) return value as Record<string, unknown>;
  throw invalid('is named twice in the header.', source, `'${repeated.slice(0, 200)}'`);
}

function parseMetadata(entry: unknown, source: string): Record<string, string> {
  const place = '__metadata__';
  if (typeof entry !== 'object' || entry === null) throw invalid('not an object.', source, place);
  for (const value of Object.values(entry)) {
    if (typeof value !== 'string') throw invalid('holds a value that is no text.', source, place);
  }
  return entry as Record<string, string>;
}

function parseEntry(name: string, entry: unknown, source: string): StoredTensor {
  const place = `tensor '${name.slice(0, 200)}'`;
  if (typeof entry !== 'object' || entry === null) throw invalid('not an object.', source, place);
  const { dtype: stored, shape, data_offsets: offsets } = entry as Record<string, unknown>;
  if (name === '__proto__') throw invalid('a name that is not allowed.', source, place);
  if (typeof stored !== 'string' || !Object.hasOwn(types, stored)) {
    throw new InvalidInputError(`type ${JSON.stringify(stored)} is not supported.`, {
      source,
      place,
      mend: `Supported are ${Object.keys(types).join(', ')}.`,
    });
  }
  if (!isSizeList(shape)) throw invalid('has no valid shape.', source, place);
  if (!isSizeList(offsets) || offsets.length !== 2) {
    throw invalid('has no valid data_offsets.', source, place);
  }
  const { dtype, bytes } = types[stored]!;
  const [start, end] = offsets as [number, number];
  if (end - start !== sizeOf(shape) * bytes) {
    throw invalid(
      `${end - start} bytes do not hold ${stored} [${shape.join(', ')}].`,
      source,
      place,
    );
  }
  return { name, stored, dtype, dims: shape, start, end };
}

function isSizeList(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function checkLayout(tensors: readonly StoredTensor[], dataSize: number, source: string): void {
  const ordered = [...tensors].sort((a, b) => a.start - b.start || a.end - b.end);
  let reached = 0;
  for (const { name, start, end } of ordered) {
    if (start < reached) throw invalid('overlaps another tensor.', source, `tensor '${name}'`);
    if (end > dataSize) {
      throw new InvalidInputError(`ends at byte ${end} of ${dataSize}: the file is truncated.`, {
        source,
        place: `tensor '${name}'`,
        mend: 'Fetch the file again.',
      });
    }
    reached = end;
  }
}

/** The header for tensors in the order in which they will be written. */
export function buildHeader(
  entries: readonly {
    readonly name: string;
    readonly dtype: DType;
    readonly dims: readonly number[];
  }[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const header: Record<string, unknown> = {};
  if (Object.keys(metadata).length > 0) header.__metadata__ = metadata;
  let offset = 0;
  for (const { name, dtype, dims } of entries) {
    if (name === '__metadata__' || name === '__proto__') {
      throw new InvalidInputError(`a tensor cannot be named '${name}'.`);
    }
    const end = offset + sizeOf(dims) * byteSize(dtype);
    header[name] = { dtype: storedName(dtype), shape: dims, data_offsets: [offset, end] };
    offset = end;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  // Spaces to a multiple of 8, so that tensors can be mapped as they lie.
  const length = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + length).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(json, 8);
  return bytes;
}

function storedName(dtype: DType): string {
  return Object.keys(types).find((name) => types[name]!.dtype === dtype)!;
}

function invalid(
  message: string,
  source: string,
  place: string,
  cause?: unknown,
): InvalidInputError {
  return new InvalidInputError(message, { source, place, cause });
}
