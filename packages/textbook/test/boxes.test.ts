import { describe, expect, it } from 'vitest';
import { readHtml, readPdf, type SourceDocument } from '../src/index.ts';
import { lines, prose, table, texts } from './pdf-pages.ts';
import { type Mark, writePdf } from './pdf-writer.ts';

const boxed = [
  'Box 3.1 Causes of itch include kidney disease,',
  'disease of the liver and thyroid, and iron that is',
  'lacking, so that blood is always looked at first.',
];

/** What stands under which headings, in the order of the book. */
const outline = ({ sections, text }: SourceDocument): [string, string][] =>
  sections
    .flatMap(({ headingPath, paragraphs }) =>
      paragraphs.map(({ start, end }) => ({ start, end, path: headingPath.join(' > ') })),
    )
    .sort((a, b) => a.start - b.start)
    .map(({ start, end, path }) => [path, text.slice(start, end)]);

describe('boxes of PDFs', () => {
  it.each(['line', 'color', 'rules'] as const)(
    'beside running text do not run into it, drawn with a %s',
    async (drawn) => {
      const around = prose(30, 44);
      const page: Mark[] = [
        ...lines(60, 740, around.slice(0, 10)),
        ...lines(60, 620, around.slice(10)),
        ...lines(330, 700, boxed),
        { text: '', x: 322, y: 664, frame: [230, 50], drawn },
      ];
      const document = await readPdf(writePdf([page]));
      expect(texts(document, 'prose')).toEqual([around.join(' '), boxed.join(' ')]);
    },
  );

  it('have headings of their own, and the text goes on under the one before them', async () => {
    const page: Mark[] = [
      { text: 'Psoriasis', x: 60, y: 740, size: 18, bold: true },
      ...lines(60, 715, prose(8, 90)),
      { text: 'Eczema of the hand', x: 70, y: 590, bold: true },
      ...lines(70, 575, boxed),
      { text: '', x: 60, y: 540, frame: [480, 65] },
      ...lines(60, 520, ['The knees are scaly.']),
    ];
    const document = await readPdf(writePdf([page]));
    expect(outline(document)).toEqual([
      ['Psoriasis', prose(8, 90).join(' ')],
      ['Psoriasis > Eczema of the hand', boxed.join(' ')],
      ['Psoriasis', 'The knees are scaly.'],
    ]);
  });

  it('are neither white grounds, frames of the page, nor cells of tables', async () => {
    const around = prose(30, 80);
    const plain: Mark[] = [
      ...lines(60, 740, around),
      { text: '', x: 50, y: 640, frame: [500, 112], drawn: 'white' },
      { text: '', x: 40, y: 300, frame: [530, 460] },
    ];
    expect(texts(await readPdf(writePdf([plain])), 'prose')).toEqual([around.join(' ')]);
    const rows = [
      ['Psoriasis', ['Silvery scale on red', 'ground that bleeds', 'when it is scratched']],
      ['Eczema', ['Oozing and small', 'vesicles that dry', 'to yellow crusts']],
      ['Lichen planus', ['Shiny flat papules', 'of a violet color', 'that itch much']],
    ];
    const cells: Mark[] = [
      ...table([70, 200], 740, rows, 12),
      ...[0, 1, 2].flatMap((at): Mark[] => [
        { text: '', x: 60, y: 702 - at * 48, frame: [130, 48] },
        { text: '', x: 190, y: 702 - at * 48, frame: [160, 48] },
      ]),
    ];
    const [found] = (await readPdf(writePdf([cells]))).tables;
    expect(found?.rows[1]).toEqual([
      'Eczema',
      'Oozing and small vesicles that dry to yellow crusts',
    ]);
  });
});

describe('boxes of HTML', () => {
  it.each(['<aside>', '<div class="note-box">'])('end with their headings: %s', (opening) => {
    const html = `<h2>Psoriasis</h2><p>Plaques.</p>${opening}<h3>Eczema of the hand</h3><p>Oozing.</p></${/\w+/.exec(opening)?.[0]}><p>The knees are scaly.</p>`;
    expect(outline(readHtml(Buffer.from(html)))).toEqual([
      ['Psoriasis', 'Plaques.'],
      ['Psoriasis > Eczema of the hand', 'Oozing.'],
      ['Psoriasis', 'The knees are scaly.'],
    ]);
  });
});
