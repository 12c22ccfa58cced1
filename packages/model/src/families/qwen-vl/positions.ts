import { InvalidInputError } from '@skinr1/core';
import type { RowPositions } from '../family.ts';
import type { ImageGrid } from './patch-layout.ts';

/**
 * Positions for multimodal rotary embedding (M-RoPE). Text advances the three axes together. An image
 * of `h × w` merged patches that starts at position p takes (p, p + y, p + x); the text after it starts
 * at p + max(h, w). Axes are time, height, width. (Qwen2-VL, section 2.1; `get_rope_index` of Transformers.)
 *
 * @param tokenIds one row without padding, image tokens already repeated per merged patch
 * @param grids the row's images in order
 * @throws InvalidInputError when image tokens and grids do not match
 */
export function mropePositions(
  tokenIds: ArrayLike<number>,
  grids: readonly ImageGrid[],
  options: { readonly imageTokenId: number; readonly spatialMergeSize: number },
): RowPositions {
  const length = tokenIds.length;
  const positions = new Int32Array(3 * length);
  let next = 0;
  let image = 0;
  for (let i = 0; i < length; ) {
    if (tokenIds[i] !== options.imageTokenId) {
      positions.fill(next, i, i + 1);
      positions.fill(next, length + i, length + i + 1);
      positions.fill(next, 2 * length + i, 2 * length + i + 1);
      next++;
      i++;
      continue;
    }
    const grid = grids[image++];
    const height = (grid?.gridHeight ?? 0) / options.spatialMergeSize;
    const width = (grid?.gridWidth ?? 0) / options.spatialMergeSize;
    let run = 0;
    while (run < height * width && tokenIds[i + run] === options.imageTokenId) run++;
    if (!grid || run < height * width) {
      throw mismatch(image, grids.length, run, height * width);
    }
    for (let k = 0; k < run; k++) {
      positions[i + k] = next;
      positions[length + i + k] = next + Math.floor(k / width);
      positions[2 * length + i + k] = next + (k % width);
    }
    next += Math.max(height, width);
    i += run;
  }
  if (image !== grids.length) throw mismatch(image + 1, grids.length, 0, 0);
  return { positions, next };
}

function mismatch(image: number, images: number, found: number, needed: number): Error {
  return new InvalidInputError(
    `image tokens and images do not match: image ${image} of ${images} has ${found} tokens, needs ${needed}.`,
    { mend: 'Give each image as many image tokens as it has merged patches.' },
  );
}
