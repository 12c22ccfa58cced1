import { describe, expect, it } from 'vitest';
import { isMonochrome } from '../src/index.ts';

/** 40 × 40 pixels, each of a color. */
function picture(colorAt: (x: number, y: number) => readonly number[]) {
  const data = new Uint8Array(40 * 40 * 3);
  for (let y = 0; y < 40; y++)
    for (let x = 0; x < 40; x++) data.set(colorAt(x, y), (y * 40 + x) * 3);
  return { width: 40, height: 40, data };
}

describe('isMonochrome', () => {
  it('is true of gray, and of a plate on brown paper', () => {
    expect(isMonochrome(picture((x, y) => [x + 3 * y, x + 3 * y, x + 3 * y]))).toBe(true);
    const sepia = picture((x, y) => {
      const light = x + 4 * y;
      return [light + 40, light + 20, light];
    });
    expect(isMonochrome(sepia)).toBe(true);
  });

  it('is false of a red lesion on skin as light as it', () => {
    const lesion = picture((x, y) =>
      (x - 20) ** 2 + (y - 20) ** 2 < 100 ? [200, 80, 90] : [150, 120, 100],
    );
    expect(isMonochrome(lesion)).toBe(false);
  });
});
