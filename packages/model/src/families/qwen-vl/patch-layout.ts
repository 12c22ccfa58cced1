import { tensor } from '@skinr1/autograd';
import { masked } from '../../architecture/attention.ts';
import { type ImagePatches, patchWidth } from '../../image/patches.ts';
import type { VisionBatch } from '../family.ts';
import type { QwenVisionConfig } from './config-types.ts';

/** The grid of one image, in patches. */
export interface ImageGrid {
  readonly gridHeight: number;
  readonly gridWidth: number;
}

/** Merge blocks of each window of an image; blocks are numbered row by row. */
export type Windows = (image: ImageGrid) => readonly (readonly number[])[];

/** A batch, with the patches down and across of each patch's image, row by row; null for padding. */
export interface PatchBatch extends VisionBatch {
  readonly patchGrids: readonly (readonly [height: number, width: number] | null)[];
}

/** One window of all merge blocks. */
export function wholeImage(vision: QwenVisionConfig): Windows {
  return ({ gridHeight, gridWidth }) => [
    Array.from({ length: (gridHeight * gridWidth) / vision.spatialMergeSize ** 2 }, (_, i) => i),
  ];
}

/** Lays out images window by window, padded to the largest; a batch of none gets one blank block. */
export function createVisionBatch(
  images: Iterable<ImagePatches>,
  vision: QwenVisionConfig,
  windowsOf: Windows,
): PatchBatch {
  const unique = [...new Set(images)];
  const layouts = unique.map(windowsOf);
  const size = {
    images: Math.max(1, unique.length),
    windows: largest(layouts.map((windows) => windows.length)),
    blocks: largest(layouts.flatMap((windows) => windows.map((blocks) => blocks.length))),
    unit: vision.spatialMergeSize ** 2,
  };
  const writer = new BatchWriter(size, vision);
  const rowsOf = new Map<ImagePatches, Int32Array>();
  unique.forEach((image, index) => {
    rowsOf.set(image, writer.write(image, index, layouts[index] as ReturnType<Windows>));
  });
  return {
    feeds: writer.feeds(),
    patchGrids: writer.patchGrids,
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
  private readonly vision: QwenVisionConfig;
  private readonly rows: number;
  private readonly pixels: Float32Array;
  private readonly positions: Float32Array;
  private readonly bias: Float32Array;
  readonly patchGrids: (readonly [number, number] | null)[];

  constructor(size: BatchSize, vision: QwenVisionConfig) {
    this.size = size;
    this.vision = vision;
    this.rows = size.images * size.windows * size.blocks * size.unit;
    this.pixels = new Float32Array(this.rows * patchWidth(vision));
    this.positions = new Float32Array(2 * this.rows);
    this.bias = new Float32Array(this.rows).fill(masked);
    this.patchGrids = new Array(this.rows).fill(null);
  }

  /** Writes one image; returns the output row of each of its blocks. */
  write(image: ImagePatches, index: number, windows: ReturnType<Windows>): Int32Array {
    const { blocks: windowLength, unit, windows: windowCount } = this.size;
    const width = patchWidth(this.vision);
    const merge = this.vision.spatialMergeSize;
    const across = image.gridWidth / merge;
    const grid = [image.gridHeight, image.gridWidth] as const;
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
          this.patchGrids[at] = grid;
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
