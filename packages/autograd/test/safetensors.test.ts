import { mkdtemp, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidInputError, NotFoundError, ResourceError } from '@skinr1/core';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type DType,
  decodeModel,
  decodeSafetensors,
  encodeSafetensors,
  openSafetensors,
  readSafetensors,
  type Tensor,
  tensor,
  writeSafetensors,
} from './support/ag.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safetensors-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** A file with any header and data. */
function file(header: unknown, data = new Uint8Array()): Uint8Array {
  const json = new TextEncoder().encode(
    typeof header === 'string' ? header : JSON.stringify(header),
  );
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(data, 8 + json.length);
  return bytes;
}

const f32 = (start: number, end: number, shape: number[]) => ({
  dtype: 'F32',
  shape,
  data_offsets: [start, end],
});

const anyTensor: fc.Arbitrary<Tensor> = fc
  .tuple(
    fc.constantFrom<DType>('float32', 'float64', 'float16', 'int64', 'int32', 'uint8', 'bool'),
    fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 }),
    fc.infiniteStream(fc.integer({ min: 0, max: 1 })),
  )
  .map(([dtype, dims, numbers]) => {
    const size = dims.reduce((a, b) => a * b, 1);
    return tensor(
      dtype,
      dims,
      Array.from({ length: size }, () => numbers.next().value as number),
    );
  });

