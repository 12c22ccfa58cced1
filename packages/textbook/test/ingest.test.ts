import { InvalidInputError } from '@skinr1/core';
import { describe, expect, it } from 'vitest';
import {
  pageAt,
  questionLevel,
  readHtml,
  readPlainText,
  type SourceDocument,
  spanOf,
} from '../src/index.ts';
import { checkRanges, html, markdown, plainText } from './books.ts';

const texts = (document: SourceDocument, heading: string): string[] =>
  document.sections
    .filter((section) => section.heading === heading)
    .flatMap(({ paragraphs }) =>
      paragraphs.map(({ start, end }) => document.text.slice(start, end)),
    );

describe('HTML', () => {
  const book = html(`<html><head><title>Book</title><style>p{}</style></head><body>
<h1>Class</h1><h2><b>Psoriasis.</b></h2>
<p class='center'>(<i>Synonym:</i> Lepra alphos.)</p>
<p><b>Give a definition</b>.</p>
<p>Psoriasis is dry,<span class='pagenum'>[Pg 87]</span> reddish
and <i>scaly</i>.<script>alert('no')</script></p>
<p class='center'><b>Fig. 17.</b></p>
<div class='figcenter'><a href='big.jpg'><img src='a.jpg' alt='FIG. 17.'></a></div>
<p class='center'>Psoriasis of the arm.</p>
<p><b>Treatment.</b>&mdash;Rest.</p>
<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td>2</td></tr></table>
<figure><img src='b.png'><figcaption>Figure 2: Of the leg</figcaption></figure>
</body></html>`);

  it('makes sections of headings, bold questions and run-in labels', () => {
    expect(book.title).toBe('Book');
    expect(book.sections.map(({ headingPath }) => headingPath.join(' > '))).toEqual([
      '',
      'Class',
      'Class > Psoriasis',
      'Class > Psoriasis > Give a definition',
      'Class > Psoriasis > Give a definition > Treatment',
    ]);
    expect(texts(book, 'Give a definition')[0]).toBe('Psoriasis is dry, reddish and scaly.');
    expect(texts(book, 'Treatment')[0]).toBe('Rest.');
    checkRanges(book);
  });

  it('knows the page in the middle of a sentence', () => {
    const at = book.text.indexOf('reddish');
    expect(pageAt(book, at)).toBe(87);
    expect(pageAt(book, at - 8)).toBeNull();
    expect(spanOf(book, { start: at, end: at + 7 }, []).page).toBe(87);
  });

  it('puts image, number and caption together', () => {
    expect(
      book.figures.map(({ reference, number, caption }) => [reference, number, caption]),
    ).toEqual([
      ['a.jpg', '17', 'Psoriasis of the arm.'],
      ['b.png', '2', 'Of the leg'],
    ]);
    const near = book.figures[0]?.nearby.map(({ start, end }) => book.text.slice(start, end));
    expect(near).toContain('Psoriasis is dry, reddish and scaly.');
  });

  it('puts a sentence together that a picture parts', () => {
    const html =
      '<h2>Lupus</h2><p>As the patch spreads, new</p><img src="a.jpg"><p class="caption">Fig. 1. Lupus.</p><p><span class="pagenum">[Pg 7]</span></p><p>nodules come at its edge.</p><p>It is firm</p><img src="b.jpg"><p>The lip is spared.</p>';
    const { sections, text, figures, pages } = readHtml(Buffer.from(html));
    expect(pages).toEqual([{ start: text.indexOf('nodules'), page: 7 }]);
    expect(figures.map(({ caption }) => caption)).toEqual(['Lupus.', '']);
    expect(
      sections[1]?.paragraphs.map(({ start, end, kind }) => [kind, text.slice(start, end)]),
    ).toEqual([
      ['prose', 'As the patch spreads, new nodules come at its edge.'],
      ['caption', 'Lupus.'],
      ['prose', 'It is firm'],
      ['prose', 'The lip is spared.'],
    ]);
  });

  it('reads tables', () => {
    expect(book.tables.map(({ rows }) => rows)).toEqual([
      [
        ['A', 'B'],
        ['1', '2'],
      ],
    ]);
  });

  it('finds the paragraphs that name a figure anywhere in the book', () => {
    const document = html(
      '<h1>X</h1><p>First.</p><img src="a.png"><p class="caption">Fig. 3. Nodules.</p><h1>Y</h1><p>As in Fig. 3 above.</p>',
    );
    const near = document.figures[0]?.nearby.map(({ start, end }) =>
      document.text.slice(start, end),
    );
    expect(near).toEqual(['As in Fig. 3 above.']);
  });

  it('refuses nesting that no book needs, quickly', () => {
    const start = performance.now();
    expect(() => html('<div>'.repeat(200_000))).toThrow(/nested deeper than 400.*maxDepth/s);
    expect(() => html('<b>'.repeat(200_000))).toThrow(InvalidInputError);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it('does not expand entities that a document defines', () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><p>Start &b; end</p>`;
    expect(html(bomb).text.length).toBeLessThan(200);
  });
});

describe('encodings', () => {
  const latin = (text: string): Uint8Array =>
    Uint8Array.from(text, (letter) => letter.charCodeAt(0));

  it('follows what the document declares, a byte-order mark, and the option', () => {
    const declared = latin('<meta charset="iso-8859-1"><p>N\u00e6vus</p>');
    expect(readHtml(declared).text).toBe('Nævus');
    expect(readPlainText(latin('N\u00e6vus'), { encoding: 'iso-8859-1' }).text).toBe('Nævus');
    const marked = new Uint8Array([0xff, 0xfe, 0x4e, 0, 0xe6, 0]);
    expect(readPlainText(marked).text).toBe('Næ');
  });

  it('names the byte that does not fit, and the mend', () => {
    // 0xE6 (byte 3) opens a three-byte character; "d" (byte 4) cannot go on with it.
    expect(() => readPlainText(latin('abc\u00e6def'), { source: 'book.txt' })).toThrow(
      /book\.txt, byte 4: the bytes are not utf-8.*encoding/s,
    );
    expect(() => readPlainText(latin('x'), { encoding: 'klingon' })).toThrow(
      /unknown character encoding/,
    );
    expect(() => readHtml(latin('<meta charset="nonsense"><p>x'))).toThrow(/nonsense/);
    expect(() => plainText('a\u0000b')).toThrow(/binary data.*character|character 1.*binary data/s);
  });
});

describe('Markdown', () => {
  const book = markdown(`# Lichen planus

*Also called: lichen ruber.*

## Morphology

Flat papules
with **Wickham** striae.

- First item
- Second item

![alt text](img/a.png "Title text")

*Papules of the wrist.*

**What is the course?**

Long. <script>bad()</script>
`);

  it('makes sections, items, questions and figures', () => {
    expect(book.title).toBe('Lichen planus');
    expect(texts(book, 'Morphology')).toEqual([
      'Flat papules with Wickham striae.',
      'First item',
      'Second item',
      'Papules of the wrist.',
    ]);
    expect(texts(book, 'What is the course?')[0]).toMatch(/^Long\./);
    expect(book.figures[0]).toMatchObject({
      reference: 'img/a.png',
      caption: 'Papules of the wrist.',
    });
    expect(book.omitted[0]).toMatchObject({ kind: 'figure', what: 'img/a.png', place: 'line 13' });
    expect(book.omitted[0]?.reason).toMatch(/without a folder/);
    checkRanges(book);
  });

  it('refuses runs of marks that would make it slow', () => {
    for (const marks of ['>', '[', '*', '- x']) {
      expect(() => markdown(`text\n\n${'- '.repeat(200)}${marks.repeat(5000)}`)).toThrow(/line 3/);
    }
  });
});

describe('plain text', () => {
  const book = plainText(`BOOK OF SKIN

                          #Psoriasis.#

#What is psoriasis?#

A scaly dis-
ease of the _skin_.

[Illustration: Fig. 4.
  Psoriasis of the knee.]

Eczema
======

Itches.

2.1 Warts

  Rx Acidi ........ 3
     Aquae ........ 4
`);

  it('recognizes headings by how they are set', () => {
    expect(book.sections.map(({ heading, level }) => [heading, level])).toEqual([
      ['', 0],
      ['BOOK OF SKIN', 1],
      ['Psoriasis', 2],
      ['What is psoriasis?', questionLevel],
      ['Eczema', 1],
      ['Warts', 2],
    ]);
    expect(texts(book, 'What is psoriasis?')[0]).toBe('A scaly disease of the skin.');
    expect(book.figures[0]).toMatchObject({ number: '4', caption: 'Psoriasis of the knee.' });
    expect(book.sections.at(-1)?.paragraphs[0]?.kind).toBe('preformatted');
    checkRanges(book);
  });
});
