import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fingerprintOf } from '../src/fingerprint.ts';

describe('fingerprintOf', () => {
  it('tells apart values whose parts run together the same', () => {
    const values = [
      ['ab', 'c'],
      ['a', 'bc'],
      [['a'], 'bc'],
      'abc',
      { a: 'bc' },
      null,
      'null',
      1,
      '1',
      new Uint8Array([1]),
      [1],
    ];
    expect(new Set(values.map(fingerprintOf)).size).toBe(values.length);
  });

  it('is that of the JSON for plain data, and sees every byte of an image', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(fingerprintOf(JSON.parse(JSON.stringify(value)))).toBe(fingerprintOf(value));
      }),
    );
    const image = new Uint8Array(1000);
    const other = image.slice();
    other[999] = 1;
    expect(fingerprintOf({ image })).not.toBe(fingerprintOf({ image: other }));
    expect(fingerprintOf({ a: undefined })).toBe(fingerprintOf({}));
  });
});
