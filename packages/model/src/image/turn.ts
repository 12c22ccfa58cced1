import { UsageError } from '@skinr1/core';
import type { RgbImage } from './resize.ts';

/** Turns and mirror images of a square: `way` 0 leaves it, 1 to 3 turn, 4 to 7 mirror and turn. */
export const turnCount = 8;

/**
 * One of the eight symmetries of a square, applied to an image: a quarter turn clockwise `way % 4` times, after
 * a left-right mirroring for 4 and above. Quarter turns swap width and height. A skin lesion has no upright,
 * so that each of them is as good an example as the image itself.
 */
export function turnImage(image: RgbImage, way: number): RgbImage {
  if (!Number.isInteger(way) || way < 0 || way >= turnCount) {
    throw new UsageError(`an image can be turned in ways 0 to ${turnCount - 1}, got ${way}.`);
  }
  const { width, height, data } = image;
  const quarters = way % 4;
  const swapped = quarters % 2 === 1;
  const size = swapped ? { width: height, height: width } : { width, height };
  const turned = new Uint8Array(data.length);
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      // Where the pixel that lands at (x, y) comes from.
      const [fromX, fromY] = [
        [x, y],
        [y, height - 1 - x],
        [width - 1 - x, height - 1 - y],
        [width - 1 - y, x],
      ][quarters] as [number, number];
      const column = way < 4 ? fromX : width - 1 - fromX;
      const source = (fromY * width + column) * 3;
      const target = (y * size.width + x) * 3;
      turned[target] = data[source] as number;
      turned[target + 1] = data[source + 1] as number;
      turned[target + 2] = data[source + 2] as number;
    }
  }
  return { ...size, data: turned };
}
