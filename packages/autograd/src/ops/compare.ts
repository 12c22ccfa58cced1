import { ShapeError } from '@skinr1/core';
import { type DType, onnxCodeOf } from '../graph/dtype.ts';
import type { Value } from '../graph/graph.ts';
import { broadcastShapes } from '../graph/shape.ts';
import { apply, type Operand, resolveOperands } from './apply.ts';

function comparison(
  operation: string,
  op: 'Equal' | 'Greater' | 'Less' | 'And' | 'Or',
  a: Operand,
  b: Operand,
): Value {
  const values = resolveOperands(operation, [a, b]);
  const shape = broadcastShapes(operation, ...values.map((value) => value.shape));
  return apply(op, values, { dtype: 'bool', shape });
}

function requireBool(operation: string, value: Value): void {
  if (value.dtype === 'bool') return;
  throw new ShapeError(`${operation}: needs a bool condition, got ${value}.`, {
    mend: 'Compare first, or cast(x, "bool").',
  });
}

/** a = b element by element, as bool. */
export function equal(a: Operand, b: Operand): Value {
  return comparison('equal', 'Equal', a, b);
}

export function greater(a: Operand, b: Operand): Value {
  return comparison('greater', 'Greater', a, b);
}

export function less(a: Operand, b: Operand): Value {
  return comparison('less', 'Less', a, b);
}

export function logicalAnd(a: Value, b: Value): Value {
  requireBool('logicalAnd', a);
  return comparison('logicalAnd', 'And', a, b);
}

export function logicalOr(a: Value, b: Value): Value {
  requireBool('logicalOr', a);
  return comparison('logicalOr', 'Or', a, b);
}

export function logicalNot(x: Value): Value {
  requireBool('logicalNot', x);
  return apply('Not', [x]);
}

/** `a` where the condition holds, else `b`; all three broadcast. */
export function where(condition: Value, a: Operand, b: Operand): Value {
  requireBool('where', condition);
  const [left, right] = resolveOperands('where', [a, b]) as [Value, Value];
  const shape = broadcastShapes('where', condition.shape, left.shape, right.shape);
  return apply('Where', [condition, left, right], { dtype: left.dtype, shape });
}

/** Another element type; the value itself if it has it. Float to bool is `x ≠ 0`. */
export function cast(x: Value, dtype: DType): Value {
  if (x.dtype === dtype) return x;
  return apply('Cast', [x], { dtype, attributes: { to: onnxCodeOf(dtype) } });
}
