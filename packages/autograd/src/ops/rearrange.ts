import { ShapeError } from '@skinr1/core';
import {
  addDims,
  canonicalDim,
  type Dim,
  divideDims,
  multiplyDims,
  sameDim,
  subtractDims,
} from '../graph/dimension.ts';
import type { Value } from '../graph/graph.ts';
import {
  broadcastShapes,
  elementCount,
  formatShape,
  resolveAxis,
  type Shape,
  sameShape,
} from '../graph/shape.ts';
import { apply, indexList } from './apply.ts';

/** Axes in a new order: axis i of the result is axis `permutation[i]` of x. */
export function transpose(x: Value, permutation: readonly number[]): Value {
  const axes = permutation.map((axis) => resolveAxis('transpose', x.shape, axis));
  if (axes.length !== x.rank || new Set(axes).size !== x.rank) {
    throw new ShapeError(`transpose: [${permutation}] is no order of the axes of ${x}.`);
  }
  if (axes.every((axis, i) => axis === i)) return x;
  return apply('Transpose', [x], {
    shape: axes.map((axis) => x.shape[axis]!),
    attributes: { perm: axes },
  });
}

/**
 * The same elements under another shape. Sizes may be symbolic (`'B'`, `'B*S'`); one may be −1 to be
 * worked out.
 *
 * @throws ShapeError if the element counts differ
 */
export function reshape(x: Value, shape: readonly Dim[]): Value {
  const target = completeShape(x, shape);
  if (sameShape(target, x.shape)) return x;
  return apply('Reshape', [x, reshapeTarget(x, target)], { shape: target });
}

function completeShape(x: Value, shape: readonly Dim[]): Shape {
  const total = elementCount(x.shape);
  const gap = shape.indexOf(-1);
  const sizes = shape.map(canonicalDim);
  if (gap >= 0) {
    const rest = elementCount(sizes.filter((_, axis) => axis !== gap));
    const missing = rest === 0 ? null : divideDims(total, rest);
    if (missing !== null && shape.indexOf(-1, gap + 1) < 0) sizes[gap] = missing;
  }
  if (sizes.includes(-1) || !sameDim(elementCount(sizes), total)) {
    throw new ShapeError(
      `reshape: ${formatShape(x.shape)} holds ${total} elements, ${formatShape(shape)} does not.`,
      { mend: 'Products of the sizes must be equal; write symbolic products as "B*S".' },
    );
  }
  return sizes;
}

/** Constant where possible: 0 keeps the input's size at that axis, −1 is worked out by the runtime. */
function reshapeTarget(x: Value, target: Shape): Value {
  const sizes: (number | null)[] = target.map((dim, axis) => {
    if (typeof dim === 'number') return dim === 0 ? null : dim;
    return axis < x.rank && sameDim(x.shape[axis]!, dim) ? 0 : null;
  });
  const unknown = sizes.filter((size) => size === null).length;
  if (unknown > 1 || target.includes(0)) return x.graph.runtimeShape(target);
  return indexList(
    x.graph,
    sizes.map((size) => size ?? -1),
  );
}

/** Adds axes of size 1 at these places of the result. */
export function unsqueeze(x: Value, axes: number | readonly number[]): Value {
  const list = typeof axes === 'number' ? [axes] : axes;
  const rank = x.rank + list.length;
  const places = list.map((axis) => (axis < 0 ? axis + rank : axis)).sort((a, b) => a - b);
  if (new Set(places).size !== list.length || places.some((axis) => axis < 0 || axis >= rank)) {
    throw new ShapeError(`unsqueeze: axes [${list}] do not fit ${x}.`);
  }
  const shape: Dim[] = [...x.shape];
  for (const axis of places) shape.splice(axis, 0, 1);
  return apply('Unsqueeze', [x, indexList(x.graph, places)], { shape });
}

/** Removes axes of size 1. */
export function squeeze(x: Value, axes: number | readonly number[]): Value {
  const list = typeof axes === 'number' ? [axes] : axes;
  const places = list.map((axis) => resolveAxis('squeeze', x.shape, axis));
  for (const axis of places) {
    if (x.shape[axis] === 1) continue;
    throw new ShapeError(`squeeze: axis ${axis} of ${x} is not of size 1.`);
  }
  const shape = x.shape.filter((_, axis) => !places.includes(axis));
  return apply('Squeeze', [x, indexList(x.graph, places)], { shape });
}

