import * as ag from '../ag.ts';
import {
  attempt,
  binary,
  type Check,
  condition,
  float32,
  offZero,
  positive,
  unary,
} from './check.ts';

/** Checks of operators that work element by element. */
export const elementwiseChecks: Record<string, Check[]> = {
  Abs: [unary(ag.abs, offZero)],
  Add: binary(ag.add),
  Cast: [
    unary((a) => ag.cast(ag.mul(ag.cast(a, 'float64'), 2), a.dtype)),
    float32(unary((a) => ag.cast(ag.exp(ag.cast(a, 'float64')), 'float32'))),
  ],
  Clip: [
    unary(
      (a) => ag.clip(a, -0.55, 0.65),
      (z) => Math.round(z * 5) / 5,
    ),
  ],
  Cos: [unary(ag.cos)],
  Div: binary(ag.div, (z) => (z < 0 ? z - 0.5 : z + 0.5)),
  Erf: [float32(unary(ag.erf))],
  Exp: [unary(ag.exp)],
  Gelu: [float32(unary(ag.gelu))],
  Identity: [unary(ag.identity)],
  Log: [unary(ag.log, positive)],
  Max: [binary(ag.maximum)[0]!, ...binary(ag.maximum).slice(1, 3)],
  Min: [binary(ag.minimum)[0]!, ...binary(ag.minimum).slice(3)],
  Mul: [...binary(ag.mul), unary((a) => ag.mul(a, a))],
  Neg: [unary(ag.neg)],
  Pow: [
    ...binary(ag.pow, positive),
    unary((a) => ag.pow(a, 2)),
    unary((a) => ag.pow(a, 3)),
    unary((a) => ag.pow(2, a)),
    unary((a) => ag.pow(a, -0.5), positive),
  ],
  QuickGelu: [float32(unary(ag.silu)), float32(unary((a) => ag.quickGelu(a)))],
  Reciprocal: [unary(ag.reciprocal, positive)],
  Relu: [unary(ag.relu, offZero)],
  Sigmoid: [unary(ag.sigmoid)],
  Sin: [unary(ag.sin)],
  Sqrt: [unary(ag.sqrt, positive)],
  Sub: binary(ag.sub),
  Tanh: [unary(ag.tanh)],
  Where: [
    attempt(
      [
        ['B', 3],
        ['B', 3],
      ],
      ([a, b], g) => ag.where(condition(g), a!, b!),
      [{ B: 1 }, { B: 3 }],
    ),
    attempt(
      [
        ['B', 1],
        ['S', 1, 1],
      ],
      ([a, b], g) => ag.where(condition(g), a!, b!),
    ),
  ],
};
