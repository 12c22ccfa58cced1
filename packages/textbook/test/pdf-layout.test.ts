import { createRandom } from '@skinr1/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPdf, type SourceDocument } from '../src/index.ts';
import { type Mark, writePdf } from './pdf-writer.ts';

/** Lines of text one under the other. */
const lines = (x: number, top: number, texts: readonly string[], step = 12): Mark[] =>
  texts.map((text, at) => ({ text, x, y: top - at * step }));

/** A table without rules: cells at the places of the columns; a cell of several lines is an array. */
const table = (
  xs: readonly number[],
  top: number,
  rows: readonly (readonly (string | readonly string[])[])[],
  space = 0,
): Mark[] => {
  let y = top;
  return rows.flatMap((row) => {
    const cells = row.map((cell) => (typeof cell === 'string' ? [cell] : cell));
    const marks = cells.flatMap((cell, column) => lines(xs[column] as number, y, cell));
    y -= 12 * Math.max(...cells.map((cell) => cell.length)) + space;
    return marks.filter(({ text }) => text !== '');
  });
};

const vocabulary =
  'the lesions are small papules with a broad base that later turn to scales and leave no scar behind when rubbed they bleed from points while older ones spread at their edge until neighbors meet in rings'.split(
    ' ',
  );

/** Running text in lines of about so many letters, each going on in the next. */
const prose = (count: number, letters: number): string[] => {
  const random = createRandom(count * 100 + letters);
  return Array.from({ length: count }, () => {
    let line = '';
    while (line.length < letters) {
      const word = vocabulary[Math.floor(random.next() * vocabulary.length)] as string;
      line += `${line ? ' ' : ''}${word}`;
    }
    return line;
  });
};

/** Widths of the letters of Helvetica, in thousandths of its size. */
const widths =
  'a556 b556 c500 d556 e556 f278 g556 h556 i222 j222 k500 l222 m833 n556 o556 p556 q556 r333 s500 t278 u556 v500 w722 x500 y500 z500';
const widthOf = (word: string): number =>
  [...word].reduce(
    (sum, letter) => sum + Number(new RegExp(`${letter}(\\d+)`).exec(widths)?.[1]),
    0,
  ) / 100;

/** Lines whose words are spread to fill the width. */
const justified = (x: number, top: number, width: number, texts: readonly string[]): Mark[] =>
  texts.flatMap((line, at) => {
    const words = line.split(' ');
    const free = width - words.reduce((sum, word) => sum + widthOf(word), 0);
    let place = x;
    return words.map((text) => {
      const mark = { text, x: place, y: top - at * 12 };
      place += widthOf(text) + free / (words.length - 1);
      return mark;
    });
  });

const texts = (document: SourceDocument, kind: string): string[] =>
  document.sections.flatMap(({ paragraphs }) =>
    paragraphs
      .filter((paragraph) => paragraph.kind === kind)
      .map(({ start, end }) => document.text.slice(start, end)),
  );

/** Every cell is in the text where the table says that it is. */
const expectQuoted = (document: SourceDocument): void => {
  for (const { start, end, rows } of document.tables) {
    const text = document.text.slice(start, end);
    for (const row of rows) expect(text).toContain(row.filter((cell) => cell).join(' | '));
  }
};

const signs = [
  ['Disease', 'Surface', 'Cases'],
  ['Psoriasis', 'Silvery scale', '312'],
  ['Eczema', 'Oozing', '1024'],
  ['Lichen planus', 'Shiny', '57'],
];

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
    expect(text.indexOf('Table 1.')).toBeLessThan(text.indexOf('Disease |'));
    expect(text.indexOf('Scabies |')).toBeLessThan(text.indexOf('scale is left'));
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
    expect(texts(document, 'prose').join(' ')).not.toMatch(/Oozing|1024/);
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