/** Stretches axes of size 1 to a shape, which may be symbolic. */
export function expand(x: Value, shape: readonly Dim[]): Value {
  const target = broadcastShapes('expand', x.shape, shape);
  if (!sameShape(target, shape.map(canonicalDim))) {
    throw new ShapeError(
      `expand: ${formatShape(x.shape)} does not stretch to ${formatShape(shape)}.`,
    );
  }
  if (sameShape(target, x.shape)) return x;
  return apply('Expand', [x, x.graph.runtimeShape(target)], { shape: target });
}

/** Values one after the other along an axis; their other sizes must be equal. */
export function concat(values: readonly Value[], axis: number): Value {
  const first = values[0];
  if (!first) throw new ShapeError('concat: needs at least one value.');
  const place = resolveAxis('concat', first.shape, axis);
  for (const value of values) {
    const fits =
      value.rank === first.rank &&
      value.dtype === first.dtype &&
      value.shape.every((dim, i) => i === place || sameDim(dim, first.shape[i]!));
    if (!fits) throw new ShapeError(`concat: ${value} does not fit ${first} along axis ${axis}.`);
  }
  if (values.length === 1) return first;
  const shape = [...first.shape];
  shape[place] = addDims(...values.map((value) => value.shape[place]!));
  return apply('Concat', values, { shape, attributes: { axis: place } });
}

/**
 * `x[start:end]` along each of `axes`. Bounds may be symbolic; negative numbers count from the end;
 * Infinity is the end. On a symbolic axis the caller promises that the bounds lie inside it.
 */
export function slice(
  x: Value,
  starts: readonly Dim[],
  ends: readonly Dim[],
  axes: readonly number[] = starts.map((_, axis) => axis),
): Value {
  if (starts.length !== axes.length || ends.length !== axes.length) {
    throw new ShapeError(
      `slice: ${starts.length} starts, ${ends.length} ends and ${axes.length} axes.`,
    );
  }
  const places = axes.map((axis) => resolveAxis('slice', x.shape, axis));
  const shape: Dim[] = [...x.shape];
  const from: Dim[] = [];
  const to: Dim[] = [];
  places.forEach((place, i) => {
    const size = x.shape[place]!;
    from.push(resolveBound(starts[i]!, size));
    to.push(resolveBound(ends[i]!, size));
    shape[place] = subtractDims(to[i]!, from[i]!);
    if (typeof shape[place] === 'number' && (shape[place] as number) < 0) {
      throw new ShapeError(
        `slice: ${starts[i]}:${ends[i]} of axis ${place} of ${x} ends before it starts.`,
      );
    }
  });
  if (sameShape(shape, x.shape)) return x;
  const { graph } = x;
  const inputs = [x, graph.runtimeShape(from), graph.runtimeShape(to), indexList(graph, places)];
  return apply('Slice', inputs, { shape });
}

function resolveBound(bound: Dim, size: Dim): Dim {
  if (bound === Number.POSITIVE_INFINITY) return size;
  if (typeof bound === 'number' && bound < 0) return addDims(size, bound);
  if (typeof bound === 'number' && typeof size === 'number') return Math.min(bound, size);
  return bound;
}

/** Parts of the given sizes along an axis; a number splits into that many equal parts. */
export function split(x: Value, parts: number | readonly Dim[], axis: number): Value[] {
  const place = resolveAxis('split', x.shape, axis);
  const whole = x.shape[place]!;
  const sizes = typeof parts === 'number' ? equalParts(x, whole, parts) : parts.map(canonicalDim);
  if (!sameDim(addDims(...sizes), whole)) {
    throw new ShapeError(`split: ${formatShape(sizes)} does not add up to ${whole} of ${x}.`);
  }
  const outputs = sizes.map((size) => ({
    dtype: x.dtype,
    shape: x.shape.map((dim, i) => (i === place ? size : dim)),
  }));
  const inputs = [x, x.graph.runtimeShape(sizes)];
  return [...x.graph.append({ op: 'Split', inputs, outputs, attributes: { axis: place } }).outputs];
}

function equalParts(x: Value, whole: Dim, count: number): Dim[] {
  const size = divideDims(whole, count);
  if (size === null) throw new ShapeError(`split: ${whole} of ${x} does not split into ${count}.`);
  return new Array<Dim>(count).fill(size);
}

/** The shape as int64 `[rank]`, for use inside the graph. */
export function shapeOf(x: Value): Value {
  return apply('Shape', [x], { dtype: 'int64', shape: [x.rank] });
}

/** Rows as one long batch: `[…, D] → [product of …, D]`. */
export function flattenRows(x: Value): Value {
  return reshape(x, [multiplyDims(...x.shape.slice(0, -1)), x.shape.at(-1)!]);
}
