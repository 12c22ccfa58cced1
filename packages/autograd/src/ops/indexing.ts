import { ShapeError } from '@skinr1/core';
import { type Dim, sameDim } from '../graph/dimension.ts';
import type { DType } from '../graph/dtype.ts';
import type { Graph, Value } from '../graph/graph.ts';
import { elementCount, formatShape, resolveAxis, sameShape } from '../graph/shape.ts';
import { tensor } from '../graph/tensor.ts';
import { apply } from './apply.ts';
import { add, mul } from './arithmetic.ts';
import { less, where } from './compare.ts';
import { expand, reshape } from './rearrange.ts';
import { reduceSum } from './reduction.ts';

function requireIndices(operation: string, indices: Value): void {
  if (indices.dtype === 'int64' || indices.dtype === 'int32') return;
  throw new ShapeError(`${operation}: indices must be int64 or int32, got ${indices}.`);
}

/**
 * Slices of `x` along an axis, one per index: `x[i]` for each i of `indices`, whose shape takes the
 * place of the axis. An embedding look-up is `gather(table, tokenIds, 0)`. Negative indices count from
 * the end.
 */
export function gather(x: Value, indices: Value, axis: number): Value {
  requireIndices('gather', indices);
  const place = resolveAxis('gather', x.shape, axis);
  const shape = [...x.shape.slice(0, place), ...indices.shape, ...x.shape.slice(place + 1)];
  return apply('Gather', [x, indices], { shape, attributes: { axis: place } });
}

/** One element per index along an axis: `out[i][j] = x[i][indices[i][j]]` for axis 1 of a matrix. */
export function gatherElements(x: Value, indices: Value, axis: number): Value {
  requireIndices('gatherElements', indices);
  const place = resolveAxis('gatherElements', x.shape, axis);
  if (x.rank !== indices.rank) {
    throw new ShapeError(`gatherElements: ${x} and ${indices} must have the same rank.`);
  }
  return apply('GatherElements', [x, indices], {
    shape: indices.shape,
    attributes: { axis: place },
  });
}

/** `data` with `updates` added at places along an axis (the reverse of {@link gatherElements}). */
export function scatterElementsAdd(
  data: Value,
  indices: Value,
  updates: Value,
  axis: number,
): Value {
  requireIndices('scatterElementsAdd', indices);
  const place = resolveAxis('scatterElementsAdd', data.shape, axis);
  if (!sameShape(indices.shape, updates.shape) || data.rank !== indices.rank) {
    throw new ShapeError(`scatterElementsAdd: ${indices} and ${updates} must have the same shape.`);
  }
  const attributes = { axis: place, reduction: 'add' };
  return apply('ScatterElements', [data, indices, updates], { attributes });
}

/**
 * `data` with slices replaced: `out[indices[i]] = updates[i]`, indices `[…, depth]` naming the first
 * `depth` axes. If an index occurs twice the result is not defined.
 */
export function scatterNdUpdate(data: Value, indices: Value, updates: Value): Value {
  checkScatter('scatterNdUpdate', data, indices, updates);
  return apply('ScatterND', [data, indices, updates], { attributes: { reduction: 'none' } });
}

/**
 * `data` with slices added at places (see {@link scatterNdUpdate}); an index may occur many times, and
 * the sum is then in order, the same bits every time. That is why it is not ONNX's ScatterND with
 * addition: onnxruntime's threads race there when an index repeats, and lose updates.
 */
export function scatterNdAdd(data: Value, indices: Value, updates: Value): Value {
  const depth = checkScatter('scatterNdAdd', data, indices, updates);
  const count = elementCount(indices.shape.slice(0, -1));
  const width = elementCount(data.shape.slice(depth));
  const rows = reshape(data, [elementCount(data.shape.slice(0, depth)), width]);
  const places = expand(reshape(linearIndex(data, indices, depth), [count, 1]), [count, width]);
  const sum = scatterElementsAdd(rows, places, reshape(updates, [count, width]), 0);
  return reshape(sum, data.shape);
}

/** Indices over the first `depth` axes as indices over their product. */
function linearIndex(data: Value, indices: Value, depth: number): Value {
  if (depth === 1) return indices;
  const { graph } = data;
  const sizes = graph.runtimeShape(data.shape.slice(0, depth));
  const strides = data.shape
    .slice(0, depth)
    .map((_, axis) => elementCount(data.shape.slice(axis + 1, depth)));
  const fromFront = where(less(indices, 0), add(indices, sizes), indices);
  return reduceSum(mul(fromFront, graph.runtimeShape(strides)), { axes: -1 });
}

function checkScatter(operation: string, data: Value, indices: Value, updates: Value): number {
  const depth = indices.shape.at(-1);
  if (indices.dtype !== 'int64' || typeof depth !== 'number' || depth > data.rank) {
    throw new ShapeError(`${operation}: indices must be int64 […, depth ≤ rank], got ${indices}.`);
  }
  const expected = [...indices.shape.slice(0, -1), ...data.shape.slice(depth)];
  if (updates.dtype !== data.dtype || !sameShape(expected, updates.shape)) {
    throw new ShapeError(
      `${operation}: updates of ${data} at ${indices} must be ${formatShape(expected)}, got ${updates}.`,
    );
  }
  return depth;
}

/** Slices at places: `out[i] = x[indices[i]]`, indices int64 `[…, depth]` naming the first `depth` axes. */
export function gatherNd(x: Value, indices: Value): Value {
  const depth = indices.shape.at(-1);
  if (indices.dtype !== 'int64' || typeof depth !== 'number' || depth > x.rank) {
    throw new ShapeError(`gatherNd: indices must be int64 […, depth ≤ rank], got ${indices}.`);
  }
  return apply('GatherND', [x, indices], {
    shape: [...indices.shape.slice(0, -1), ...x.shape.slice(depth)],
  });
}

/** A tensor of one number, of a shape that may be symbolic. */
export function full(graph: Graph, dtype: DType, shape: readonly Dim[], number: number): Value {
  if (shape.every((dim) => sameDim(dim, 1))) {
    return graph.constant(
      dtype,
      number,
      shape.map(() => 1),
    );
  }
  const value = { tensor: tensor(dtype, [1], [number]) };
  return apply('ConstantOfShape', [graph.runtimeShape(shape)], {
    dtype,
    shape,
    attributes: { value },
  });
}