describe('safetensors', () => {
  it('says what lies in its place: a Git LFS pointer, a web page, nothing', async () => {
    const path = join(folder, 'model.safetensors');
    for (const [text, what] of [
      [
        `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 3968\n`,
        'is a Git LFS pointer',
      ],
      ['<!doctype html><title>Log in</title>', 'is a saved web page ("Log in")'],
      ['', 'is empty'],
    ] as const) {
      await writeFile(path, text);
      await expect(openSafetensors(path)).rejects.toThrow(`${path}: ${what}`);
      await expect(openSafetensors(path)).rejects.toThrow(InvalidInputError);
      expect(() => decodeSafetensors(new TextEncoder().encode(text))).toThrow(what);
      expect(() => decodeModel(new TextEncoder().encode(text), 'a.onnx')).toThrow(
        text === '' ? 'a.onnx' : what,
      );
    }
  });

  it('gives back what was written, in memory and through a file', async () => {
    const named = fc.dictionary(
      fc.string({ minLength: 1 }).filter((name) => name !== '__proto__' && name !== '__metadata__'),
      anyTensor,
    );
    const path = join(folder, 'round.safetensors');
    await fc.assert(
      fc.asyncProperty(
        named,
        fc.dictionary(
          fc.string({ minLength: 1 }).filter((s) => s !== '__proto__'),
          fc.string(),
        ),
        async (tensors, metadata) => {
          const expected = { tensors: { ...tensors }, metadata: { ...metadata } };
          const bytes = encodeSafetensors(tensors, metadata);
          expect(decodeSafetensors(bytes)).toEqual(expected);
          await writeSafetensors(path, tensors, metadata);
          expect((await stat(path)).size).toBe(bytes.length);
          expect(await readSafetensors(path)).toEqual(expected);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('reads bfloat16 as float32: 0x3F80 is 1, 0xC040 is −3', () => {
    const header = { x: { dtype: 'BF16', shape: [2], data_offsets: [0, 4] } };
    const { tensors } = decodeSafetensors(file(header, new Uint8Array([0x80, 0x3f, 0x40, 0xc0])));
    expect(tensors.x).toEqual(tensor('float32', [2], [1, -3]));
  });

  it('writes tensors one at a time from sources', async () => {
    const path = join(folder, 'stream.safetensors');
    const loaded: string[] = [];
    const source = (name: string, value: number) => ({
      name,
      dtype: 'float32' as const,
      dims: [2],
      load: () => {
        loaded.push(name);
        return tensor('float32', [2], [value, value]);
      },
    });
    await writeSafetensors(path, [source('b', 2), source('a', 1)], { from: 'test' });
    expect(loaded).toEqual(['b', 'a']);
    const open = await openSafetensors(path);
    expect([...open.entries.keys()]).toEqual(['b', 'a']);
    expect(open.metadata).toEqual({ from: 'test' });
    expect((await open.read('a')).data).toEqual(new Float32Array([1, 1]));
    await expect(open.read('c')).rejects.toThrow(NotFoundError);
    await open.close();
  });

  it.each([
    [
      'bytes after the header are missing',
      file({ x: f32(0, 8, [2]) }, new Uint8Array(4)),
      /'x'.*truncated/,
    ],
    [
      'the header is longer than the file',
      file('{}').fill(0xff, 0, 8),
      /byte 0.*header of 18446744073709551615/,
    ],
    ['the file is shorter than the length field', new Uint8Array(5), /too short/],
    ['the header is no JSON', file('{"x": '), /not JSON/],
    ['the header is a list', file('[1]'), /not a JSON object/],
    [
      'tensors overlap',
      file({ x: f32(0, 8, [2]), y: f32(4, 12, [2]) }, new Uint8Array(12)),
      /'y'.*overlaps/,
    ],
    [
      'a shape does not fill its bytes',
      file({ x: f32(0, 8, [3]) }, new Uint8Array(8)),
      /8 bytes do not hold F32 \[3\]/,
    ],
    ['a size is negative', file({ x: f32(0, 8, [-2]) }, new Uint8Array(8)), /no valid shape/],
    ['a size overflows', file({ x: f32(0, 0, [2 ** 53, 2]) }), /no valid shape/],
    [
      'offsets are reversed',
      file({ x: f32(8, 0, [2]) }, new Uint8Array(8)),
      /-8 bytes do not hold/,
    ],
    [
      'a type is unknown',
      file({ x: { ...f32(0, 1, [1]), dtype: 'F8' } }, new Uint8Array(1)),
      /"F8" is not supported/,
    ],
    ['metadata is not text', file({ __metadata__: { a: 1 } }), /no text/],
  ])('says so when %s', async (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes, 'bad.safetensors')).toThrow(InvalidInputError);
    expect(() => decodeSafetensors(bytes, 'bad.safetensors')).toThrow(message);
    expect(() => decodeSafetensors(bytes, 'bad.safetensors')).toThrow('bad.safetensors');
    const path = join(folder, 'bad.safetensors');
    await writeFile(path, bytes);
    await expect(readSafetensors(path)).rejects.toThrow(message);
  });

  it('survives any damage to a good file: an InvalidInputError, or a file that still holds together', () => {
    const good = encodeSafetensors({
      a: tensor('float32', [2, 2], [1, 2, 3, 4]),
      b: tensor('int64', [1], [5]),
    });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 4 }),
        fc.nat(good.length),
        (changes, length) => {
          const bytes = good.slice();
          for (const [place, value] of changes) bytes[place] = value;
          try {
            decodeSafetensors(bytes.subarray(0, length));
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidInputError);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('names a missing file and a truncated one', async () => {
    await expect(readSafetensors(join(folder, 'none.safetensors'))).rejects.toThrow(NotFoundError);
    const path = join(folder, 'short.safetensors');
    await writeSafetensors(path, { x: tensor('float32', [100], new Float32Array(100)) });
    await truncate(path, 300);
    await expect(readSafetensors(path)).rejects.toThrow(/short\.safetensors.*truncated.*Fetch/);
  });

  it('believes no header of 100 GB, though the file were as long', async () => {
    const path = join(folder, 'huge.safetensors');
    const first = Buffer.alloc(8);
    first.writeBigUInt64LE(100_000_000_000n);
    await writeFile(path, first);
    // Sparse: nothing of it is on the disk.
    await truncate(path, 200_000_000_000);
    await expect(readSafetensors(path)).rejects.toThrow(
      /huge.*byte 0: states a header of 1000+ bytes/,
    );
    await rm(path);
  });

  it('takes no header that names a tensor twice', () => {
    const bytes = encodeSafetensors({ x: tensor('float32', [1], [1]) });
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const json = new TextDecoder().decode(bytes.subarray(8, 8 + length)).trimEnd();
    const twice = new TextEncoder().encode(`${json.slice(0, -1)},${json.slice(1)}`);
    const head = new Uint8Array(8);
    new DataView(head.buffer).setBigUint64(0, BigInt(twice.length), true);
    const file = Buffer.concat([head, twice, bytes.subarray(8 + length)]);
    expect(() => decodeSafetensors(file, 'a.safetensors')).toThrow(
      /a\.safetensors, 'x': is named twice in the header/,
    );
  });

  it('reports a disk that takes no more', async () => {
    const big = { x: tensor('float32', [1000], new Float32Array(1000)) };
    await expect(writeSafetensors('/dev/full', big)).rejects.toThrow(ResourceError);
    await expect(writeSafetensors('/dev/full', big)).rejects.toThrow('the disk is full');
  });
});
