import { describe, expect, it } from 'vitest';
import { classifySection } from '../src/cards/section-role.ts';
import { extractCards } from '../src/index.ts';
import { inOrder } from '../src/text-patterns.ts';
import { html, ontology } from './books.ts';

/* Headings and passages that make a careless pattern take quadratic time; the limit tells seconds from minutes. */
const soon = 30_000;
const many = (piece: string, length = 200_000): string =>
  piece.repeat(Math.ceil(length / piece.length));

describe('hostile books', () => {
  it.each(['exclude ', 'examin', 'arsenic ', 'point ', 'differ'])(
    'have headings of nothing but “%s”',
    (piece) => {
      expect(typeof classifySection(many(piece))).toBe('string');
      expect(classifySection(`${many('arsenic ')}is indicated`)).toBe('treatment');
    },
    soon,
  );

  it.each([' .', ' ;', '- '])(
    'name a disease before a run of “%s”',
    (piece) => {
      const book = html(`<h1>D</h1><h2>Psoriasis${many(piece, 80_000)}b</h2><p>x</p>`);
      expect(() => extractCards(book, { ontology })).toThrow(/no section treats a disease/);
    },
    soon,
  );
});

describe('books without end', () => {
  it('make cards up to a bound, and what is beyond it is named', () => {
    const book = html(
      Array.from({ length: 9 }, () => '<h2>Psoriasis</h2><p>Red plaques with scale.</p>').join('') +
        '<h2>Acne vulgaris</h2><p>Pustules.</p>',
    );
    const { cards, warnings } = extractCards(book, { ontology, maxStatements: 20 });
    expect(cards.map(({ ontologyId }) => ontologyId)).toEqual(['psoriasis']);
    expect(cards[0]?.signs.length).toBeGreaterThanOrEqual(5);
    const [warning] = warnings;
    expect(warning?.kind).toBe('length');
    expect(warning?.message).toMatch(/its last \d disease sections, from "Psoriasis" on/);
    expect(extractCards(book, { ontology }).warnings).toEqual([]);
  });
});

describe('inOrder', () => {
  it('finds the second after the first only', () => {
    const pattern = inOrder(/points?\b/i, /\bfrom\b/i);
    expect(pattern.test('The points that tell it from eczema?')).toBe(true);
    expect(pattern.test('From what point?')).toBe(false);
  });
});
