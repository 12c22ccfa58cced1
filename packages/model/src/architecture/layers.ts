import { ops, type Value } from '@skinr1/autograd';
import type { GraphWeights } from '../weights/graph-weights.ts';

/** `x · weightᵀ (+ bias)` for rows x `[N, in]` and weight `[out, in]`. */
export function linear(weights: GraphWeights, name: string, x: Value): Value {
  const product = weights.matrix(`${name}.weight`).project(x);
  const bias = `${name}.bias`;
  return weights.has(bias) ? ops.add(product, weights.vector(bias)) : product;
}

/** Root-mean-square norm over the last axis. */
export function norm(weights: GraphWeights, name: string, x: Value, epsilon: number): Value {
  return ops.rmsNorm(x, weights.vector(`${name}.weight`), epsilon);
}

/** Layer norm over the last axis, with factors and shifts. */
export function layerNorm(weights: GraphWeights, name: string, x: Value, epsilon: number): Value {
  const [scale, shift] = [weights.vector(`${name}.weight`), weights.vector(`${name}.bias`)];
  return ops.layerNorm(x, scale, shift, epsilon);
}

/**
 * GELU by its approximation with a tanh (Hendrycks & Gimpel, 2016): with ½ (1 + tanh z) = sigmoid(2z),
 * `x · sigmoid(2 √(2/π) (x + 0.044715 x³))`.
 */
export function tanhGelu(x: Value): Value {
  const slope = 2 * Math.sqrt(2 / Math.PI);
  const inner = ops.mul(x, ops.add(ops.mul(ops.mul(x, x), 0.044715 * slope), slope));
  return ops.mul(x, ops.sigmoid(inner));
}

/** SwiGLU: `down(silu(gate(x)) ⊙ up(x))` (Shazeer, 2020). */
export function swiGlu(weights: GraphWeights, name: string, x: Value): Value {
  const gate = ops.silu(linear(weights, `${name}.gate_proj`, x));
  return linear(weights, `${name}.down_proj`, ops.mul(gate, linear(weights, `${name}.up_proj`, x)));
}

/** Cosine and sine of each row's rotary angles, `[N, headSize / 2]`. */
export interface Rotation {
  readonly cosine: Value;
  readonly sine: Value;
}

/**
 * Rotary position embedding (Su et al., 2021): in each head, the pair (i, i + headSize / 2) is turned
 * by the row's angle i.
 *
 * @param x `[N, heads * headSize]`
 */
export function rotate(x: Value, { cosine, sine }: Rotation): Value {
  // A rotation's gradient is the rotation back: the same operator with the sine negated.
  return ops.customGradient(rotateOnce(x, cosine, sine), [x], (gradient) => [
    rotateOnce(gradient, cosine, ops.neg(sine)),
  ]);
}

function rotateOnce(x: Value, cosine: Value, sine: Value): Value {
  const { graph } = x;
  const [rows, width] = x.shape as [Value['shape'][number], Value['shape'][number]];
  // The operator reads [batch, sequence, width]; one batch of all rows takes its angles row by row.
  const batch = ops.reshape(x, [1, rows, width]);
  const first = graph.constant('int64', [0]);
  const node = graph.append({
    op: 'RotaryEmbedding',
    domain: 'com.microsoft',
    inputs: [batch, first, cosine, sine],
    outputs: [{ dtype: x.dtype, shape: batch.shape }],
    attributes: { interleaved: 0 },
  });
  return ops.reshape(node.outputs[0] as Value, [rows, width]);
}
