import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NotFoundError } from '@skinr1/core';
import { afterAll, describe, expect, it } from 'vitest';
import { ingestTextbook, ingestTextbooks, readHtml, readMarkdown } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'skinr1-ingest-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('files', () => {
  const book = join(folder, 'book.html');
  mkdirSync(join(folder, 'book', 'images'), { recursive: true });
  const png = Buffer.alloc(24);
  png.write('\x89PNG\r\n\x1a\n', 0, 'latin1');
  png.writeUInt32BE(10, 16);
  png.writeUInt32BE(10, 20);
  writeFileSync(join(folder, 'book', 'images', 'a.png'), png);
  const huge = Buffer.from(png);
  huge.writeUInt32BE(25_000, 16);
  huge.writeUInt32BE(20_000, 20);
  writeFileSync(join(folder, 'huge.png'), huge);
  symlinkSync('/etc/hostname', join(folder, 'link.png'));

  it('finds images beside the book or in its folder, and refuses all others', async () => {
    const references = [
      'images/a.png',
      '../outside.png',
      '/etc/passwd',
      'file:///etc/passwd',
      'https://example.org/x.png',
      '%2e%2e/%2e%2e/etc/passwd',
      'link.png',
      'huge.png',
      'gone.png',
      '%E0%A4%A',
    ];
    writeFileSync(book, `<p>Text</p>${references.map((src) => `<img src="${src}">`).join('')}`);
    const { figures, omitted } = await ingestTextbook(book);
    expect(figures[0]?.path).toBe(join(folder, 'book', 'images', 'a.png'));
    expect(figures.slice(1).map(({ path }) => path)).toEqual(Array(9).fill(null));
    const reasons = [
      'outside',
      'outside',
      'not in the book',
      'not in the book',
      'outside',
      'outside',
    ];
    reasons.push('500000000|25000 × 20000', 'no such file', 'no such file');
    reasons.forEach((reason, index) => {
      expect(omitted[index]?.reason).toMatch(new RegExp(reason));
    });
  });

  it('finds images whose names hold a percent sign, escaped or not', async () => {
    for (const name of ['100%.png', 'a b.png', 'c%20d.png']) writeFileSync(join(folder, name), png);
    const sources = ['100%.png', '100%25.png', 'a%20b.png', 'c%20d.png', 'c%2520d.png'];
    const path = join(folder, 'percent.html');
    writeFileSync(path, `<p>Text</p>${sources.map((source) => `<img src="${source}">`).join('')}`);
    expect((await ingestTextbook(path)).figures.map((figure) => figure.path)).toEqual(
      ['100%.png', '100%.png', 'a b.png', 'c%20d.png', 'c%20d.png'].map((name) =>
        join(folder, name),
      ),
    );
  });

  it('reads a folder in the order of names', async () => {
    const books = join(folder, 'books');
    mkdirSync(books);
    writeFileSync(join(books, 'b.md'), '# B\n\nText.');
    writeFileSync(join(books, 'a.md'), '# A\n\nText.');
    writeFileSync(join(books, 'notes.xyz'), 'no');
    const [notes, ...others] = await ingestTextbooks(books);
    expect(others).toEqual([]);
    expect(notes).toMatchObject({ title: 'books', format: 'folder' });
    expect(notes?.sections.map(({ heading }) => heading)).toEqual(['', 'A', 'B']);
    expect(notes?.omitted).toMatchObject([{ kind: 'file', what: 'notes.xyz' }]);
  });

  it('says what is wrong with a file and how to mend it', async () => {
    await expect(ingestTextbook(join(folder, 'none.md'))).rejects.toThrow(NotFoundError);
    await expect(ingestTextbook(folder)).rejects.toThrow(/not a file.*ingestTextbooks/s);
    writeFileSync(join(folder, 'empty.md'), '');
    await expect(ingestTextbook(join(folder, 'empty.md'))).rejects.toThrow(
      /empty\.md: the book is empty/,
    );
    writeFileSync(join(folder, 'blank.md'), ' \n\n ');
    await expect(ingestTextbook(join(folder, 'blank.md'))).rejects.toThrow(/has no text/);
    const limits = { maxBytes: 3 };
    await expect(ingestTextbook(book, { limits })).rejects.toThrow(/maxBytes/);
    mkdirSync(join(folder, 'nothing'));
    await expect(ingestTextbooks(join(folder, 'nothing'))).rejects.toThrow(/no book in it/);
  });

  it('keeps to every bound', () => {
    const encoder = new TextEncoder();
    const many = encoder.encode('# a\n\nx\n\n'.repeat(50));
    expect(() => readMarkdown(many, { limits: { maxSections: 10 } })).toThrow(/maxSections/);
    expect(() => readMarkdown(many, { limits: { maxCharacters: 20 } })).toThrow(/maxCharacters/);
    const images = encoder.encode('<p>x</p><img src="a">'.repeat(5));
    expect(() => readHtml(images, { limits: { maxFigures: 2 } })).toThrow(/maxFigures/);
  });
});
