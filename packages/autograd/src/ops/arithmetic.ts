import type { Value } from '../graph/graph.ts';
import { broadcastShapes } from '../graph/shape.ts';
import { apply, type Operand, requireFloat, resolveOperands } from './apply.ts';
import type { OpName } from './op-name.ts';

function elementwise(operation: string, op: OpName, operands: readonly Operand[]): Value {
  const values = resolveOperands(operation, operands);
  return apply(op, values, {
    shape: broadcastShapes(operation, ...values.map((value) => value.shape)),
  });
}

function unary(operation: string, op: OpName, x: Value): Value {
  requireFloat(operation, x);
  return apply(op, [x]);
}

/** a + b, broadcasting. */
export function add(a: Operand, b: Operand): Value {
  return elementwise('add', 'Add', [a, b]);
}

/** a − b, broadcasting. */
export function sub(a: Operand, b: Operand): Value {
  return elementwise('sub', 'Sub', [a, b]);
}

/** a · b element by element, broadcasting. */
export function mul(a: Operand, b: Operand): Value {
  return elementwise('mul', 'Mul', [a, b]);
}

/** a / b, broadcasting; rounds towards zero for integers. */
export function div(a: Operand, b: Operand): Value {
  return elementwise('div', 'Div', [a, b]);
}

/** a to the power b, broadcasting. */
export function pow(a: Operand, b: Operand): Value {
  return elementwise('pow', 'Pow', [a, b]);
}

/** The smaller of a and b, broadcasting. The gradient goes to the smaller; to a where they are equal. */
export function minimum(a: Operand, b: Operand): Value {
  return elementwise('minimum', 'Min', [a, b]);
}

/** The larger of a and b, broadcasting. The gradient goes to the larger; to a where they are equal. */
export function maximum(a: Operand, b: Operand): Value {
  return elementwise('maximum', 'Max', [a, b]);
}

/** x limited to [low, high]. The gradient passes where low ≤ x ≤ high and is 0 outside, as in PyTorch. */
export function clip(x: Value, low: number, high: number): Value {
  const limits = [low, high].map((limit) => x.graph.constant(x.dtype, limit));
  return apply('Clip', [x, ...limits]);
}

export function neg(x: Value): Value {
  return apply('Neg', [x]);
}

/** |x|; its gradient is 0 at 0. */
export function abs(x: Value): Value {
  return apply('Abs', [x]);
}

/** −1, 0 or 1. */
export function sign(x: Value): Value {
  return apply('Sign', [x]);
}

export function exp(x: Value): Value {
  return unary('exp', 'Exp', x);
}

/** Natural logarithm. */
export function log(x: Value): Value {
  return unary('log', 'Log', x);
}

export function sqrt(x: Value): Value {
  return unary('sqrt', 'Sqrt', x);
}

/** 1 / x. */
export function reciprocal(x: Value): Value {
  return unary('reciprocal', 'Reciprocal', x);
}

export function cos(x: Value): Value {
  return unary('cos', 'Cos', x);
}

export function sin(x: Value): Value {
  return unary('sin', 'Sin', x);
}
