import { ShapeError } from '@skinr1/core';
import type { Attribute } from '../graph/attribute.ts';
import { type DType, isFloat } from '../graph/dtype.ts';
import type { Graph, Value } from '../graph/graph.ts';
import type { Shape } from '../graph/shape.ts';
import type { OpName } from './op-name.ts';

/** A value, or a number that takes the element type of the other operand. */
export type Operand = Value | number;

interface ApplyOptions {
  readonly dtype?: DType;
  readonly shape?: Shape;
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly domain?: string;
}

/** Appends an operator with one output; type and shape default to those of the first input. */
export function apply(
  op: OpName,
  inputs: readonly (Value | null)[],
  options: ApplyOptions = {},
): Value {
  const first = inputs[0]!;
  const { dtype = first.dtype, shape = first.shape, attributes = {}, domain = '' } = options;
  const node = first.graph.append({ op, domain, inputs, attributes, outputs: [{ dtype, shape }] });
  return node.outputs[0]!;
}

/**
 * Turns numbers among the operands into constants.
 *
 * @throws ShapeError if all are numbers, or the element types differ
 */
export function resolveOperands(operation: string, operands: readonly Operand[]): Value[] {
  const model = operands.find((operand) => typeof operand !== 'number');
  if (model === undefined) {
    throw new ShapeError(`${operation}: at least one operand must be a value of a graph.`);
  }
  return operands.map((operand) => {
    if (typeof operand === 'number') return model.graph.constant(model.dtype, operand);
    if (operand.dtype === model.dtype) return operand;
    throw new ShapeError(`${operation}: got ${model} and ${operand}, of different element types.`, {
      mend: `Convert one with cast(x, '${model.dtype}').`,
    });
  });
}

/** An int64 list constant. */
export function indexList(graph: Graph, list: readonly number[]): Value {
  return graph.constant('int64', list);
}

/** Throws ShapeError unless the value is of a floating-point type. */
export function requireFloat(operation: string, value: Value): void {
  if (isFloat(value.dtype)) return;
  throw new ShapeError(`${operation}: '${value.name}' is ${value.dtype}, not floating point.`, {
    mend: "Convert it with cast(x, 'float32').",
  });
}
