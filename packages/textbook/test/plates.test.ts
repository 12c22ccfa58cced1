import { describe, expect, it } from 'vitest';
import { readHtml, readMarkdown, readPdf, type SourceDocument } from '../src/index.ts';
import { lines, prose } from './pdf-pages.ts';
import { type Mark, writePdf } from './pdf-writer.ts';

const shown = ({ figures }: SourceDocument): [string | null, string][] =>
  figures.map(({ number, caption }) => [number, caption]);

/** Every caption is in the text where the figure says that it is. */
const expectQuoted = ({ figures, text }: SourceDocument): void => {
  for (const { caption, captionRange } of figures) {
    expect(text.slice(captionRange.start, captionRange.end).replace(/\s+/g, ' ')).toBe(caption);
  }
};

const plates =
  '<h2>PLATES</h2><p>PLATE I.</p><img src="1.jpg"><h3>PLATE II</h3><img src="2.jpg" alt="Plate II.">';

describe('plates bound at the end', () => {
  it.each([
    [
      'a list with pages',
      '<ul><li>Plate I. Psoriasis of the elbow, facing page 12</li><li>Plate II. Ringworm . . . . 48</li></ul>',
    ],
    [
      'a table',
      '<table><tr><th>No.</th><th></th><th>Page</th></tr><tr><td>I.</td><td>Psoriasis of the elbow</td><td>12</td></tr><tr><td>II.</td><td>Ringworm</td><td>48</td></tr></table>',
    ],
    ['lines', '<p>I.—Psoriasis of the elbow (Frontispiece)</p><p>II.—Ringworm</p>'],
    ['headings', '<h3>PLATE 1</h3><p>Psoriasis of the elbow</p><h3>PLATE 2</h3><p>Ringworm</p>'],
    ['one paragraph', '<p>Plate I. Psoriasis of the elbow. Plate II. Ringworm</p>'],
  ])('get their captions from %s', (_, list) => {
    const document = readHtml(
      Buffer.from(`<h2>List of Plates</h2>${list}<h2>Psoriasis</h2><p>See Plate I.</p>${plates}`),
    );
    const [elbow, ringworm] = shown(document);
    expect([elbow?.[0], elbow?.[1].replace(/\.$/, '')]).toEqual(['I', 'Psoriasis of the elbow']);
    expect(ringworm).toEqual(['II', 'Ringworm']);
    expectQuoted(document);
    const [nearby] = document.figures[0]?.nearby ?? [];
    expect(document.text.slice(nearby?.start, nearby?.end)).toBe('See Plate I.');
  });

  it('keep what they say themselves, and get nothing where the list is in doubt', () => {
    const own = '<figure><img src="1.jpg"><figcaption>Plate 1. A wheal.</figcaption></figure>';
    const list =
      '<p>Plate 1. Psoriasis.</p><p>Plate 2. Ringworm.</p><p>Fig. 2. A scutulum.</p><p>Plate 30. Scabies.</p>';
    const html = `<h2>Explanation of the Plates</h2>${list}${own}<h3>Plate 2</h3><img src="2.jpg"><h3>Plate 3</h3><img src="3.jpg">`;
    expect(shown(readHtml(Buffer.from(html)))).toEqual([
      ['1', 'A wheal.'],
      ['2', ''],
      ['3', ''],
    ]);
  });

  it('are numbered by their alternative text in Markdown', () => {
    const text =
      '# Plates\n\n![Plate 4](4.png)\n\n# List of illustrations\n\n- Plate 4: Lupus of the face\n';
    expect(shown(readMarkdown(Buffer.from(text)))).toEqual([['4', 'Lupus of the face']]);
  });

  it('are found in PDFs, whose list is no row of figures', async () => {
    const plate = (number: string): Mark[] => [
      { text: '', x: 150, y: 300, image: [300, 400] },
      { text: `PLATE ${number}`, x: 280, y: 285 },
    ];
    const pages: Mark[][] = [
      [
        { text: 'List of Plates', x: 60, y: 740, size: 16, bold: true },
        ...lines(
          60,
          700,
          ['Plate I. Psoriasis of the elbow', 'Plate II. Ringworm of the scalp'],
          20,
        ),
      ],
      [
        { text: 'Psoriasis', x: 60, y: 740, size: 16, bold: true },
        ...lines(60, 700, prose(30, 80)),
      ],
      plate('I'),
      plate('II'),
    ];
    const document = await readPdf(writePdf(pages));
    expect(shown(document)).toEqual([
      ['I', 'Psoriasis of the elbow'],
      ['II', 'Ringworm of the scalp'],
    ]);
    expectQuoted(document);
  });
});
