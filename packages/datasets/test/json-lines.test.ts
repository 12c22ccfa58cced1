import { InvalidInputError, SkinR1Error } from '@skinr1/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readJsonLines } from '../src/tables/read-json-lines.ts';
import { dataFolder } from './data-folder.ts';

const folder = dataFolder();

async function read(content: string) {
  await folder.put({ 'rows.jsonl': content });
  const rows: Record<string, string>[] = [];
  const malformed: string[] = [];
  const path = `${folder.path}/rows.jsonl`;
  for await (const { cells } of readJsonLines(path, (place) => malformed.push(place))) {
    rows.push({ ...cells });
  }
  return { rows, malformed };
}

describe('readJsonLines', () => {
  it('reads texts, numbers and truth values, and nothing else', async () => {
    const { rows, malformed } = await read(
      '{"File Name": " a.jpg ", "age": 50, "biopsied": true, "boxes": [1], "sex": null}\r\n[1]\n\n7\n{',
    );
    expect(rows).toEqual([{ file_name: 'a.jpg', age: '50', biopsied: 'true', boxes: '', sex: '' }]);
    expect(malformed).toEqual(['line 2', 'line 4', 'line 5']);
  });

  it('gives back every row, whatever line ends its texts hold', async () => {
    const text = fc.string({
      unit: fc.constantFrom(...'a \u2028\u2029\u0085\n\r"é漢🙂', '__proto__'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(text, text), { maxLength: 8 }), async (rows) => {
        const lines = rows.map(([a, b]) => `${JSON.stringify({ a, b })}\n`);
        const result = await read(lines.join(''));
        expect(result.malformed).toEqual([]);
        expect(result.rows).toEqual(rows.map(([a, b]) => ({ a: a.trim(), b: b.trim() })));
      }),
      { numRuns: 50 },
    );
  });

  it('ends any text in rows, malformed rows or an error of ours', async () => {
    const piece = fc.constantFrom(...'{}[]":,\n\\u0 1e', 'null', '{"a":1}\n');
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: piece, maxLength: 60 }), async (content) => {
        const result = await read(content).catch((error: unknown) => error);
        expect(SkinR1Error.isInstance(result) || 'rows' in (result as object)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });

  it('refuses a line without an end', async () => {
    await expect(read(`{"a": "${'x'.repeat(1_200_000)}`)).rejects.toThrow(InvalidInputError);
  });
});
