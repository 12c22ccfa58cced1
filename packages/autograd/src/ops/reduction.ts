import type { Value } from '../graph/graph.ts';
import { resolveAxis, type Shape } from '../graph/shape.ts';
import { apply, indexList, requireFloat } from './apply.ts';

export interface ReduceOptions {
  /** Axes to reduce. @defaultValue all */
  readonly axes?: number | readonly number[];
  /** Keep the reduced axes with size 1. @defaultValue false */
  readonly keepDims?: boolean;
}

type ReduceOp = 'ReduceSum' | 'ReduceMean' | 'ReduceMax' | 'ReduceSumSquare';

function reduce(operation: string, op: ReduceOp, x: Value, options: ReduceOptions): Value {
  const { axes = x.shape.map((_, axis) => axis), keepDims = false } = options;
  const list = (typeof axes === 'number' ? [axes] : axes).map((axis) =>
    resolveAxis(operation, x.shape, axis),
  );
  if (list.length === 0) return op === 'ReduceSumSquare' ? apply('Mul', [x, x]) : x;
  const shape: Shape = keepDims
    ? x.shape.map((dim, axis) => (list.includes(axis) ? 1 : dim))
    : x.shape.filter((_, axis) => !list.includes(axis));
  const attributes = { keepdims: keepDims ? 1 : 0 };
  return apply(op, [x, indexList(x.graph, list)], { shape, attributes });
}

/** Sum over axes. */
export function reduceSum(x: Value, options: ReduceOptions = {}): Value {
  return reduce('reduceSum', 'ReduceSum', x, options);
}

/** Arithmetic mean over axes. */
export function reduceMean(x: Value, options: ReduceOptions = {}): Value {
  requireFloat('reduceMean', x);
  return reduce('reduceMean', 'ReduceMean', x, options);
}

/** Largest element over axes; its gradient is shared equally between equal largest elements. */
export function reduceMax(x: Value, options: ReduceOptions = {}): Value {
  return reduce('reduceMax', 'ReduceMax', x, options);
}

/** Sum of squares over axes. */
export function reduceSumSquare(x: Value, options: ReduceOptions = {}): Value {
  requireFloat('reduceSumSquare', x);
  return reduce('reduceSumSquare', 'ReduceSumSquare', x, options);
}
