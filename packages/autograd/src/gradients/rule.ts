import type { GraphNode, Value } from '../graph/graph.ts';
import { type Shape, sameShape } from '../graph/shape.ts';
import { reduceSum, reshape } from '../ops/index.ts';

/** What a gradient rule sees of the node it differentiates. */
export interface RuleContext {
  readonly node: GraphNode;
  /** Inputs of the node. */
  readonly x: readonly Value[];
  /** Outputs of the node. */
  readonly y: readonly Value[];
  /** Gradient of the loss by the first output; it has that output's shape. */
  readonly dy: Value;
  /** Gradients by all outputs; undefined where the loss does not depend on one. */
  readonly outputGradients: readonly (Value | undefined)[];
  /** Whether the gradient by an input is wanted; rules may skip the others. */
  readonly needs: (input: number) => boolean;
}

/** Gradients by the inputs, in order; null or left out where there is none. */
export type GradientRule = (context: RuleContext) => readonly (Value | null)[];

/** Sums a gradient over the axes along which an operand of `shape` was stretched. */
export function reduceTo(gradient: Value, shape: Shape): Value {
  if (sameShape(gradient.shape, shape)) return gradient;
  const lead = gradient.rank - shape.length;
  const axes = gradient.shape
    .map((_, axis) => axis)
    .filter((axis) => axis < lead || (shape[axis - lead] === 1 && gradient.shape[axis] !== 1));
  const stretchedInside = axes.some((axis) => axis >= lead);
  if (!stretchedInside) return reduceSum(gradient, { axes });
  return reshape(reduceSum(gradient, { axes, keepDims: true }), shape);
}

/** The number a scalar constant holds; undefined for anything else. */
export function constantNumber(value: Value): number | undefined {
  const stored = value.graph.initializers.get(value.name);
  return stored && stored.tensor.data.length === 1 ? Number(stored.tensor.data[0]) : undefined;
}
