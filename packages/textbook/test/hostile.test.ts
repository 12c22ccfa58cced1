import { InvalidInputError } from '@skinr1/core';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readEpub, readHtml } from '../src/index.ts';
import { html, markdown, plainText } from './books.ts';

/*
 * Texts that make a careless reader take quadratic or exponential time. All are read here within a second or so;
 * the limit of a test only tells that from minutes and years.
 */
const soon = 30_000;
const long = 200_000;

/** Two hundred kilobytes of the piece over and over. */
const many = (piece: string): string => piece.repeat(Math.ceil(long / piece.length));

const pieces = [
  ' ',
  '. ',
  ' .',
  '.',
  '\t',
  'a-',
  '(',
  '[Pg ',
  '<',
  '<a ',
  '<?xml ',
  '<meta charset ',
  '<!--',
  '&a',
  '_a',
  '*a ',
  '- ',
  '>',
  '1. ',
  '[',
  '![a](',
  '[a]: ',
  '*a**b ',
  '# ',
  'Fig. 1',
  '[Illustration: ',
  ', 1',
];

/** Reads it, or refuses it by name. */
function readOrRefuse(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    if (!InvalidInputError.isInstance(error)) throw error;
  }
}

describe.each(pieces.map((piece) => [JSON.stringify(piece), piece]))(
  '%s over and over',
  (_, piece) => {
    it.each([
      ['HTML', html, '<h1>Skin</h1><p>'],
      ['Markdown', markdown, '# Skin\n\n'],
      ['plain text', plainText, 'SKIN\n\n'],
    ] as const)(
      'is no trap in %s',
      (_format, read, before) => {
        readOrRefuse(() => read(`${before}a${many(piece)}b\n\nText.`));
      },
      soon,
    );
  },
);

describe('books made to harm', () => {
  it(
    'have white space before the end of a preformatted block',
    () => {
      const { text } = html(`<h1>P</h1><pre>a${' '.repeat(long)}b </pre>`);
      expect(text.endsWith(' b')).toBe(true);
    },
    soon,
  );

  it('have rules of any length, which nest nothing', () => {
    for (const marks of [26, 40, 500]) {
      expect(markdown(`# A\n\n${'- '.repeat(marks)}\n\nProse.`).text).toBe('A\n\nProse.');
      expect(markdown(`# A\n\n${'-'.repeat(marks)}\n\nProse.`).text).toBe('A\n\nProse.');
    }
    expect(() => markdown(`# A\n\n${'- '.repeat(500)}x`)).toThrow(/line 3: .*nested deeper/);
  });

  it('have more rows, or tags in the head, than a call takes arguments', () => {
    const table = html(`<h1>P</h1><table>${'<tr><td>a'.repeat(130_000)}</table>`);
    expect(table.tables[0]?.rows.length).toBe(130_000);
    const head = `<head>${'<meta>'.repeat(130_000)}<title>Skin</title></head><p>x`;
    expect(readHtml(strToU8(head)).title).toBe('Skin');
  });

  it('tell an encoding in the head, whatever stands around it', () => {
    const latin = (text: string): Uint8Array => Buffer.from(text, 'latin1');
    for (const head of ['<meta x><meta charset = " iso-8859-1">', `<meta charset=iso-8859-1>`]) {
      expect(readHtml(latin(`${head}<p>N\u00e6vus`)).text).toBe('Nævus');
    }
    const xml = '<?xml version="1.0" encoding="iso-8859-1"?><p>N\u00e6vus</p>';
    expect(readHtml(latin(xml)).text).toBe('Nævus');
  });

  it('are XHTML where they begin as XML: empty elements are empty', () => {
    const page = '<?xml version="1.0"?><html><head><title/><script src="a"/></head><body>';
    const { text } = html(
      `${page}<p>It&#39;s <![CDATA[a < b & c]]></p><p class="x"/>End</body></html>`,
    );
    expect(text).toBe("It's a < b & c\n\nEnd");
  });

  it(
    'are EPUBs whose package is one long tag',
    () => {
      const archive = {
        'META-INF/container.xml': strToU8('<rootfile full-path="c.opf"/>'),
        'c.opf': strToU8(`<${'a'.repeat(long)}`),
      };
      expect(() => readEpub(zipSync(archive))).toThrow(/lists no chapters/);
    },
    soon,
  );

  it(
    'have thirty thousand headings, and names of four thousand letters',
    () => {
      const page = Array.from({ length: 30_000 }, (_, at) => `<h2>Name ${at}</h2><p>x</p>`);
      expect(html(page.join('')).sections).toHaveLength(30_001);
      const name = `${'long '.repeat(800)}end`;
      for (const book of [html(`<h1>${name}</h1><p>x</p>`), markdown(`# ${name}\n\nx`)]) {
        expect(book.sections.at(1)?.heading).toBe(name);
        expect(book.text).toContain(name);
      }
    },
    soon,
  );

  it('are one word', () => {
    for (const book of [html('word'), markdown('word'), plainText('word')]) {
      expect(book.text).toBe('word');
      expect(book.sections.flatMap(({ paragraphs }) => paragraphs)).toHaveLength(1);
    }
  });
});
