import { InvalidInputError, NotFoundError, SkinR1Error } from '@skinr1/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findTable } from '../src/tables/find-table.ts';
import { readTable } from '../src/tables/read-table.ts';
import type { NeededColumn } from '../src/tables/table-header.ts';
import { dataFolder } from './data-folder.ts';

const folder = dataFolder();
const tablePath = (): string => `${folder.path}/table.csv`;

type Rows = readonly Readonly<Record<string, string>>[];

async function read(
  content: string | Uint8Array,
  needed: readonly NeededColumn[] = [],
): Promise<{ rows: Rows; malformed: string[]; lines: number[] }> {
  await folder.put({ 'table.csv': content });
  const rows: Readonly<Record<string, string>>[] = [];
  const lines: number[] = [];
  const malformed: string[] = [];
  const onMalformed = (place: string, reason: string) => malformed.push(`${place}: ${reason}`);
  for await (const { cells, line } of readTable(tablePath(), needed, onMalformed)) {
    rows.push({ ...cells });
    lines.push(line);
  }
  return { rows, malformed, lines };
}

/** Encodings as programs write them; the byte order mark is the caller's. */
const encoders: Readonly<Record<string, (text: string) => Uint8Array>> = {
  'UTF-8': (text) => Buffer.from(text, 'utf8'),
  'UTF-8 with a mark': (text) => Buffer.from(`\uFEFF${text}`, 'utf8'),
  'UTF-16 LE': (text) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
  'UTF-16 LE without a mark': (text) => Buffer.from(text, 'utf16le'),
  'UTF-16 BE': (text) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
  'UTF-16 BE without a mark': (text) => Buffer.from(text, 'utf16le').swap16(),
  'Windows-1252': (text) => Buffer.from(text, 'latin1'),
};

