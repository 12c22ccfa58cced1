import { integerAttribute, listAttribute } from '../graph/attribute.ts';
import { isFloat } from '../graph/dtype.ts';
import type { Value } from '../graph/graph.ts';
import { apply } from '../ops/apply.ts';
import {
  add,
  cast,
  concat,
  full,
  gatherElements,
  gatherNd,
  reshape,
  scatterElementsAdd,
  scatterNdAdd,
  scatterNdUpdate,
  slice,
  split,
  sub,
  transpose,
} from '../ops/index.ts';
import { type GradientRule, reduceTo } from './rule.ts';

/** Reshape, Squeeze, Unsqueeze: dy under the old shape. */
export const reshapeRule: GradientRule = ({ x, dy }) => [reshape(dy, x[0]!.shape)];

/** Transpose: dy with the inverse order of axes. */
export const transposeRule: GradientRule = ({ node, x, dy }) => {
  const order = listAttribute(node, 'perm') ?? x[0]!.shape.map((_, axis) => axis).reverse();
  const inverse = order.map((_, axis) => order.indexOf(axis));
  return [transpose(dy, inverse)];
};

/** Expand: sum over the stretched axes. */
export const expandRule: GradientRule = ({ x, dy }) => [reduceTo(dy, x[0]!.shape)];

/** Cast between floating types: dy in the old type. */
export const castRule: GradientRule = ({ x, dy }) => [
  isFloat(x[0]!.dtype) ? cast(dy, x[0]!.dtype) : null,
];

/** Concat: each operand's part of dy. */
export const concatRule: GradientRule = ({ node, x, dy }) => {
  const axis = integerAttribute(node, 'axis', 0);
  const place = axis < 0 ? axis + dy.rank : axis;
  return split(
    dy,
    x.map((operand) => operand.shape[place]!),
    place,
  );
};

/** Split: the parts' gradients one after the other, zeros for a part that was not used. */
export const splitRule: GradientRule = ({ node, y, outputGradients }) => {
  const parts = y.map(
    (part, i) => outputGradients[i] ?? full(part.graph, part.dtype, part.shape, 0),
  );
  return [concat(parts, integerAttribute(node, 'axis', 0))];
};

/** Slice `[start, end)` with step 1: dy with zeros before and after. */
export const sliceRule: GradientRule = ({ x, dy }) => {
  const [data, starts, ends, axes] = [x[0]!, x[1]!, x[2]!, x[3]!];
  const { graph } = data;
  const places = Array.from(graph.initializers.get(axes.name)!.tensor.data, Number);
  const sizes = graph.runtimeShape(places.map((axis) => data.shape[axis]!));
  const pads = concat([starts, sub(sizes, ends)], 0);
  const zero = graph.constant(dy.dtype, 0);
  return [apply('Pad', [dy, pads, zero, axes], { shape: data.shape })];
};

/** Pad with zeros: dy without the padding. */
export const padRule: GradientRule = ({ x, dy }) => {
  const [data, pads, , axes] = [x[0]!, x[1]!, x[2]!, x[3]!];
  const { graph } = data;
  const places = Array.from(graph.initializers.get(axes.name)!.tensor.data, Number);
  const starts = slice(pads, [0], [places.length], [0]);
  const ends = add(starts, graph.runtimeShape(places.map((axis) => data.shape[axis]!)));
  return [apply('Slice', [dy, starts, ends, axes], { shape: data.shape })];
};

function zerosLike(x: Value): Value {
  return full(x.graph, x.dtype, x.shape, 0);
}

/** Gather: dy added up at the places it was taken from. */
export const gatherRule: GradientRule = ({ node, x, dy }) => {
  const [data, indices] = [x[0]!, cast(x[1]!, 'int64')];
  const axis = integerAttribute(node, 'axis', 0);
  const place = axis < 0 ? axis + data.rank : axis;
  const dims = data.shape.map((_, i) => i);
  // ScatterND writes along leading axes: bring the gathered axis there, and back afterwards.
  const order = [place, ...dims.filter((i) => i !== place)];
  const picked = dy.shape.map((_, i) => i).slice(place, place + indices.rank);
  const rest = dy.shape.map((_, i) => i).filter((i) => !picked.includes(i));
  const updates = transpose(dy, [...picked, ...rest]);
  const front = full(
    data.graph,
    data.dtype,
    order.map((i) => data.shape[i]!),
    0,
  );
  const sum = scatterNdAdd(front, reshape(indices, [...indices.shape, 1]), updates);
  const back = dims.map((i) => order.indexOf(i));
  return [transpose(sum, back)];
};

/** GatherElements: dy added up at the places it was taken from. */
export const gatherElementsRule: GradientRule = ({ node, x, dy }) => [
  scatterElementsAdd(zerosLike(x[0]!), x[1]!, dy, integerAttribute(node, 'axis', 0)),
];

/** GatherND: dy added up at the places it was taken from. */
export const gatherNdRule: GradientRule = ({ x, dy }) => [
  scatterNdAdd(zerosLike(x[0]!), x[1]!, dy),
];

/** ScatterElements with addition: dy to the data, its picked elements to the updates. */
export const scatterElementsRule: GradientRule = ({ node, x, dy, needs }) => [
  needs(0) ? dy : null,
  null,
  needs(2) ? gatherElements(dy, x[1]!, integerAttribute(node, 'axis', 0)) : null,
];

/** ScatterND: dy to the data, except where it was replaced; its picked slices to the updates. */
export const scatterNdRule: GradientRule = ({ node, x, dy, needs }) => {
  const [, indices, updates] = [x[0]!, x[1]!, x[2]!];
  const replaced = node.attributes.reduction !== 'add';
  const toData = () => (replaced ? scatterNdUpdate(dy, indices, zerosLike(updates)) : dy);
  return [needs(0) ? toData() : null, null, needs(2) ? gatherNd(dy, indices) : null];
};
