import { float } from '../graph/attribute.ts';
import type { Value } from '../graph/graph.ts';
import { apply, requireFloat } from './apply.ts';
import { mul } from './arithmetic.ts';

export function tanh(x: Value): Value {
  requireFloat('tanh', x);
  return apply('Tanh', [x]);
}

/** 1 / (1 + e^−x). */
export function sigmoid(x: Value): Value {
  requireFloat('sigmoid', x);
  return apply('Sigmoid', [x]);
}

/** 2/√π ∫₀ˣ e^−t² dt. */
export function erf(x: Value): Value {
  requireFloat('erf', x);
  return apply('Erf', [x]);
}

/** max(x, 0). */
export function relu(x: Value): Value {
  requireFloat('relu', x);
  return apply('Relu', [x]);
}

/** x · Φ(x), the exact GELU (Hendrycks & Gimpel, 2016). */
export function gelu(x: Value): Value {
  requireFloat('gelu', x);
  return apply('Gelu', [x]);
}

/** x · sigmoid(x) (Hendrycks & Gimpel, 2016; "swish"). One fused operator in float32. */
export function silu(x: Value): Value {
  return quickGelu(x, 1);
}

/** x · sigmoid(α x); α = 1.702 approximates GELU. One fused operator in float32. */
export function quickGelu(x: Value, alpha = 1.702): Value {
  requireFloat('quickGelu', x);
  if (x.dtype !== 'float32') return mul(x, sigmoid(alpha === 1 ? x : mul(x, alpha)));
  return apply('QuickGelu', [x], { domain: 'com.microsoft', attributes: { alpha: float(alpha) } });
}
