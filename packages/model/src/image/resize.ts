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
 * kernel with a = −0.5, widened by the scale when shrinking, fixed-point coefficients, rows first and
 * an 8-bit intermediate. Equal to Pillow to the last gray level, so that weights trained elsewhere see
 * the pixels that they were trained on. (From version 13 on Pillow does columns first where only the
 * height shrinks much; rounding in between then differs by up to two gray levels.)
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
  const wide = image.width === width ? image : resampleRows(image, width);
  return image.height === height ? wide : resampleColumns(wide, height);
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

function toByte(fixed: number): number {
  const value = fixed >> precisionBits;
  return Math.max(0, Math.min(value, 255));
}

function resampleRows(image: RgbImage, width: number): RgbImage {
  const taps = bicubicTaps(image.width, width);
  const data = new Uint8Array(width * image.height * 3);
  const half = 1 << (precisionBits - 1);
  for (let y = 0; y < image.height; y++) {
    const rowStart = y * image.width;
    for (let x = 0; x < width; x++) {
      let [red, green, blue] = [half, half, half];
      const first = taps.start[x] as number;
      for (let i = 0; i < (taps.count[x] as number); i++) {
        const weight = taps.weights[x * taps.width + i] as number;
        const at = (rowStart + first + i) * 3;
        red += (image.data[at] as number) * weight;
        green += (image.data[at + 1] as number) * weight;
        blue += (image.data[at + 2] as number) * weight;
      }
      const out = (y * width + x) * 3;
      data[out] = toByte(red);
      data[out + 1] = toByte(green);
      data[out + 2] = toByte(blue);
    }
  }
  return { width, height: image.height, data };
}

function resampleColumns(image: RgbImage, height: number): RgbImage {
  const taps = bicubicTaps(image.height, height);
  const stride = image.width * 3;
  const data = new Uint8Array(stride * height);
  const sums = new Int32Array(stride);
  for (let y = 0; y < height; y++) {
    sums.fill(1 << (precisionBits - 1));
    const first = taps.start[y] as number;
    for (let i = 0; i < (taps.count[y] as number); i++) {
      const weight = taps.weights[y * taps.width + i] as number;
      const source = (first + i) * stride;
      for (let c = 0; c < stride; c++) {
        sums[c] = (sums[c] as number) + (image.data[source + c] as number) * weight;
      }
    }
    for (let c = 0; c < stride; c++) data[y * stride + c] = toByte(sums[c] as number);
  }
  return { width: image.width, height, data };
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
