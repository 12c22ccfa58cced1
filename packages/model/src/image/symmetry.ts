import { checkWholeNumber } from '@skinr1/core';
import type { RgbImage } from './resize.ts';

/** Symmetries of a square: `way` 0 leaves it, 1 to 3 turn, 4 to 7 mirror and turn. */
export const symmetryCount = 8;

/**
 * One of the eight symmetries of a square, applied to an image: a quarter turn clockwise `way % 4` times, after
 * a left-right mirroring for 4 and above. Quarter turns swap width and height. A skin lesion has no upright,
 * so that each of them is as good an example as the image itself.
 */
export function applySymmetry(image: RgbImage, way: number): RgbImage {
  checkWholeNumber('the symmetry of a square', way, 0, symmetryCount - 1);
  const { width, height, data } = image;
  const [right, bottom] = [width - 1, height - 1];
  // Where the first pixel comes from, and the steps in the source for one to the right and one down.
  const { column, row, across, down } = (
    [
      { column: 0, row: 0, across: [1, 0], down: [0, 1] },
      { column: 0, row: bottom, across: [0, -1], down: [1, 0] },
      { column: right, row: bottom, across: [-1, 0], down: [0, -1] },
      { column: right, row: 0, across: [0, 1], down: [-1, 0] },
    ] as const
  )[way % 4] as Walk;
  const mirror = way < 4 ? 1 : -1;
  const offset = ([columns, rows]: readonly [number, number]): number =>
    (mirror * columns + rows * width) * 3;
  const [stepRight, stepDown] = [offset(across), offset(down)];
  const size = way % 2 === 0 ? { width, height } : { width: height, height: width };
  const result = new Uint8Array(data.length);
  let lineStart = ((mirror === 1 ? column : right - column) + row * width) * 3;
  let target = 0;
  for (let y = 0; y < size.height; y++, lineStart += stepDown) {
    for (let x = 0, source = lineStart; x < size.width; x++, source += stepRight) {
      result[target++] = data[source] as number;
      result[target++] = data[source + 1] as number;
      result[target++] = data[source + 2] as number;
    }
  }
  return { ...size, data: result };
}

interface Walk {
  readonly column: number;
  readonly row: number;
  readonly across: readonly [number, number];
  readonly down: readonly [number, number];
}
