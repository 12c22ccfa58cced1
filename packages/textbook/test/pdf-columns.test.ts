import { describe, expect, it } from 'vitest';
import { readPdf, type SourceDocument } from '../src/index.ts';
import { lines, prose, table, texts } from './pdf-pages.ts';
import { type Mark, writePdf } from './pdf-writer.ts';

const headings = ({ sections }: SourceDocument): string[][] =>
  sections.slice(1).map(({ origin, heading }) => [origin, heading]);
const heading = (text: string, x: number, y: number): Mark => ({
  text,
  x,
  y,
  size: 16,
  bold: true,
});
const full = [...lines(50, 740, prose(45, 44)), ...lines(320, 740, prose(45, 44))];
/** The last page of a chapter: a left column of eight lines, a right one of three. */
const short = [
  heading('Melanoma', 50, 740),
  ...lines(50, 715, [...prose(7, 44), 'The left column ends']),
  ...lines(320, 740, ['in the right one.', 'Its border is irregular.']),
  heading('Rosacea', 320, 700),
  ...lines(320, 680, ['Red cheeks.']),
];

describe('columns', () => {
  it('are those of the book on a page that is too short to show them', async () => {
    const document = await readPdf(writePdf([full, full, short]));
    expect(headings(document)).toEqual([
      ['heading', 'Melanoma'],
      ['heading', 'Rosacea'],
    ]);
    expect(document.text).toContain(
      'The left column ends in the right one. Its border is irregular.',
    );
    expect(document.text).toMatch(/Rosacea\n\nRed cheeks\.$/);
  });

  it('are seen in a book of short pages only, though its running head crosses them', async () => {
    const head = (page: number): Mark[] => [
      { text: String(page), x: 50, y: 780 },
      { text: 'Diseases of the Skin in Short', x: 230, y: 780 },
    ];
    const page = (color: string): Mark[] => [
      ...lines(50, 740, [`The ${color} lesions lie on elbows`, `and shins, on knees, on ${color}`]),
      ...lines(320, 740, [
        `scalps, where ${color} scales cover`,
        `${color} skin. It is sharp at edges.`,
      ]),
    ];
    const pages = ['red', 'white', 'brown'].map((color, at) => [...head(at + 1), ...page(color)]);
    const document = await readPdf(writePdf(pages));
    expect(document.text).toContain(
      'and shins, on knees, on brown scalps, where brown scales cover brown skin.',
    );
  });

  it('are none in a book of one column, whatever stands at the right of a short page', async () => {
    const page = lines(50, 740, prose(40, 90));
    const title = [
      { text: 'Price: one shilling', x: 50, y: 700 },
      { text: 'London', x: 400, y: 700 },
      { text: 'All rights', x: 50, y: 688 },
      { text: '1921', x: 400, y: 688 },
    ];
    const document = await readPdf(writePdf([title, page, page]));
    expect(document.text.replace(/\s+/g, ' ')).toMatch(/^Price: one shilling.{0,3}London/);
  });
});

describe('text on its side', () => {
  const turned = (rows: readonly (readonly string[])[]): Mark[] =>
    table([100, 260, 420], 0, rows).map(({ text, x, y }) => ({
      text,
      x: 200 - y,
      y: x,
      sideways: true,
    }));

  it('is read as one sees it after turning the page, if it is a table', async () => {
    const rows = [
      ['Disease', 'Lesion', 'Site'],
      ['Psoriasis', 'silvery scale', 'elbows'],
      ['Lichen planus', 'violaceous papules', 'wrists'],
      ['Scabies', 'burrows between fingers', 'hands'],
    ];
    for (const page of [turned(rows), [...lines(50, 740, prose(4, 90)), ...turned(rows)]]) {
      const document = await readPdf(writePdf([page]));
      expect(document.tables.map((found) => found.rows)).toEqual([rows]);
    }
  });

  it('is read as one sees it, whichever way its pages turn', async () => {
    const up = [
      { text: 'Psoriasis', x: 60, y: 740, size: 18 },
      ...lines(60, 700, prose(6, 90)),
      ...lines(60, 500, prose(6, 91)),
    ];
    const side = up.map((mark) => ({ ...mark, x: 792 - mark.y, y: mark.x, sideways: true }));
    const { text } = await readPdf(writePdf([up, up]));
    const turned = async (first: readonly Mark[], turns: readonly number[]): Promise<string> =>
      (await readPdf(writePdf([first, up], '', turns))).text;
    expect(await turned(side, [90, 0])).toBe(text);
    expect(await turned(side, [0, 360])).toBe(text);
    expect(await turned(up, [180, -360])).toBe(text);
    expect(await turned(up, [45, 0])).toBe(text);
  });

  it('is listed as left out, if it is a label', async () => {
    const label = { text: 'Number of cases', x: 40, y: 300, sideways: true };
    const document = await readPdf(writePdf([[...lines(60, 740, prose(4, 90)), label]]));
    expect(document.text).not.toContain('Number of cases');
    expect(document.omitted).toMatchObject([
      { kind: 'text', what: 'Number of cases', place: 'page 1' },
    ]);
  });
});

describe('names set in the text', () => {
  it('are lines in bold as large as the text, and bold starts of paragraphs', async () => {
    const document = await readPdf(
      writePdf([
        [
          { text: '12.1 Psoriasis', x: 50, y: 740, bold: true },
          ...lines(50, 725, [...prose(3, 90), 'The end.']),
          { text: 'Chilblains.', x: 50, y: 650, bold: true },
          {
            text: 'Itchy swellings of the fingers that come with the cold and go with it.',
            x: 110,
            y: 650,
          },
          ...lines(50, 638, ['They may blister.']),
        ],
      ]),
    );
    expect(headings(document)).toEqual([
      ['bold-line', 'Psoriasis'],
      ['run-in', 'Chilblains'],
    ]);
    expect(document.sections[1]?.number).toBe('12.1');
    expect(texts(document, 'prose').at(-1)).toBe(
      'Itchy swellings of the fingers that come with the cold and go with it. They may blister.',
    );
  });

  it('are not running heads, which are listed once', async () => {
    const page = (number: number): Mark[] => [
      { text: `${number} A Book of Skin`, x: 50, y: 770 },
      ...lines(50, 690, prose(10, 90)),
    ];
    const document = await readPdf(writePdf([page(1), page(2), page(3)]));
    expect(document.omitted.map(({ kind, what, reason }) => [kind, what, reason])).toEqual([
      ['text', '1 A Book of Skin', 'a running head or page number, on 3 pages'],
    ]);
  });
});
