import { type Graph, multiplyDims, ops, type Tensor, tensor, type Value } from '@skinr1/autograd';
import type { Weight } from '../../weights/weight.ts';
import type { Qwen3VisionConfig } from './config-types.ts';

/** Places of the table that a patch's position is mixed of. */
const corners = 4;

/** Declares the feeds of {@link positionFeeds} and mixes each patch's learned position, `[rows, hiddenSize]`. */
export function learnedPositions(
  graph: Graph,
  table: Weight,
  grid: readonly (string | number)[],
): Value {
  const rows = multiplyDims(...grid);
  const places = graph.input('positionPlaces', 'int32', [...grid, corners]);
  const shares = graph.input('positionShares', 'float32', [...grid, corners]);
  const learned = table.gather(ops.reshape(places, [rows, corners]));
  const weighted = ops.mul(learned, ops.reshape(shares, [rows, corners, 1]));
  return ops.reduceSum(weighted, { axes: [1] });
}

/**
 * Where in the table each patch's position lies: the table is stretched over the image, corner on corner,
 * and read between its places by shares (bilinear). A patch at row y of h lies at y · (side − 1) / (h − 1).
 *
 * @param positions float32 `[2, …grid]`: row and column of each patch in its image
 * @param sizes patches down and across of each patch's image, null for padding
 */
export function positionFeeds(
  positions: Tensor,
  sizes: readonly (readonly [height: number, width: number] | null)[],
  { positionSide: side }: Qwen3VisionConfig,
): Record<'positionPlaces' | 'positionShares', Tensor> {
  const count = sizes.length;
  const at = positions.data as Float32Array;
  const places = new Int32Array(count * corners);
  const shares = new Float32Array(count * corners);
  sizes.forEach((size, row) => {
    if (!size) return;
    const [y, x] = size.map((length, axis) =>
      between(at[axis * count + row] ?? 0, length, side),
    ) as [Between, Between];
    for (let corner = 0; corner < corners; corner++) {
      const [down, across] = [corner >> 1, corner & 1];
      const line = down ? y.next : y.floor;
      places[row * corners + corner] = line * side + (across ? x.next : x.floor);
      shares[row * corners + corner] =
        (down ? y.share : 1 - y.share) * (across ? x.share : 1 - x.share);
    }
  });
  const grid = [...positions.dims.slice(1), corners];
  return {
    positionPlaces: tensor('int32', grid, places),
    positionShares: tensor('float32', grid, shares),
  };
}

interface Between {
  readonly floor: number;
  readonly next: number;
  /** Of the next. */
  readonly share: number;
}

function between(position: number, length: number, side: number): Between {
  // In float32, as PyTorch works it out.
  const scale = length > 1 ? Math.fround((side - 1) / (length - 1)) : 0;
  const place = Math.fround(position * scale);
  const floor = Math.min(Math.floor(place), side - 1);
  return { floor, next: Math.min(floor + 1, side - 1), share: Math.fround(place - floor) };
}
