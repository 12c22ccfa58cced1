import { join } from 'node:path';
import { openSafetensors, type SafetensorsFile, sizeOf, type Tensor } from '@skinr1/autograd';

/** Bytes of a file in memory at a time, about. */
const pieceBytes = 2 ** 26;

/**
 * Reads every number of weights and says, tensor by tensor, which is none. In a folder that is opened `mapped` nothing
 * else looks at matrices before an answer fails.
 *
 * @param names files of the folder
 */
export async function findBadNumbers(
  directory: string,
  names: readonly string[],
): Promise<string[]> {
  const found: string[] = [];
  for (const name of names) {
    const path = join(directory, name);
    const file = await openSafetensors(path);
    try {
      for (const entry of file.entries.values()) {
        const bad = await firstBad(file, entry);
        if (bad !== null) found.push(`${path}, ${entry.name}: number ${bad} is none.`);
      }
    } finally {
      await file.close();
    }
  }
  return found;
}

type Entry = SafetensorsFile['entries'] extends ReadonlyMap<string, infer T> ? T : never;

/** The place of the first number of a tensor that is NaN or infinite, or null. */
async function firstBad(
  file: SafetensorsFile,
  { name, dims, start, end }: Entry,
): Promise<number | null> {
  const asStored = true;
  if (dims.length === 0) return placeOfBad(await file.read(name, { asStored }));
  const [rows = 0, ...rest] = dims;
  const rowsAtOnce = Math.max(1, Math.floor((pieceBytes * rows) / Math.max(1, end - start)));
  for (let from = 0; from < rows; from += rowsAtOnce) {
    const part = [from, Math.min(rows, from + rowsAtOnce)] as const;
    const place = placeOfBad(await file.read(name, { asStored, rows: part }));
    if (place !== null) return from * sizeOf(rest) + place;
  }
  return null;
}

/** Exponents of all ones, which are infinity and what is no number. Whole numbers have none. */
const exponents = { float32: 0x7f800000, float16: 0x7c00, bfloat16: 0x7f80 } as const;

function placeOfBad({ dtype, data }: Tensor): number | null {
  let place = -1;
  if (dtype === 'float64') {
    place = (data as Float64Array).findIndex((value) => !Number.isFinite(value));
  } else if (dtype in exponents) {
    const mask = exponents[dtype as keyof typeof exponents];
    const { buffer, byteOffset, length } = data as Float32Array | Uint16Array;
    const bits =
      dtype === 'float32'
        ? new Uint32Array(buffer, byteOffset, length)
        : (data as unknown as Uint16Array);
    place = placeOfMask(bits, mask);
  }
  return place < 0 ? null : place;
}

function placeOfMask(bits: Uint32Array | Uint16Array, mask: number): number {
  for (let i = 0; i < bits.length; i++) if (((bits[i] as number) & mask) === mask) return i;
  return -1;
}
