import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvalidInputError } from '@skinr1/core';
import { PNG } from 'pngjs';
import { afterAll, describe, expect, it } from 'vitest';
import {
  ingestTextbook,
  pageAt,
  questionLevel,
  readPdf,
  type SourceDocument,
} from '../src/index.ts';
import { type Mark, writePdf } from './pdf-writer.ts';

const folder = mkdtempSync(join(tmpdir(), 'skinr1-books-'));
afterAll(() => rmSync(folder, { recursive: true }));

const paragraphs = (document: SourceDocument): string[] =>
  document.sections.flatMap((section) =>
    section.paragraphs.map(({ start, end }) => document.text.slice(start, end)),
  );

describe('PDF', () => {
  const column = (x: number, top: number, lines: readonly string[]): Mark[] =>
    lines.map((text, at) => ({ text, x, y: top - at * 12 }));
  const filler = (word: string): string[] =>
    Array.from({ length: 12 }, (_, at) => `${word} line ${at} of this column text`);
  const page = (number: number, marks: readonly Mark[]): Mark[] => [
    { text: 'DISEASES OF THE SKIN', x: 230, y: 760, size: 9 },
    { text: String(number), x: 300, y: 30, size: 9 },
    ...marks,
  ];
  const book = writePdf([
    page(1, [
      { text: 'Psoriasis', x: 60, y: 720, size: 18, bold: true },
      { text: 'Morphology', x: 60, y: 695, size: 13, bold: true },
      ...column(60, 670, [
        'Plaques with a well-',
        'defined border and silvery',
        'scale.',
        ...filler('left'),
      ]),
      ...column(330, 670, ['Erythema lies under it.', ...filler('right')]),
      { text: 'Fig. 3. Silvery scale on the knee.', x: 60, y: 400, size: 10 },
      { text: '1 A note at the foot.', x: 60, y: 80, size: 7 },
    ]),
    page(2, [
      { text: 'What is the course?', x: 60, y: 700, bold: true },
      { text: 'It lasts for years.', x: 60, y: 680 },
    ]),
    page(3, [{ text: 'The end of the book.', x: 60, y: 700 }]),
  ]);

  it('reads columns in order, joins hyphens, drops running heads and page numbers', async () => {
    const document = await readPdf(book);
    expect(document.sections.map(({ heading, level }) => [heading, level])).toEqual([
      ['', 0],
      ['Psoriasis', 1],
      ['Morphology', 2],
      ['What is the course?', questionLevel],
    ]);
    const text = document.text;
    expect(text).toContain('Plaques with a well-defined border and silvery scale.');
    expect(text.indexOf('left line 11')).toBeLessThan(text.indexOf('Erythema lies'));
    expect(text).not.toMatch(/DISEASES OF THE SKIN/);
    expect(paragraphs(document)).toContain('It lasts for years.');
    expect(document.figures[0]).toMatchObject({
      number: '3',
      caption: 'Silvery scale on the knee.',
      page: 1,
    });
    const note = document.sections
      .flatMap((section) => section.paragraphs)
      .find(({ kind }) => kind === 'footnote');
    expect(text.slice(note?.start, note?.end)).toBe('1 A note at the foot.');
    expect(pageAt(document, text.indexOf('It lasts'))).toBe(2);
  });

  it('writes images and matches each with number and caption by geometry', async () => {
    const path = join(folder, 'figures.pdf');
    const figures = writePdf([
      [
        { text: 'Psoriasis', x: 60, y: 740, size: 18, bold: true },
        { text: 'Text before the figures runs along here.', x: 60, y: 720 },
        { text: 'FIG. 17.', x: 140, y: 702, bold: true },
        { text: '', x: 60, y: 600, image: [200, 90] },
        { text: 'Erythema of the arm.', x: 115, y: 584 },
        { text: '', x: 60, y: 440, image: [200, 90] },
        { text: 'Fig. 18: Scale on the knee, seen from', x: 60, y: 424 },
        { text: 'the side.', x: 60, y: 412 },
        { text: 'Text after the figures runs along here.', x: 60, y: 380 },
        { text: '', x: 500, y: 30, image: [20, 20] },
      ],
    ]);
    writeFileSync(path, figures);
    const imageDirectory = join(folder, 'figures');
    const document = await ingestTextbook(path, { imageDirectory });
    expect(document.figures.map(({ number, caption }) => [number, caption])).toEqual([
      ['17', 'Erythema of the arm.'],
      ['18', 'Scale on the knee, seen from the side.'],
    ]);
    const png = PNG.sync.read(readFileSync(document.figures[0]?.path as string));
    expect([png.width, png.height, ...png.data.subarray(0, 8)]).toEqual([
      2, 2, 255, 0, 0, 255, 0, 255, 0, 255,
    ]);
    expect(paragraphs(document)).toContain('Text after the figures runs along here.');
    expect((await readPdf(figures)).figures.map((figure) => figure.path)).toEqual([null, null]);
  });

  it('refuses scans, damage and encryption by name', async () => {
    const scanned = writePdf([[{ text: '', x: 60, y: 60, image: [400, 600] }]]);
    await expect(readPdf(scanned, { source: 'scan.pdf' })).rejects.toThrow(
      /scan\.pdf: .*no text\. If it is a scan, run text recognition/,
    );
    const specks = writePdf([[{ text: '', x: 60, y: 60, image: [3, 3] }]]);
    await expect(readPdf(specks)).rejects.toThrow(/none of its 1 pages has text\. If it is a scan/);
    await expect(readPdf(book.slice(0, 300))).rejects.toThrow(InvalidInputError);
    await expect(readPdf(new TextEncoder().encode('%PDF-1.4 nonsense'))).rejects.toThrow(
      /damaged or not a PDF/,
    );
    const locked =
      '/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <' +
      '41'.repeat(32) +
      '> /U <' +
      '42'.repeat(32) +
      '> >> /ID [<01> <01>]'; // prettier-ignore
    await expect(readPdf(writePdf([[{ text: 'x', x: 1, y: 1 }]], locked))).rejects.toThrow(
      /encrypted/,
    );
  });

  it('leaves the built-in functions as they are', async () => {
    await readPdf(book);
    for (const builtIn of [Array.prototype.push, JSON.parse, JSON.stringify]) {
      expect(Function.prototype.toString.call(builtIn)).toContain('[native code]');
    }
  });

  it('stops at its bounds and when asked', async () => {
    await expect(readPdf(book, { limits: { maxCharacters: 50 } })).rejects.toThrow(
      /page 1.*maxCharacters/s,
    );
    const signal = AbortSignal.abort();
    await expect(readPdf(book, { signal })).rejects.toThrow(/abort/i);
  });
});
