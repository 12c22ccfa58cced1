import { InvalidInputError, ShapeError } from '@skinr1/core';

/** Decoded pixels: row-major RGB, 8 bits a channel. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  /** `width * height * 3` bytes. */
  readonly data: Uint8Array;
}

/** Bits of the fixed-point coefficients, as Pillow uses for 8-bit images. */
const precisionBits = 22;

/**
 * Resizes with the antialiased bicubic filter of Pillow (`Image.resize(…, BICUBIC)`): separable Keys
 * kernel with a = −0.5, widened by the scale when shrinking, fixed-point coefficients, and an 8-bit
 * intermediate. Equal to Pillow 13 to the last gray level, so that weights trained elsewhere see the
 * pixels that they were trained on. Along which axis it goes first shows in rounding, by up to two gray
 * levels: rows, but columns where the height shrinks by more than twice as many pixels as the width.
 * (Pillow before version 13 always does rows first.)
 *
 * @throws ShapeError when the data does not fit the size
 */
export function resizeBicubic(image: RgbImage, width: number, height: number): RgbImage {
  if (image.data.length !== image.width * image.height * 3) {
    throw new ShapeError(
      `resize got ${image.data.length} bytes for ${image.width}×${image.height} RGB pixels.`,
      { mend: 'Pass width * height * 3 bytes.' },
    );
  }
  const lost = { width: image.width - width, height: image.height - height };
  if (lost.height > 0 && lost.height > 2 * lost.width) {
    return resampleRows(resampleColumns(image, height), width);
  }
  return resampleColumns(resampleRows(image, width), height);
}

interface Taps {
  /** First source position of each output position. */
  readonly start: Int32Array;
  readonly count: Int32Array;
  /** `[outputs, width]` fixed-point weights. */
  readonly weights: Int32Array;
  readonly width: number;
}

function bicubicTaps(from: number, to: number): Taps {
  const scale = from / to;
  const filterScale = Math.max(scale, 1);
  const support = 2 * filterScale;
  const width = Math.ceil(support) * 2 + 1;
  const start = new Int32Array(to);
  const count = new Int32Array(to);
  const weights = new Int32Array(to * width);
  const row = new Float64Array(width);
  for (let out = 0; out < to; out++) {
    const center = (out + 0.5) * scale;
    const first = Math.max(0, Math.trunc(center - support + 0.5));
    const length = Math.min(from, Math.trunc(center + support + 0.5)) - first;
    let sum = 0;
    for (let i = 0; i < length; i++) {
      row[i] = keysKernel((i + first - center + 0.5) / filterScale);
      sum += row[i] as number;
    }
    for (let i = 0; i < length; i++) {
      const fixed = ((row[i] as number) / sum) * (1 << precisionBits);
      weights[out * width + i] = Math.trunc(fixed + (fixed < 0 ? -0.5 : 0.5));
    }
    start[out] = first;
    count[out] = length;
  }
  return { start, count, weights, width };
}

/** Cubic convolution (Keys 1981) with a = −0.5. */
function keysKernel(x: number): number {
  const a = -0.5;
  const d = Math.abs(x);
  if (d < 1) return ((a + 2) * d - (a + 3)) * d * d + 1;
  if (d < 2) return (((d - 5) * d + 8) * d - 4) * a;
  return 0;
}

/** Sums start at one half, so that cutting off rounds; bytes of a clamped array end at 0 and 255 by themselves. */
const half = 1 << (precisionBits - 1);

// In both, products are whole numbers of 32 bits, which the engine keeps so only when it is told.

