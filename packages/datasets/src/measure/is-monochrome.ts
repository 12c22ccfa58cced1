import type { PixelImage } from './measure-lesion.ts';

/** Lightness levels within which hues are compared. */
const levels = 16;

/** Least spread of hue at one lightness, of 255, for a picture to count as colored. */
const leastSpread = 3;

/**
 * True of a plate without color, tinted paper included: there the hue follows from the lightness. The spread
 * (standard deviation) of `r − g` and of `(r + g)/2 − b` among pixels of one lightness is pooled over 16
 * levels. The threshold is ours, set between scanned plates and color photographs.
 */
export function isMonochrome({ width, height, data }: PixelImage): boolean {
  const sums = Array.from({ length: levels }, () => [0, 0, 0, 0, 0] as number[]);
  const step = Math.max(1, Math.floor((width * height) / 40_000));
  for (let pixel = 0; pixel < width * height; pixel += step) {
    const [r, g, b] = data.subarray(pixel * 3, pixel * 3 + 3) as unknown as number[];
    const [red, green, blue] = [r as number, g as number, b as number];
    const level = Math.min(levels - 1, Math.floor(((red + green + blue) / 768) * levels));
    const bin = sums[level] as number[];
    const values = [red - green, (red + green) / 2 - blue];
    bin[0] = (bin[0] as number) + 1;
    values.forEach((value, at) => {
      bin[1 + at * 2] = (bin[1 + at * 2] as number) + value;
      bin[2 + at * 2] = (bin[2 + at * 2] as number) + value * value;
    });
  }
  let count = 0;
  let squares = 0;
  for (const [members = 0, a = 0, aa = 0, b = 0, bb = 0] of sums) {
    if (members === 0) continue;
    count += members;
    squares += aa - (a * a) / members + bb - (b * b) / members;
  }
  return Math.sqrt(squares / Math.max(1, 2 * count)) < leastSpread;
}
