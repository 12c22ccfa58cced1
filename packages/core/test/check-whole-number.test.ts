import { describe, expect, it } from 'vitest';
import { checkWholeNumber, UsageError } from '../src/index.ts';

const messageOf = (...[name, value, least, most, mend]: Parameters<typeof checkWholeNumber>) => {
  try {
    checkWholeNumber(name, value, least, most, mend);
    return 'right';
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message;
  }
};

describe('checkWholeNumber', () => {
  it('lets both ends of the range pass', () => {
    expect([1, 2, 26].map((value) => messageOf('size', value, 1, 26))).toEqual(
      Array(3).fill('right'),
    );
    expect(messageOf('step', Number.MAX_SAFE_INTEGER, 0)).toBe('right');
  });

  it.each([0, 27, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('refuses %s', (value) => {
    expect(messageOf('size', value, 1, 26)).toBe(
      `size must be a whole number from 1 to 26, got ${value}.`,
    );
  });

  it('names no end where there is none, and says why', () => {
    expect(messageOf('groupSize', 1, 2, undefined, 'Alone it is compared with nothing.')).toBe(
      'groupSize must be a whole number from 2, got 1. Alone it is compared with nothing.',
    );
    expect(messageOf('step', 2 ** 53, 0)).toBe(
      'step must be a whole number from 0, got 9007199254740992.',
    );
  });
});
