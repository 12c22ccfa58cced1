import { expect, it } from 'vitest';
import { type RenderedLesion, throughDermatoscope } from '../src/index.ts';

/** 40 pixels square; each channel by its place. */
function image(of: (row: number, column: number, channel: number) => number): RenderedLesion {
  const size = 40;
  const data = new Uint8Array(size * size * 3).map((_, at) => {
    const pixel = Math.floor(at / 3);
    return of(Math.floor(pixel / size), pixel % size, at % 3);
  });
  return { width: size, height: size, data };
}

function pixel({ width, data }: RenderedLesion, row: number, column: number): number[] {
  return [...data.subarray((row * width + column) * 3, (row * width + column + 1) * 3)];
}

it('shows colors in its own light, inside a window', () => {
  const seen = throughDermatoscope(image(() => 200));
  // Gray 200 of 255 by a gain of 0.85 is 0.667, darkened by a tenth of what is missing to 1: 0.644, or 164.4.
  expect(pixel(seen, 20, 20)).toEqual([164, 185, 227]);
  expect(pixel(seen, 0, 0)).toEqual([13, 14, 18]);
  const white = throughDermatoscope(image(() => 255));
  expect(pixel(white, 20, 20)[2]).toBe(255);
});

it('shows a lesion 1.4 times as large, around the same middle', () => {
  const square = image((row, column) =>
    Math.max(Math.abs(row - 19.5), Math.abs(column - 19.5)) < 10 ? 100 : 240,
  );
  const seen = throughDermatoscope(square);
  const dark = Array.from({ length: 40 }, (_, column) => pixel(seen, 20, column)[0]!).filter(
    (red) => red < 120 && red > 20,
  );
  expect(dark).toHaveLength(28);
  expect(pixel(seen, 20, 6)).toEqual(pixel(seen, 20, 33));
});

it('is as steady under turns as the lesion is', () => {
  const lesion = image((row, column, channel) => (row * 7 + column * 3 + channel * 40) % 256);
  const mirrored = image(
    (row, column, channel) => (row * 7 + (39 - column) * 3 + channel * 40) % 256,
  );
  const seen = throughDermatoscope(lesion);
  const other = throughDermatoscope(mirrored);
  for (const column of [3, 12, 30]) {
    const difference = pixel(seen, 17, column).map(
      (value, at) => value - pixel(other, 17, 39 - column)[at]!,
    );
    for (const value of difference) expect(Math.abs(value)).toBeLessThanOrEqual(1);
  }
});
