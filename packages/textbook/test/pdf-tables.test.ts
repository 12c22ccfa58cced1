import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPdf } from '../src/index.ts';
import { expectQuoted, lines, prose, signs, table, texts } from './pdf-pages.ts';
import { type Mark, writePdf } from './pdf-writer.ts';

describe('tables in PDFs', () => {
  it('are rebuilt from where their cells stand, with the caption and the text around', async () => {
    const document = await readPdf(
      writePdf([
        [
          { text: 'Psoriasis', x: 60, y: 740, size: 18, bold: true },
          ...lines(60, 710, [...prose(4, 85), 'Text before the table ends here.']),
          { text: 'Table 3. Surfaces of common diseases.', x: 60, y: 630 },
          ...table([60, 200, 360], 610, signs),
          ...lines(60, 540, ['Text after the table begins here.', ...prose(4, 85)]),
        ],
      ]),
    );
    expect(document.tables.map(({ rows }) => rows)).toEqual([signs]);
    expect(document.tables[0]?.headingPath).toEqual(['Psoriasis']);
    expect(texts(document, 'caption')).toEqual(['Table 3. Surfaces of common diseases.']);
    const [before, after] = texts(document, 'prose');
    expect(before).toMatch(/ends here\.$/);
    expect(after).toMatch(/^Text after/);
    expectQuoted(document);
  });

  it('span the columns of a page, with a cell wrapped over two lines', async () => {
    const rows = [
      ['Disease', 'What tells it', 'Course'],
      [
        'Psoriasis',
        ['Sharply-defined plaques with a sil-', 'very scale on the extensors'],
        'Years',
      ],
      ['Eczema', ['Ill-defined patches that itch and', 'ooze, later crusts'], 'Weeks'],
      ['Scabies', 'Burrows', 'Months'],
    ];
    const document = await readPdf(
      writePdf([
        [
          ...lines(50, 740, prose(16, 44)),
          ...lines(320, 740, prose(16, 44)),
          { text: 'Table 1. How to tell them apart.', x: 50, y: 525 },
          ...table([50, 210, 450], 505, rows, 6),
          ...lines(50, 390, ['The silvery scale is left.', ...prose(16, 44)]),
          ...lines(320, 390, ['The right column goes on.', ...prose(16, 44)]),
        ],
      ]),
    );
    expect(document.tables.map((found) => found.rows)).toEqual([
      [
        ['Disease', 'What tells it', 'Course'],
        ['Psoriasis', 'Sharply-defined plaques with a silvery scale on the extensors', 'Years'],
        ['Eczema', 'Ill-defined patches that itch and ooze, later crusts', 'Weeks'],
        ['Scabies', 'Burrows', 'Months'],
      ],
    ]);
    const text = document.text;
    expect(text.indexOf('Table 1.')).toBeLessThan(text.indexOf('What tells it'));
    expect(text.indexOf('Burrows')).toBeLessThan(text.indexOf('scale is left'));
    expect(text.indexOf('scale is left')).toBeLessThan(text.indexOf('right column goes on'));
    expectQuoted(document);
  });

  it('stand in one column beside the prose of the other', async () => {
    const document = await readPdf(
      writePdf([
        [
          ...lines(50, 740, prose(10, 44)),
          ...table([50, 140, 250], 600, signs),
          ...lines(50, 530, prose(10, 44)),
          ...lines(320, 740, prose(28, 44)),
        ],
      ]),
    );
    expect(document.tables.map(({ rows }) => rows)).toEqual([signs]);
    const [before] = document.sections;
    const beside = before?.paragraphs.map(({ start, end }) => document.text.slice(start, end));
    expect(beside?.join(' ')).not.toMatch(/Oozing|1024/);
  });

  it('may have wrapped cells without space between the rows, and cells in the middle of their row', async () => {
    const tight = [
      ['Psoriasis', ['Plaques with a sharply defined', 'border'], 'Chronic'],
      ['Eczema', 'Patches', 'Chronic'],
      ['Urticaria', ['Wheals that come and go', 'within hours'], 'Acute'],
      ['Scabies', 'Burrows', 'Chronic'],
    ];
    const middle: Mark[] = [
      ...lines(60, 700, ['Psoriasis', 'of the nails']),
      { text: 'Pits', x: 220, y: 694 },
      ...lines(60, 668, ['Lichen planus', 'of the nails']),
      { text: 'Ridges', x: 220, y: 662 },
      { text: 'Melanoma', x: 60, y: 640 },
      { text: 'Bands', x: 220, y: 640 },
    ];
    const document = await readPdf(writePdf([table([60, 160, 400], 700, tight), middle]));
    expect(document.tables.map(({ rows }) => rows)).toEqual([
      [
        ['Psoriasis', 'Plaques with a sharply defined border', 'Chronic'],
        ['Eczema', 'Patches', 'Chronic'],
        ['Urticaria', 'Wheals that come and go within hours', 'Acute'],
        ['Scabies', 'Burrows', 'Chronic'],
      ],
      [
        ['Psoriasis of the nails', 'Pits'],
        ['Lichen planus of the nails', 'Ridges'],
        ['Melanoma', 'Bands'],
      ],
    ]);
  });

  it('may have centered headings, and cells that nearly touch', async () => {
    const document = await readPdf(
      writePdf([
        [
          ...lines(60, 740, prose(4, 85)),
          { text: 'Feature', x: 60, y: 680, bold: true },
          { text: 'Psoriasis', x: 150, y: 680, bold: true },
          { text: 'Eczema', x: 340, y: 680, bold: true },
          ...table(
            [60, 100, 300],
            662,
            [
              ['Border', ['Sharply defined, often with', 'a pale ring'], 'Ill-defined'],
              ['Scale', 'Thick, silvery', ['Fine, or crusts where', 'it oozes']],
              ['Sites', 'Extensors', 'Flexures'],
            ],
            4,
          ),
          ...lines(60, 560, prose(4, 85)),
        ],
      ]),
    );
    expect(document.tables.map(({ rows }) => rows)).toEqual([
      [
        ['Feature', 'Psoriasis', 'Eczema'],
        ['Border', 'Sharply defined, often with a pale ring', 'Ill-defined'],
        ['Scale', 'Thick, silvery', 'Fine, or crusts where it oozes'],
        ['Sites', 'Extensors', 'Flexures'],
      ],
    ]);
  });

  it('are read whatever they hold', async () => {
    const word = fc.stringMatching(/^[A-Z][a-z]{2,7}$/);
    const cell = fc.tuple(word, fc.option(word)).map(([a, b]) => (b === null ? a : `${a} ${b}`));
    const anyTable = fc
      .tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 3, max: 9 }))
      .chain(([columns, rows]) =>
        fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), {
          minLength: rows,
          maxLength: rows,
        }),
      );
    await fc.assert(
      fc.asyncProperty(fc.array(anyTable, { minLength: 15, maxLength: 15 }), async (tables) => {
        const pages = tables.map((rows) => [
          ...lines(60, 740, ['Some text goes before the table that stands here.']),
          ...table([60, 190, 320, 450], 700, rows),
          ...lines(60, 560, ['Some text goes after the table that stood here.']),
        ]);
        const document = await readPdf(writePdf(pages));
        expect(document.tables.map(({ rows }) => rows)).toEqual(tables);
        expectQuoted(document);
      }),
      { numRuns: 2, seed: 7, endOnFailure: true },
    );
  });
});
