import { floatAttribute } from '../graph/attribute.ts';
import { add, erf, exp, mul, neg, sigmoid, sign, sub } from '../ops/index.ts';
import type { GradientRule } from './rule.ts';

/** tanh x: dy·(1 − y²). */
export const tanhRule: GradientRule = ({ y, dy }) => [mul(dy, sub(1, mul(y[0]!, y[0]!)))];

/** sigmoid x: dy·y·(1 − y). */
export const sigmoidRule: GradientRule = ({ y, dy }) => [mul(dy, mul(y[0]!, sub(1, y[0]!)))];

/** erf x: dy·2/√π·e^−x². */
export const erfRule: GradientRule = ({ x, dy }) => [
  mul(dy, mul(exp(neg(mul(x[0]!, x[0]!))), 2 / Math.sqrt(Math.PI))),
];

/** max(x, 0): dy where y > 0. */
export const reluRule: GradientRule = ({ y, dy }) => [mul(dy, sign(y[0]!))];

/** x·Φ(x): dy·(Φ(x) + x·φ(x)) with the standard normal's distribution Φ and density φ. */
export const geluRule: GradientRule = ({ x, dy }) => {
  const input = x[0]!;
  const cumulative = mul(add(erf(mul(input, Math.SQRT1_2)), 1), 0.5);
  const density = mul(exp(mul(mul(input, input), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return [mul(dy, add(cumulative, mul(input, density)))];
};

/** x·s with s = sigmoid(αx): dy·(s + α·y·(1 − s)). */
export const quickGeluRule: GradientRule = ({ node, x, y, dy }) => {
  const alpha = floatAttribute(node, 'alpha', 1.702);
  const gate = sigmoid(alpha === 1 ? x[0]! : mul(x[0]!, alpha));
  const scaled = alpha === 1 ? y[0]! : mul(y[0]!, alpha);
  return [mul(dy, add(gate, mul(scaled, sub(1, gate))))];
};
