import { createRandom } from '@skinr1/core';
import { expect } from 'vitest';
import type { SourceDocument } from '../src/index.ts';
import type { Mark } from './pdf-writer.ts';

/** Lines of text one under the other. */
export const lines = (x: number, top: number, texts: readonly string[], step = 12): Mark[] =>
  texts.map((text, at) => ({ text, x, y: top - at * step }));

/** A table without rules: cells at the places of the columns; a cell of several lines is an array. */
export const table = (
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
export const prose = (count: number, letters: number): string[] => {
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
export const justified = (
  x: number,
  top: number,
  width: number,
  texts: readonly string[],
): Mark[] =>
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

export const texts = (document: SourceDocument, kind: string): string[] =>
  document.sections.flatMap(({ paragraphs }) =>
    paragraphs
      .filter((paragraph) => paragraph.kind === kind)
      .map(({ start, end }) => document.text.slice(start, end)),
  );

/** Every cell is in the text where the table says that it is; rows under a head of names are sections. */
export const expectQuoted = (document: SourceDocument): void => {
  for (const { start, end, rows } of document.tables) {
    const text = document.text.slice(start, end);
    const named = document.sections.some(
      (section) => section.origin === 'row' && section.start === start,
    );
    for (const row of rows.slice(named ? 1 : 0)) {
      for (const cell of named ? row : [row.filter((found) => found).join(' | ')]) {
        expect(text).toContain(cell);
      }
    }
  }
};

export const signs: string[][] = [
  ['Disease', 'Surface', 'Cases'],
  ['Psoriasis', 'Silvery scale', '312'],
  ['Eczema', 'Oozing', '1024'],
  ['Lichen planus', 'Shiny', '57'],
];