function resampleRows({ width: from, height, data: source }: RgbImage, width: number): RgbImage {
  if (from === width) return { width, height, data: source };
  const { start, count, weights, width: tapWidth } = bicubicTaps(from, width);
  const data = new Uint8ClampedArray(width * height * 3);
  let out = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++, out += 3) {
      let red = half;
      let green = half;
      let blue = half;
      let at = (y * from + (start[x] as number)) * 3;
      let tap = x * tapWidth;
      for (const last = tap + (count[x] as number); tap < last; tap++, at += 3) {
        const weight = weights[tap] as number;
        red = (red + Math.imul(source[at] as number, weight)) | 0;
        green = (green + Math.imul(source[at + 1] as number, weight)) | 0;
        blue = (blue + Math.imul(source[at + 2] as number, weight)) | 0;
      }
      data[out] = red >> precisionBits;
      data[out + 1] = green >> precisionBits;
      data[out + 2] = blue >> precisionBits;
    }
  }
  return { width, height, data: new Uint8Array(data.buffer) };
}

function resampleColumns(
  { width, height: from, data: source }: RgbImage,
  height: number,
): RgbImage {
  if (from === height) return { width, height, data: source };
  const { start, count, weights, width: tapWidth } = bicubicTaps(from, height);
  const stride = width * 3;
  const data = new Uint8ClampedArray(stride * height);
  for (let y = 0; y < height; y++) {
    const firstTap = y * tapWidth;
    const lastTap = firstTap + (count[y] as number);
    const first = (start[y] as number) * stride;
    for (let c = 0; c < stride; c++) {
      let sum = half;
      let at = first + c;
      for (let tap = firstTap; tap < lastTap; tap++, at += stride) {
        sum = (sum + Math.imul(source[at] as number, weights[tap] as number)) | 0;
      }
      data[y * stride + c] = sum >> precisionBits;
    }
  }
  return { width, height, data: new Uint8Array(data.buffer) };
}

/** Half to even, as Python's `round`; `Math.round` would give other sizes. */
export function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** Bounds on an image's area after resizing, in pixels. */
export interface PixelBounds {
  readonly minPixels: number;
  readonly maxPixels: number;
}

/** Longest side of an image by its shortest. */
const longestRatio = 200;

/**
 * The size that an image is resized to: sides that `factor` divides, area within the bounds, aspect
 * ratio as near as can be (`smart_resize` of Qwen2-VL).
 *
 * @throws InvalidInputError when one side is over 200 times the other
 */
export function smartResize(
  height: number,
  width: number,
  factor: number,
  { minPixels, maxPixels }: PixelBounds,
): { height: number; width: number } {
  const ratio = Math.max(height, width) / Math.min(height, width);
  if (!(ratio <= longestRatio)) {
    throw new InvalidInputError(
      `an image of ${width}×${height} pixels is too long for its breadth.`,
      { mend: `Crop it: one side may be at most ${longestRatio} times the other.` },
    );
  }
  const rounded = {
    height: roundHalfToEven(height / factor) * factor,
    width: roundHalfToEven(width / factor) * factor,
  };
  if (rounded.height * rounded.width > maxPixels) {
    const shrink = Math.sqrt((height * width) / maxPixels);
    return {
      height: Math.max(factor, Math.floor(height / shrink / factor) * factor),
      width: Math.max(factor, Math.floor(width / shrink / factor) * factor),
    };
  }
  if (rounded.height * rounded.width < minPixels) {
    const grow = Math.sqrt(minPixels / (height * width));
    return {
      height: Math.ceil((height * grow) / factor) * factor,
      width: Math.ceil((width * grow) / factor) * factor,
    };
  }
  return rounded;
}

/**
 * Squares of side `factor` that no image has more of once {@link smartResize} has sized it. A long one has more
 * than fit the bounds: its short side is at least one square where it is shrunk, and both sides are rounded up
 * where it is enlarged.
 */
export function mostSquares(factor: number, { minPixels, maxPixels }: PixelBounds): number {
  const side = Math.sqrt(minPixels) / factor;
  const stretch = Math.sqrt(longestRatio);
  const enlarged = (side * stretch + 1) * (side / stretch + 1);
  const shrunk = (Math.sqrt(maxPixels) / factor) * stretch;
  return Math.ceil(Math.max(enlarged, shrunk, maxPixels / factor ** 2));
}
