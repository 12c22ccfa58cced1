import { tensor } from '@skinr1/autograd';
import { masked } from '../../architecture/attention.ts';
import { type ImagePatches, patchWidth } from '../../image/patches.ts';
import type { VisionBatch } from '../family.ts';
import type { VisionConfig } from './config-types.ts';

/**
 * Merge blocks of each attention window, window by window from the top left; blocks are numbered row
 * by row. Windows at the right and lower edge may be smaller.
 */
function windowBlocks(
  grid: { readonly gridHeight: number; readonly gridWidth: number },
  vision: VisionConfig,
): number[][] {
  const height = grid.gridHeight / vision.spatialMergeSize;
  const width = grid.gridWidth / vision.spatialMergeSize;
  const side = Math.floor(vision.windowSize / vision.spatialMergeSize / vision.patchSize);
  const windows: number[][] = [];
  for (let top = 0; top < height; top += side) {
    for (let left = 0; left < width; left += side) {
      const blocks: number[] = [];
      for (let y = top; y < Math.min(top + side, height); y++) {
        for (let x = left; x < Math.min(left + side, width); x++) blocks.push(y * width + x);
      }
      windows.push(blocks);
    }
  }
  return windows;
}

/** Lays out images window by window, padded to the largest; a batch of none gets one blank block. */
export function createVisionBatch(
  images: Iterable<ImagePatches>,
  vision: VisionConfig,
): VisionBatch {
  const unique = [...new Set(images)];
  const layouts = unique.map((image) => windowBlocks(image, vision));
  const size = {
    images: Math.max(1, unique.length),
    windows: largest(layouts.map((windows) => windows.length)),
    blocks: largest(layouts.flatMap((windows) => windows.map((blocks) => blocks.length))),
    unit: vision.spatialMergeSize ** 2,
  };
  const writer = new BatchWriter(size, vision);
  const rowsOf = new Map<ImagePatches, Int32Array>();
  unique.forEach((image, index) => {
    rowsOf.set(image, writer.write(image, index, layouts[index] as number[][]));
  });
  return {
    feeds: writer.feeds(),
    rowCount: size.images * size.windows * size.blocks,
    featureRows: (image) => rowsOf.get(image) ?? new Int32Array(0),
  };
}

/** At least 1. */
function largest(counts: readonly number[]): number {
  return counts.reduce((most, count) => Math.max(most, count), 1);
}

interface BatchSize {
  readonly images: number;
  readonly windows: number;
  readonly blocks: number;
  readonly unit: number;
}

class BatchWriter {
  private readonly size: BatchSize;
  private readonly vision: VisionConfig;
  private readonly rows: number;
  private readonly pixels: Float32Array;
  private readonly positions: Float32Array;
  private readonly bias: Float32Array;

  constructor(size: BatchSize, vision: VisionConfig) {
    this.size = size;
    this.vision = vision;
    this.rows = size.images * size.windows * size.blocks * size.unit;
    this.pixels = new Float32Array(this.rows * patchWidth(vision));
    this.positions = new Float32Array(2 * this.rows);
    this.bias = new Float32Array(this.rows).fill(masked);
  }

  /** Writes one image; returns the output row of each of its blocks. */
  write(image: ImagePatches, index: number, windows: readonly number[][]): Int32Array {
    const { blocks: windowLength, unit, windows: windowCount } = this.size;
    const width = patchWidth(this.vision);
    const merge = this.vision.spatialMergeSize;
    const across = image.gridWidth / merge;
    const outputRows = new Int32Array(image.tokenCount);
    windows.forEach((blocks, window) => {
      blocks.forEach((block, place) => {
        const row = (index * windowCount + window) * windowLength + place;
        outputRows[block] = row;
        const source = image.pixels.subarray(block * unit * width, (block + 1) * unit * width);
        this.pixels.set(source, row * unit * width);
        for (let k = 0; k < unit; k++) {
          const at = row * unit + k;
          this.positions[at] = Math.floor(block / across) * merge + Math.floor(k / merge);
          this.positions[this.rows + at] = (block % across) * merge + (k % merge);
          this.bias[at] = 0;
        }
      });
    });
    return outputRows;
  }

  feeds(): VisionBatch['feeds'] {
    const grid = [this.size.images, this.size.windows, this.size.blocks, this.size.unit];
    return {
      pixels: tensor('float32', [...grid, patchWidth(this.vision)], this.pixels),
      patchPositions: tensor('float32', [2, ...grid], this.positions),
      patchBias: tensor('float32', grid, this.bias),
    };
  }
}
