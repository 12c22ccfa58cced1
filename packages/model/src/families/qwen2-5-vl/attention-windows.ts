import type { ImageGrid, Windows } from '../qwen-vl/patch-layout.ts';
import type { VisionConfig } from './config-types.ts';

/**
 * Merge blocks of each attention window, window by window from the top left; blocks are numbered row
 * by row. Windows at the right and lower edge may be smaller.
 */
export function attentionWindows(vision: VisionConfig): Windows {
  return (image) => windowBlocks(image, vision);
}

function windowBlocks(grid: ImageGrid, vision: VisionConfig): number[][] {
  const height = grid.gridHeight / vision.spatialMergeSize;
  const width = grid.gridWidth / vision.spatialMergeSize;
  const side = windowSide(vision);
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

/** Merge blocks along the side of an attention window. */
export function windowSide({ windowSize, spatialMergeSize, patchSize }: VisionConfig): number {
  return Math.floor(windowSize / spatialMergeSize / patchSize);
}
