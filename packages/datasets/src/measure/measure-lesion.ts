import { InvalidInputError } from '@skinr1/core';
import { colorOf } from './lesion-color.ts';
import {
  type LesionColor,
  type LesionMeasurement,
  lesionColors,
  type Measured,
} from './lesion-measurement.ts';
import {
  type FloatImage,
  type LesionMask,
  lesionMask,
  lightness,
  type Separation,
  separateLesion,
  toFloatImage,
} from './segment-lesion.ts';
import { maskAsymmetry, maskExtent, maskPerimeter } from './shape.ts';

/** Pixels of a photograph, 8 bits a channel. */
export interface PixelImage {
  readonly width: number;
  readonly height: number;
  /** `width * height * 3` bytes, row-major RGB. */
  readonly data: Uint8Array;
}

/** Longer side at which everything is measured; finer detail is not needed and costs time. */
const workingSize = 160;

/** Factors on the segmentation threshold; how much the values differ gives their uncertainty. */
const thresholdFactors = [0.85, 1, 1.15] as const;

/**
 * Measures the one lesion of a photograph: outline, colors, size, texture. It is found as the largest
 * region that differs from the skin at the frame's rim. Each value comes with the standard deviation over
 * three segmentation thresholds (85, 100 and 115 %).
 *
 * Throws InvalidInputError if the data does not have `width * height * 3` bytes.
 */
export function measureLesion(image: PixelImage): LesionMeasurement {
  const { width, height, data } = image;
  if (!(width >= 8 && height >= 8) || data.length !== width * height * 3) {
    throw new InvalidInputError(
      `${width} × ${height} pixels with ${data.length} bytes cannot be measured.`,
      { mend: 'Give at least 8 × 8 RGB pixels, width * height * 3 bytes.' },
    );
  }
  const small = toFloatImage(image, workingSize);
  const separation = separateLesion(small);
  const samples = thresholdFactors.map((factor) =>
    measureMask(
      small,
      separation,
      lesionMask(small, separation.distance, separation.threshold * factor),
    ),
  );
  const measured = (read: (sample: Sample) => number): Measured => spread(samples.map(read));
  return {
    asymmetry: measured((sample) => sample.asymmetry),
    borderIrregularity: measured((sample) => sample.borderIrregularity),
    borderSharpness: measured((sample) => sample.borderSharpness),
    colors: Object.fromEntries(
      lesionColors.map((color) => [color, measured((sample) => sample.colors[color])]),
    ) as Record<LesionColor, Measured>,
    extent: measured((sample) => sample.extent),
    texture: measured((sample) => sample.texture),
    area: measured((sample) => sample.area),
    contrast: separation.contrast,
  };
}

interface Sample {
  readonly asymmetry: number;
  readonly borderIrregularity: number;
  readonly borderSharpness: number;
  readonly colors: Readonly<Record<LesionColor, number>>;
  readonly extent: number;
  readonly texture: number;
  readonly area: number;
}

function measureMask(image: FloatImage, separation: Separation, mask: LesionMask): Sample {
  const perimeter = maskPerimeter(mask);
  const area = Math.max(1, mask.area);
  return {
    asymmetry: maskAsymmetry(mask),
    borderIrregularity: perimeter ** 2 / (4 * Math.PI * area),
    borderSharpness: sharpness(image, separation, mask),
    colors: colorShares(image, separation, mask),
    extent: maskExtent(mask) / Math.hypot(image.width, image.height),
    texture: texture(image, mask),
    area: mask.area / (image.width * image.height),
  };
}

/** Mean and standard deviation. */
function spread(values: readonly number[]): Measured {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { value: mean, uncertainty: Math.sqrt(variance) };
}

/** Mean change of skin distance over two pixels across the outline, relative to the lesion's mean. */
function sharpness(image: FloatImage, { distance }: Separation, mask: LesionMask): number {
  const { width, height } = image;
  let steps = 0;
  let count = 0;
  let inner = 0;
  for (let y = 1; y < height - 2; y++) {
    for (let x = 1; x < width - 2; x++) {
      const at = y * width + x;
      if (mask.inside[at] === 1) inner += distance[at] as number;
      for (const next of [1, width]) {
        if (mask.inside[at] === mask.inside[at + next]) continue;
        steps += Math.abs((distance[at - next] as number) - (distance[at + 2 * next] as number));
        count++;
      }
    }
  }
  const mean = inner / Math.max(1, mask.area);
  return count === 0 || mean === 0 ? 0 : steps / count / mean;
}

function colorShares(
  { data }: FloatImage,
  { skin }: Separation,
  mask: LesionMask,
): Record<LesionColor, number> {
  const shares = Object.fromEntries(lesionColors.map((color) => [color, 0])) as Record<
    LesionColor,
    number
  >;
  for (let pixel = 0; pixel < mask.inside.length; pixel++) {
    if (mask.inside[pixel] === 0) continue;
    const at = pixel * 3;
    const color = colorOf(data[at] as number, data[at + 1] as number, data[at + 2] as number, skin);
    if (color) shares[color] += 1 / mask.area;
  }
  return shares;
}

/** Mean standard deviation of lightness in 3 × 3 windows inside the lesion. */
function texture({ width, height, data }: FloatImage, { inside }: LesionMask): number {
  let total = 0;
  let count = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      if (inside[y * width + x] === 0) continue;
      let sum = 0;
      let squares = 0;
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          const at = ((y + dy) * width + x + dx) * 3;
          const light = lightness(
            data[at] as number,
            data[at + 1] as number,
            data[at + 2] as number,
          );
          sum += light;
          squares += light * light;
        }
      }
      total += Math.sqrt(Math.max(0, squares / 9 - (sum / 9) ** 2));
      count++;
    }
  }
  return count === 0 ? 0 : total / count;
}
