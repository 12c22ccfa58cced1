import {
  add,
  customGradient,
  matMul,
  mul,
  neg,
  reshape,
  rmsNorm,
  silu,
  type Value,
} from '@skinr1/autograd';
import { type ParameterMap, parameter } from './parameters.ts';

/** `x · weightᵀ (+ bias)` for rows x `[N, in]` and weight `[out, in]`. */
export function linear(parameters: ParameterMap, name: string, x: Value): Value {
  const product = matMul(x, parameter(parameters, `${name}.weight`), { transposeB: true });
  const bias = parameters.get(`${name}.bias`);
  return bias ? add(product, bias) : product;
}

/** Root-mean-square norm over the last axis. */
export function norm(parameters: ParameterMap, name: string, x: Value, epsilon: number): Value {
  return rmsNorm(x, parameter(parameters, `${name}.weight`), epsilon);
}

/** SwiGLU: `down(silu(gate(x)) ⊙ up(x))` (Shazeer, 2020). */
export function swiGlu(parameters: ParameterMap, name: string, x: Value): Value {
  const gate = silu(linear(parameters, `${name}.gate_proj`, x));
  return linear(
    parameters,
    `${name}.down_proj`,
    mul(gate, linear(parameters, `${name}.up_proj`, x)),
  );
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
  // A turn's gradient is the turn back: the same operator with the sine negated.
  return customGradient(rotateOnce(x, cosine, sine), [x], (gradient) => [
    rotateOnce(gradient, cosine, neg(sine)),
  ]);
}

function rotateOnce(x: Value, cosine: Value, sine: Value): Value {
  const { graph } = x;
  const [rows, width] = x.shape as [Value['shape'][number], Value['shape'][number]];
  // The operator reads [batch, sequence, width]; one batch of all rows takes its angles row by row.
  const batch = reshape(x, [1, rows, width]);
  const first = graph.constant('int64', [0]);
  const node = graph.append({
    op: 'RotaryEmbedding',
    domain: 'com.microsoft',
    inputs: [batch, first, cosine, sine],
    outputs: [{ dtype: x.dtype, shape: batch.shape }],
    attributes: { interleaved: 0 },
  });
  return reshape(node.outputs[0] as Value, [rows, width]);
}