describe('text in PDFs that only looks aligned', () => {
  const none = async (marks: readonly Mark[]): Promise<SourceDocument> => {
    const document = await readPdf(writePdf([marks]));
    expect(document.tables).toEqual([]);
    return document;
  };

  it('is no table: columns of prose, also with words spaced out to fill the lines', async () => {
    const document = await none([
      ...lines(50, 740, prose(50, 44)),
      ...lines(320, 740, prose(50, 44)),
    ]);
    expect(texts(document, 'prose')).toHaveLength(1);
    await none(justified(60, 740, 480, prose(50, 84)));
    await none([
      ...justified(50, 740, 235, prose(50, 36)),
      ...justified(320, 740, 235, prose(50, 34)),
    ]);
  });

  it('is no table: poetry, an index, drawings', async () => {
    const verses = prose(24, 30).flatMap((text, at): Mark[] => [
      { text, x: at % 2 ? 120 : 100, y: 740 - at * 12 },
      ...(at % 5 === 4 ? [{ text: String(at + 1), x: 400, y: 740 - at * 12 }] : []),
    ]);
    await none(verses);
    const entries = (from: number): string[] =>
      Array.from({ length: 40 }, (_, at) => `entry ${'abcdefgh'[at % 8]}, ${from + at * 3}`);
    await none([...lines(60, 740, entries(1)), ...lines(330, 740, entries(200))]);
    await none([
      { text: 'epidermis', x: 80, y: 700 },
      { text: 'hair', x: 310, y: 699 },
      { text: 'corium', x: 95, y: 640 },
      { text: 'gland', x: 270, y: 641 },
      { text: 'fat', x: 60, y: 590 },
      { text: 'vessel', x: 355, y: 592 },
    ]);
  });

  it('is no table: contents, with leader dots or without, line by line', async () => {
    const titles = ['Erythema', 'Urticaria', 'Eczema', 'Prurigo', 'Acne', 'Sycosis'];
    const pages = ['17', '46', '100', '118', '119', '130'];
    const dotted = await none(
      lines(
        60,
        740,
        titles.map((title, at) => `${title} ${'.'.repeat(60)} ${pages[at]}`),
      ),
    );
    expect(dotted.text).toMatch(/Eczema \.+ 100/);
    const rows = titles.map((title, at) => [title, pages[at] as string]);
    const plain = await none(table([60, 400], 740, rows));
    expect(texts(plain, 'preformatted')).toEqual(rows.map((row) => row.join(' ')));
  });

  it('is no table: a list of questions, headings, captions', async () => {
    const asked = Array.from({ length: 12 }, (_, at) => [`${at + 1}.`, `What is question ${at}?`]);
    await none(table([60, 85], 740, asked));
    const document = await none([
      { text: 'Psoriasis', x: 60, y: 740, size: 18, bold: true },
      { text: 'Morphology', x: 60, y: 715, size: 13, bold: true },
      ...lines(60, 695, ['Plaques.', 'Fig. 1. Plaques on the knee.']),
      { text: 'Course', x: 60, y: 640, size: 13, bold: true },
      { text: 'It lasts for years.', x: 60, y: 620 },
    ]);
    expect(document.sections.map(({ heading }) => heading)).toEqual([
      '',
      'Psoriasis',
      'Morphology',
      'Course',
    ]);
    expect(document.figures.map(({ number }) => number)).toEqual(['1']);
  });
});

