import { InvalidInputError } from '@skinr1/core';
import type { RgbImage } from './resize.ts';

/** How a vision tower cuts images. Pixels unless said otherwise. */
export interface PatchShape {
  readonly channelCount: number;
  readonly patchSize: number;
  /** Patches merged into one token, per side. */
  readonly spatialMergeSize: number;
  readonly temporalPatchSize: number;
}

/** An image as the vision tower takes it. */
export interface ImagePatches {
  /** Patches down and across; both are multiples of the merge size. */
  readonly gridHeight: number;
  readonly gridWidth: number;
  /**
   * Normalized pixels `[gridHeight * gridWidth, 3 * temporalPatchSize * patchSize²]`. Rows go merge
   * block by merge block; inside a row: channel, time, y, x. A still image repeats its frame in time.
   */
  readonly pixels: Float32Array;
  /** Tokens that the image takes in a prompt: one a merge block. */
  readonly tokenCount: number;
}

/** Mean and standard deviation of each channel, for pixels in [0, 1]. */
export interface PixelStatistics {
  readonly mean: readonly [number, number, number];
  readonly standardDeviation: readonly [number, number, number];
}

/** The statistics of CLIP's training images, which Qwen2.5-VL uses. */
export const clipStatistics: PixelStatistics = {
  mean: [0.48145466, 0.4578275, 0.40821073],
  standardDeviation: [0.26862954, 0.26130258, 0.27577711],
};

/** Numbers in one row of patches. */
export function patchWidth(shape: PatchShape): number {
  return shape.channelCount * shape.temporalPatchSize * shape.patchSize ** 2;
}

/** Most numbers that one image may become: 1 GiB of them. */
const mostNumbers = 2 ** 28;

/**
 * Checks that patches of an image fit memory, before anything of its size is made.
 *
 * @throws InvalidInputError
 */
export function checkPatchCount(width: number, height: number, shape: PatchShape): void {
  const numbers = width * height * shape.channelCount * shape.temporalPatchSize;
  if (numbers <= mostNumbers) return;
  throw new InvalidInputError(
    `an image would become ${width}×${height} pixels, ${numbers} numbers.`,
    {
      mend: 'Lower max_pixels, or check patch_size and spatial_merge_size of the model.',
    },
  );
}

/** Cuts an image, already of a fitting size, into the vision tower's patches. */
export function cutPatches(
  image: RgbImage,
  shape: PatchShape,
  statistics: PixelStatistics = clipStatistics,
): ImagePatches {
  const { patchSize, spatialMergeSize: merge } = shape;
  const gridHeight = image.height / patchSize;
  const gridWidth = image.width / patchSize;
  const width = patchWidth(shape);
  const pixels = new Float32Array(gridHeight * gridWidth * width);
  const tables = [0, 1, 2].map((channel) => normalizeTable(statistics, channel));
  let row = 0;
  for (let blockY = 0; blockY < gridHeight; blockY += merge) {
    for (let blockX = 0; blockX < gridWidth; blockX += merge) {
      for (let inBlock = 0; inBlock < merge * merge; inBlock++) {
        const top = (blockY + Math.floor(inBlock / merge)) * patchSize;
        const left = (blockX + (inBlock % merge)) * patchSize;
        writePatch(image, top, left, shape, tables, pixels, row * width);
        row++;
      }
    }
  }
  return { gridHeight, gridWidth, pixels, tokenCount: row / merge ** 2 };
}

/** What each of the 256 byte values becomes. */
function normalizeTable(statistics: PixelStatistics, channel: number): Float32Array {
  const mean = statistics.mean[channel] as number;
  const deviation = statistics.standardDeviation[channel] as number;
  return Float32Array.from({ length: 256 }, (_, byte) => (byte / 255 - mean) / deviation);
}

function writePatch(
  image: RgbImage,
  top: number,
  left: number,
  { patchSize, temporalPatchSize }: PatchShape,
  tables: readonly Float32Array[],
  out: Float32Array,
  start: number,
): void {
  const frame = patchSize * patchSize;
  tables.forEach((table, channel) => {
    const base = start + channel * temporalPatchSize * frame;
    for (let y = 0; y < patchSize; y++) {
      const rowAt = ((top + y) * image.width + left) * 3 + channel;
      for (let x = 0; x < patchSize; x++) {
        out[base + y * patchSize + x] = table[image.data[rowAt + x * 3] as number] as number;
      }
    }
    for (let time = 1; time < temporalPatchSize; time++) {
      out.copyWithin(base + time * frame, base, base + frame);
    }
  });
}
