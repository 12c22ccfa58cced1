import { type Dim, type Graph, multiplyDims, ops, type Value } from '@skinr1/autograd';
import { masked } from '../../architecture/attention.ts';
import { patchWidth } from '../../image/patches.ts';
import type { GraphLayout } from '../family.ts';
import type { QwenVisionConfig } from './config-types.ts';

/** What a size is called in shapes, and its value where no input has it. */
interface Size {
  readonly dim: Dim;
  /** int64 `[1]` */
  readonly value: Value;
}

/** How a family's vision encoder is fed, and how its tower attends. */
export interface GridVariant {
  /** Name of the input that holds the grid. */
  readonly gridName: string;
  /** Merge blocks along the side of an attention window; null: the whole image is one. */
  readonly windowSide: number | null;
}

/**
 * What `createVisionBatch` lays out, computed in a graph for one image; windows at the right and lower edge are
 * padded. See `Family.layOutInGraph`.
 */
export function layOutGrid(
  graph: Graph,
  vision: QwenVisionConfig,
  { gridName, windowSide }: GridVariant,
): GraphLayout {
  const merge = vision.spatialMergeSize;
  const unit = merge ** 2;
  const patchRow = patchWidth(vision);
  const pixels = graph.input('pixel_values', 'float32', [multiplyDims(unit, 'tokens'), patchRow]);
  const grid = graph.input(gridName, 'int64', [1, 3]);
  const blocksAlong = (axis: number): Value =>
    ops.div(ops.reshape(ops.slice(grid, [axis], [axis + 1], [1]), [1]), merge);
  const [height, width] = [blocksAlong(1), blocksAlong(2)];
  graph.defineSymbol('tokens', ops.mul(height, width));
  const down = cutAxis(graph, 'Rows', height, windowSide);
  const across = cutAxis(graph, 'Columns', width, windowSide);
  const y = ops.reshape(placesAlong(graph, down), [down.windows.dim, 1, down.cells.dim, 1]);
  const x = ops.reshape(placesAlong(graph, across), [1, across.windows.dim, 1, across.cells.dim]);
  const cells = [down.windows.dim, across.windows.dim, down.cells.dim, across.cells.dim];
  const count = multiplyDims(...cells);
  const grids = [
    multiplyDims(down.windows.dim, across.windows.dim),
    multiplyDims(down.cells.dim, across.cells.dim),
    unit,
  ];

  const isInside = ops.logicalAnd(ops.less(y, height), ops.less(x, width));
  const inside = (place: Value, size: Value) => ops.minimum(place, ops.sub(size, 1));
  const block = ops.add(ops.mul(inside(y, height), width), inside(x, width));
  const blocks = ops.reshape(pixels, ['tokens', unit * patchRow]);
  const inWindows = ops.gather(blocks, ops.reshape(block, [count]), 0);
  const patchPlaces = (places: Value, ofPatch: readonly number[]): Value => {
    const all = ops.reshape(ops.cast(ops.expand(places, cells), 'float32'), [count, 1]);
    const patches = ops.add(ops.mul(all, merge), graph.constant('float32', ofPatch, [1, unit]));
    return ops.reshape(patches, [1, 1, ...grids]);
  };
  const patches = Array.from({ length: unit }, (_, patch) => patch);
  const rows = patches.map((patch) => Math.floor(patch / merge));
  const columns = patches.map((patch) => patch % merge);
  const bias = ops.where(isInside, graph.constant('float32', 0), masked);
  return {
    feeds: {
      pixels: ops.reshape(inWindows, [1, ...grids, patchRow]),
      patchPositions: ops.concat([patchPlaces(y, rows), patchPlaces(x, columns)], 0),
      patchBias: ops.reshape(ops.expand(ops.reshape(bias, [count, 1]), [count, unit]), [
        1,
        ...grids,
      ]),
    },
    featureRows: featureRows(graph, width, down, across),
  };
}

/** An axis of merge blocks cut into windows of cells. */
interface CutAxis {
  readonly windows: Size;
  readonly cells: Size;
}

function cutAxis(graph: Graph, axis: string, length: Value, side: number | null): CutAxis {
  const one = { dim: 1, value: graph.constant('int64', [1]) };
  if (side === null) return { windows: one, cells: named(graph, `cell${axis}`, length) };
  const windows = ops.div(ops.add(length, side - 1), side);
  return {
    windows: named(graph, `window${axis}`, windows),
    cells: { dim: side, value: graph.constant('int64', [side]) },
  };
}

function named(graph: Graph, dim: string, value: Value): Size {
  graph.defineSymbol(dim, value);
  return { dim, value };
}

/** The place of each cell along an axis, int64 `[windows, cells]`. */
function placesAlong(graph: Graph, { windows, cells }: CutAxis): Value {
  const starts = ops.mul(upTo(graph, windows), cells.value);
  return ops.add(
    ops.reshape(starts, [windows.dim, 1]),
    ops.reshape(upTo(graph, cells), [1, cells.dim]),
  );
}

/** 0, 1, … below a size, int64. */
function upTo(graph: Graph, { dim, value }: Size): Value {
  const [start, step] = [graph.constant('int64', 0), graph.constant('int64', 1)];
  return graph.append({
    op: 'Range',
    inputs: [start, ops.reshape(value, []), step],
    outputs: [{ dtype: 'int64', shape: [dim] }],
  }).outputs[0] as Value;
}

/** The row of the tower's output that holds each token: in what window it lies, and where in that. */
function featureRows(graph: Graph, width: Value, down: CutAxis, across: CutAxis): Value {
  const token = upTo(graph, { dim: 'tokens', value: graph.dimension('tokens') });
  const y = ops.div(token, width);
  const x = ops.sub(token, ops.mul(y, width));
  const cut = (place: Value, { cells }: CutAxis): readonly [window: Value, cell: Value] => {
    const window = ops.div(place, cells.value);
    return [window, ops.sub(place, ops.mul(window, cells.value))];
  };
  const [windowRow, cellRow] = cut(y, down);
  const [windowColumn, cellColumn] = cut(x, across);
  const window = ops.add(ops.mul(windowRow, across.windows.value), windowColumn);
  const cell = ops.add(ops.mul(cellRow, across.cells.value), cellColumn);
  return ops.add(ops.mul(window, ops.mul(down.cells.value, across.cells.value)), cell);
}
