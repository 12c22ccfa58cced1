import { describe, expect, it } from 'vitest';
import { readPdf, type SourceDocument } from '../src/index.ts';
import { justified, lines, prose, table, texts } from './pdf-pages.ts';
import { type Mark, writePdf } from './pdf-writer.ts';

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
