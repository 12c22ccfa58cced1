import { ShapeError } from '@skinr1/core';
import type { Dim } from '../graph/dimension.ts';
import { sameDim } from '../graph/dimension.ts';
import type { DType } from '../graph/dtype.ts';
import type { Graph, Value } from '../graph/graph.ts';
import { resolveAxis, sameShape } from '../graph/shape.ts';
import { tensor } from '../graph/tensor.ts';
import { apply } from './apply.ts';

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
  return scatterNd('scatterNdUpdate', data, indices, updates, 'none');
}

/** `data` with slices added at places; an index may occur many times. */
export function scatterNdAdd(data: Value, indices: Value, updates: Value): Value {
  return scatterNd('scatterNdAdd', data, indices, updates, 'add');
}

function scatterNd(
  operation: string,
  data: Value,
  indices: Value,
  updates: Value,
  reduction: string,
): Value {
  const depth = indices.shape.at(-1);
  if (indices.dtype !== 'int64' || typeof depth !== 'number' || depth > data.rank) {
    throw new ShapeError(`${operation}: indices must be int64 […, depth ≤ rank], got ${indices}.`);
  }
  const expected = [...indices.shape.slice(0, -1), ...data.shape.slice(depth)];
  if (updates.dtype !== data.dtype || !sameShape(expected, updates.shape)) {
    throw new ShapeError(
      `${operation}: updates of ${data} at ${indices} must be [${expected}], got ${updates}.`,
    );
  }
  return apply('ScatterND', [data, indices, updates], { attributes: { reduction } });
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