describe('lines of PDFs', () => {
  it('lose the marks of notes but no powers, and keep hyphens as the book writes its words', async () => {
    const document = await readPdf(
      writePdf([
        [
          { text: 'The disease is rare', x: 60, y: 740 },
          { text: '12', x: 148, y: 744, size: 6 },
          { text: 'and covers 5 cm', x: 160, y: 740 },
          { text: '2', x: 233, y: 744, size: 6 },
          { text: 'of skin.', x: 240, y: 740 },
          ...lines(60, 720, [
            'A slate-colored spot and a rose-red one, with a rose-',
            'red border; the slate-',
            'colored part and the dome-',
            'shaped one are firm.',
          ]),
        ],
      ]),
    );
    expect(document.text).toContain('The disease is rare and covers 5 cm2 of skin.');
    expect(document.text).toContain(
      'with a rose-red border; the slate-colored part and the dome-shaped one',
    );
  });

  it('are items where they start with marks, each whole', async () => {
    const document = await readPdf(
      writePdf([
        [
          ...lines(60, 740, ['It is told from:']),
          { text: '1. Lichen planus: violaceous papules on the wrists,', x: 60, y: 728 },
          { text: 'flat and shiny.', x: 74, y: 716 },
          { text: '2. Eczema: ill-defined patches.', x: 60, y: 704 },
          ...lines(60, 680, ['The lesions appear after', '2. or more weeks.']),
        ],
      ]),
    );
    expect(texts(document, 'list-item')).toEqual([
      'Lichen planus: violaceous papules on the wrists, flat and shiny.',
      'Eczema: ill-defined patches.',
    ]);
    expect(texts(document, 'prose')).toEqual([
      'It is told from:',
      'The lesions appear after 2. or more weeks.',
    ]);
  });

  it('keep their breaks where they are set as on a typewriter', async () => {
    const document = await readPdf(
      writePdf([
        [
          ...lines(60, 740, prose(6, 70)),
          ...lines(60, 640, ['Zinc oxide ..... 4', 'Petrolatum .... 30']).map((mark) => ({
            ...mark,
            mono: true,
          })),
        ],
      ]),
    );
    expect(texts(document, 'preformatted')).toEqual(['Zinc oxide ..... 4\nPetrolatum .... 30']);
  });
});

describe('figures of PDFs', () => {
  it('keep captions beside running text, of several paragraphs, and over the page', async () => {
    const beside: Mark[] = [
      ...lines(60, 740, prose(24, 48)),
      { text: '', x: 400, y: 640, image: [150, 90] },
      { text: 'Fig. 5. Scale', x: 445, y: 626.5 },
      { text: 'of the knee.', x: 447, y: 614.5 },
    ];
    const paragraphs: Mark[] = [
      ...lines(60, 740, prose(8, 85)),
      { text: '', x: 200, y: 500, image: [200, 90] },
      { text: 'A burrow, enlarged.', x: 257, y: 480 },
      { text: 'With the mite and its eggs.', x: 242, y: 459 },
      ...lines(60, 430, prose(8, 85)),
      { text: 'FIG. 7.', x: 283, y: 330, bold: true },
      { text: '', x: 200, y: 220, image: [200, 90] },
    ];
    const over: Mark[] = [
      { text: 'A comedo in section.', x: 255, y: 745 },
      ...justified(60, 715, 480, prose(8, 85)),
    ];
    const document = await readPdf(writePdf([beside, paragraphs, over]));
    expect(document.figures.map(({ number, caption, page }) => [number, caption, page])).toEqual([
      ['5', 'Scale of the knee.', 1],
      [null, 'A burrow, enlarged. With the mite and its eggs.', 2],
      ['7', 'A comedo in section.', 2],
    ]);
    expect(texts(document, 'prose').join(' ')).not.toMatch(/Scale of|burrow|comedo/);
  });

  it('do not part the sentence that they stand in', async () => {
    const document = await readPdf(
      writePdf([
        [
          ...lines(60, 740, prose(3, 85)),
          { text: '', x: 200, y: 560, image: [200, 90] },
          { text: 'Fig. 1. A wheal.', x: 262, y: 545 },
          ...lines(60, 510, prose(3, 85)),
        ],
      ]),
    );
    expect(texts(document, 'prose')).toHaveLength(1);
    expect(document.figures[0]).toMatchObject({ number: '1', caption: 'A wheal.' });
  });

  it('are no figures where a page is a scan under its recognized text', async () => {
    const page = [
      ...lines(60, 740, prose(30, 80)),
      { text: '', x: 0, y: 0, image: [612, 792] } as Mark,
    ];
    expect((await readPdf(writePdf([page]))).figures).toEqual([]);
  });
});
