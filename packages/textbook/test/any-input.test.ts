import { InvalidInputError } from '@skinr1/core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { readCsv, readJson } from '../src/index.ts';
import { checkRanges, html, markdown, plainText } from './books.ts';

describe('any input', () => {
  const piece = fc.constantFrom(
    '<h2>',
    '</h2>',
    '<p>',
    '<b>',
    '</b>',
    '<img src=x>',
    '<table><tr><td>',
    '</table>',
    '&amp;',
    '&#x0;',
    '<script>',
    '</script>',
    '# ',
    '## ',
    '**',
    '*',
    '[',
    '](',
    '![',
    '|',
    '\n',
    '\n\n',
    'Fig. 1.',
    'word ',
    'Ω',
    '\u00ad',
    "<span class='pagenum'>[Pg 3]</span>",
    '- ',
    '> ',
    '```',
    '#x#',
    '[Illustration: y]',
    '<dl><dt>',
    '<dd>',
    '</dl>',
    '<i>',
    '</i>.\u2014',
    '<div markdown="1">',
    '![[',
    ']]',
    '==',
    '%%',
    'title: ',
    'aliases: [',
    'CHAPTER IV ',
    '12.3 ',
    '{#x}',
    ';',
    '"',
    '...',
  ); // prettier-ignore
  const input = fc.array(fc.oneof(piece, fc.string({ maxLength: 8 })), { maxLength: 60 });

  it.each([
    ['HTML', html],
    ['Markdown', markdown],
    ['plain text', plainText],
    ['CSV', (text: string) => readCsv(new TextEncoder().encode(text))],
    ['JSON', (text: string) => readJson(new TextEncoder().encode(text))],
    ['front matter', (text: string) => markdown(`---\n${text}\n---\n${text}`)],
    [
      'JSON of such texts',
      (text: string) => readJson(new TextEncoder().encode(JSON.stringify([{ name: text, text }]))),
    ],
  ])('%s is read with exact ranges or refused with a named error', (_name, read) => {
    fc.assert(
      fc.property(input, (pieces) => {
        try {
          checkRanges(read(pieces.join('')));
        } catch (error) {
          if (!InvalidInputError.isInstance(error)) throw error;
        }
      }),
      { numRuns: 150, seed: 7 },
    );
  });
});