describe('readTable', () => {
  it('reads every encoding, delimiter and line end as the same rows', async () => {
    const cells = [
      ['Image ID', 'DX', 'Notiz'],
      ['ISIC_1', 'nävus, gutartig', 'Größe 3,5 mm; seit 2 Jahren'],
      ['ISIC_2', 'mél"anome', ''],
    ];
    const expected = [
      { image_id: 'ISIC_1', dx: 'nävus, gutartig', notiz: 'Größe 3,5 mm; seit 2 Jahren' },
      { image_id: 'ISIC_2', dx: 'mél"anome', notiz: '' },
    ];
    const quote = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
    for (const [name, encode] of Object.entries(encoders)) {
      for (const delimiter of [',', ';', '\t']) {
        for (const end of ['\n', '\r\n', '\r']) {
          const text = cells.map((row) => row.map(quote).join(delimiter) + end).join('');
          const { rows, malformed } = await read(encode(text), ['image_id', 'dx']);
          expect(rows, `${name} ${JSON.stringify([delimiter, end])}`).toEqual(expected);
          expect(malformed).toEqual([]);
        }
      }
    }
  });

  it('finds the first letter of another alphabet a long way down', async () => {
    const padding = 'ISIC_1,nv\n'.repeat(20_000);
    const ends = [encoders['UTF-8']!, encoders['Windows-1252']!];
    for (const encode of ends) {
      const { rows } = await read(encode(`image_id,dx\n${padding}ISIC_2,mélanome\n`));
      expect(rows.at(-1)).toEqual({ image_id: 'ISIC_2', dx: 'mélanome' });
    }
  });

  it('lets empty cells beyond the last column pass, in rows and in the header', async () => {
    const expected = [{ a: '1', b: '2' }];
    expect((await read('a,b\n1,2,,\n')).rows).toEqual(expected);
    expect((await read('a,b,\n1,2\n')).rows).toEqual(expected);
    expect((await read('a;b;;\n1;2;;\n')).rows).toEqual(expected);
    const { rows, malformed, lines } = await read('a,b\n1,2,3\n4\n5,6\n');
    expect(malformed).toEqual([
      'line 2: malformed row: 3 cells, 2 columns; quote cells that hold a delimiter',
      'line 3: malformed row: 1 cells, 2 columns; add what is missing',
    ]);
    expect(rows).toEqual([{ a: '5', b: '6' }]);
    expect(lines).toEqual([4]);
  });

  it('tells a delimiter from a letter of the text by the columns it needs', async () => {
    const { rows } = await read('id,a;b;c;d,dx\nI1,1;2;3;4,nv\n', ['id', 'dx']);
    expect(rows).toEqual([{ id: 'I1', 'a;b;c;d': '1;2;3;4', dx: 'nv' }]);
    const semicolons = await read('id;dx,fine,other\nI1;nv\n', ['id', 'dx,fine,other']);
    expect(semicolons.rows).toEqual([{ id: 'I1', 'dx,fine,other': 'nv' }]);
  });

  it('reads what Excel writes first', async () => {
    const { rows } = await read('sep=;\r\nid;dx\r\nI1;nv\r\n', ['id', 'dx']);
    expect(rows).toEqual([{ id: 'I1', dx: 'nv' }]);
  });

  it('tells once of a row that is too long, after the rows before it', async () => {
    const wide = Array.from({ length: 20_000 }, (_, i) => `x${i}`).join();
    await expect(read(Array(5).fill(wide).join('\n'))).rejects.toThrow(
      /line 1: a row is longer than 100000 characters: no row behind it is read/,
    );
    await folder.put({ 'table.csv': `a,b\n1,2\n${wide}\n3,4\n5,6\n` });
    const [rows, malformed]: string[][] = [[], []];
    const reading = (async () => {
      const told = (place: string) => malformed?.push(place);
      for await (const { cells } of readTable(tablePath(), [], told)) rows?.push(cells.a ?? '');
    })();
    await expect(reading).rejects.toThrow(/line 3: a row is longer/);
    expect([rows, malformed]).toEqual([['1'], []]);
  });

  it('refuses what is no table, and says what it is', async () => {
    const others: [string | Uint8Array, RegExp][] = [
      ['', /table is empty/],
      ['\n\n', /table is empty/],
      ['PK\x03\x04 xl/workbook.xml', /ZIP archive, which Excel workbooks.*CSV/],
      [Uint8Array.of(0x1f, 0x8b, 8, 0), /gzip.*Unpack/],
      ['version https://git-lfs.github.com/spec/v1\noid sha256:0', /Git LFS pointer.*git lfs pull/],
      ['<!DOCTYPE html><title>Sign in</title>', /web page \("Sign in"\)/],
      ['\uFEFF\n<html><body>403', /web page/],
      ['PAR1\x15\x04', /a Parquet file/],
      [Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10), /an image \(PNG\).*table/],
      ['{"error":"Repository not found"}', /answer of a server \("Repository not found"\)/],
    ];
    for (const [content, message] of others) {
      await expect(read(content, ['id'])).rejects.toThrow(message);
    }
    await expect(read('a,b\n1,2\n', ['id', ['x', 'y']])).rejects.toThrow(
      /no column 'id', 'x or y'/,
    );
    await expect(read('id,ID\n1,2\n', ['id'])).rejects.toThrow(/two columns are called 'id'/);
    const absent = readTable(`${folder.path}/absent.csv`, [], () => {});
    await expect(absent.next()).rejects.toThrow(NotFoundError);
    await expect(readTable(folder.path, [], () => {}).next()).rejects.toThrow(SkinR1Error);
  });

  it('names the line where a quote opens that is not closed, after the rows before it', async () => {
    await folder.put({ 'table.csv': 'a,b\n1,2\n\n3,"4\n5,6\n7,8\n' });
    const rows: string[] = [];
    const reading = (async () => {
      for await (const { cells } of readTable(tablePath(), [], () => {})) rows.push(cells.a ?? '');
    })();
    await expect(reading).rejects.toThrow(/line 4.*not closed.*Close it/s);
    expect(rows).toEqual(['1']);
    const { rows: others, malformed } = await read('a,b\n1,2\n"3,4\n5,6\n"7",8\n9,10\n');
    expect(others.map(({ a }) => a)).toEqual(['1', '9']);
    expect(malformed).toEqual([expect.stringMatching(/^line 3: .* in line 5\. Close it/)]);
    const long = `a,b\n1,2\n"3,4\n${'5,6\n'.repeat(60_000)}`;
    await expect(read(long)).rejects.toThrow(/line 3.*not closed/s);
  });

  it('takes a text with a zero byte for what it is', async () => {
    expect((await read('dx,n\nmel\0anoma,1\n', ['dx'])).rows).toEqual([
      { dx: 'mel\0anoma', n: '1' },
    ]);
  });

  it('gives back any cells that were written, whatever they hold', async () => {
    const letter = fc.constantFrom(...'aZ9 _-,;\t"\n\r\'é漢🙂ﬁ', '__proto__');
    const cell = fc.string({ unit: letter, maxLength: 8 }).map((text) => text.trim());
    const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 });
    const delimiters = fc.constantFrom(',', ';', '\t');
    const ends = fc.constantFrom('\n', '\r\n');
    const encodings = fc.constantFrom(...Object.keys(encoders).slice(0, 6));
    await fc.assert(
      fc.asyncProperty(table, delimiters, ends, encodings, async (rows, delimiter, end, name) => {
        const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        const lines = [['image_id', 'dx', 'notes of the clinic'], ...rows].map((row) =>
          row.map(quote).join(delimiter),
        );
        const read_ = await read(encoders[name]!(lines.join(end) + end), ['image_id', 'dx']);
        expect(read_.malformed).toEqual([]);
        expect(read_.rows.map((row) => Object.values(row))).toEqual(rows);
      }),
      { numRuns: 100 },
    );
  });

  it('ends any bytes in rows, malformed rows or an error of ours', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.string({ unit: fc.constantFrom(...'ab",;\t\n\r\0'.split('')), maxLength: 200 }),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (content) => {
        const body = typeof content === 'string' ? content : Buffer.from(content);
        const result = await read(body).catch((error: unknown) => error);
        const isKnown = SkinR1Error.isInstance(result) || 'rows' in (result as object);
        expect(isKnown, String(result)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('refuses a table in which a needed column is named in another way', async () => {
    const failure = read('image,diagnosis\nI1,nv\n', ['image_id']);
    await expect(failure).rejects.toThrow(InvalidInputError);
  });
});

describe('findTable', () => {
  it('goes by columns, prefers the published name in any case, and names the others', async () => {
    await folder.put({
      'a.csv': 'image_id,dx\n',
      'ham10000_METADATA.csv': 'Image ID;DX\n',
      'metadata.csv': 'isic_id,diagnosis_1\n',
      'notes.md': 'image_id,dx\n',
    });
    const found = await findTable(folder.path, ['HAM10000_metadata.csv'], ['image_id', 'dx']);
    expect(found).toEqual({
      path: `${folder.path}/ham10000_METADATA.csv`,
      others: [`${folder.path}/a.csv`],
    });
    expect(await findTable(folder.path, ['metadata.csv'], ['img_id'])).toBeNull();
    expect(await findTable(`${folder.path}/nowhere`, [], [])).toBeNull();
  });
});
