import type { Value } from '../graph/graph.ts';
import { elementCount } from '../graph/shape.ts';
import { cast, div, equal, exp, expand, mul, reduceSum, reshape, sub } from '../ops/index.ts';
import type { GradientRule, RuleContext } from './rule.ts';

/** The axes a reduction worked on, from its stored list. */
function reducedAxes({ node, x }: RuleContext): readonly number[] {
  const list = node.inputs[1];
  const stored = list ? x[0]!.graph.initializers.get(list.name) : undefined;
  if (!stored) return x[0]!.shape.map((_, axis) => axis);
  return Array.from(stored.tensor.data, Number).map((axis) =>
    axis < 0 ? axis + x[0]!.rank : axis,
  );
}

/** A value of the reduced shape with its axes of size 1 back in place. */
function restoreAxes(context: RuleContext, value: Value): Value {
  const axes = reducedAxes(context);
  const shape = context.x[0]!.shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim));
  return reshape(value, shape);
}

/** Σx: dy everywhere. */
export const reduceSumRule: GradientRule = (context) => [
  expand(restoreAxes(context, context.dy), context.x[0]!.shape),
];

/** Mean of n: dy/n everywhere. */
export const reduceMeanRule: GradientRule = (context) => {
  const { x, dy } = context;
  const count = elementCount(reducedAxes(context).map((axis) => x[0]!.shape[axis]!));
  const divisor =
    typeof count === 'number'
      ? dy.graph.constant(dy.dtype, count)
      : reshape(cast(dy.graph.dimension(count), dy.dtype), []);
  return [expand(restoreAxes(context, div(dy, divisor)), x[0]!.shape)];
};

/** max x: dy shared equally between the largest. */
export const reduceMaxRule: GradientRule = (context) => {
  const [x, axes] = [context.x[0]!, reducedAxes(context)];
  const largest = cast(equal(x, restoreAxes(context, context.y[0]!)), x.dtype);
  const share = div(restoreAxes(context, context.dy), reduceSum(largest, { axes, keepDims: true }));
  return [mul(largest, share)];
};

/** Σx²: 2x·dy. */
export const reduceSumSquareRule: GradientRule = (context) => [
  mul(mul(context.x[0]!, 2), restoreAxes(context, context.dy)),
];

/** y = softmax x: y·(dy − Σ dy·y), the sum along the axis. */
export const softmaxRule: GradientRule = ({ y, dy }) => {
  const weighted = mul(dy, y[0]!);
  const total = reduceSum(weighted, { axes: -1, keepDims: true });
  return [sub(weighted, mul(y[0]!, total))];
};

/** y = log softmax x: dy − eʸ·Σ dy, the sum along the axis. */
export const logSoftmaxRule: GradientRule = ({ y, dy }) => [
  sub(dy, mul(exp(y[0]!), reduceSum(dy, { axes: -1, keepDims: true }))),
];
