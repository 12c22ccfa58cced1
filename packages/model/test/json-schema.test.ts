import { InvalidInputError } from '@skinr1/core';
import { describe, expect, it } from 'vitest';
import { type JsonSchema, jsonSchemaGrammar } from '../src/index.ts';

describe('JSON schemas', () => {
  it.each<[JsonSchema, RegExp]>([
    [{ type: 'string', minLength: 5, maxLength: 2 }, /no text fits/],
    [{ type: 'array', items: { type: 'null' }, minItems: 3, maxItems: 1 }, /no text fits/],
    [{ type: 'array', prefixItems: [true], minItems: 2, maxItems: 0 }, /no text fits/],
    [{ enum: ['a'], type: 'integer' }, /no text fits/],
    [{ const: 0.5, type: ['integer', 'null'] }, /no text fits/],
    [{ enum: ['a'], type: 'strnig' }, /'type' is "strnig"/],
    [{ type: 'integer', minimum: 9, maximum: 3 }, /no text fits/],
    [{ type: 'number', minimum: 9, maximum: 3 }, /no text fits/],
  ])('that no value fits are refused: %j', (schema, message) => {
    expect(() => jsonSchemaGrammar(schema)).toThrow(InvalidInputError);
    expect(() => jsonSchemaGrammar(schema)).toThrow(message);
  });

  it('hold values of the stated type alone, and no more items than the most', () => {
    const picked = jsonSchemaGrammar({ enum: ['a', 1, null, 0.5, []], type: ['integer', 'array'] });
    expect(['"a"', '1', 'null', '0.5', '[]'].filter((text) => picked.fits(text))).toEqual([
      ...['1', '[]'],
    ]);
    const prefixItems = [{ type: 'null' }, { type: 'null' }];
    const cut = jsonSchemaGrammar({ type: 'array', prefixItems, maxItems: 1 });
    expect(cut.fits('[null]')).toBe(true);
    expect(cut.fits('[null,null]')).toBe(false);
  });
});
