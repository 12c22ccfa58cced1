import { readFileSync } from 'node:fs';
import { type Tensor, tensor } from './support/ag.ts';

/** An array as `tools/parity/autograd.py` writes it: base64 of little-endian 8-byte numbers. */
export interface Packed {
  readonly dims: readonly number[];
  readonly data: string;
}

export function readFixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8')) as T;
}

function bytesOf({ data }: Packed): ArrayBuffer {
  const bytes = Buffer.from(data, 'base64');
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
}

export function numbers(packed: Packed): Float64Array {
  return new Float64Array(bytesOf(packed));
}

export function float64(packed: Packed): Tensor {
  return tensor('float64', packed.dims, numbers(packed));
}

export function float32(packed: Packed): Tensor {
  return tensor('float32', packed.dims, new Float32Array(numbers(packed)));
}

export function int64(packed: Packed): Tensor {
  return tensor('int64', packed.dims, new BigInt64Array(bytesOf(packed)));
}
