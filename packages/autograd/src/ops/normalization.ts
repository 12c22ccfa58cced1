import { ShapeError } from '@skinr1/core';
import { float } from '../graph/attribute.ts';
import { sameDim } from '../graph/dimension.ts';
import type { DType } from '../graph/dtype.ts';
import type { Value } from '../graph/graph.ts';
import { resolveAxis, type Shape } from '../graph/shape.ts';
import { apply, requireFloat } from './apply.ts';
import { add, pow, reciprocal, sqrt } from './arithmetic.ts';
import { transpose } from './rearrange.ts';
import { reduceMean } from './reduction.ts';

/** eˣ / Σ eˣ along an axis. */
export function softmax(x: Value, axis = -1): Value {
  return alongLast('softmax', 'Softmax', x, axis);
}

/** log softmax along an axis, without overflow. */
export function logSoftmax(x: Value, axis = -1): Value {
  return alongLast('logSoftmax', 'LogSoftmax', x, axis);
}

function alongLast(operation: string, op: 'Softmax' | 'LogSoftmax', x: Value, axis: number): Value {
  requireFloat(operation, x);
  const place = resolveAxis(operation, x.shape, axis);
  const last = x.rank - 1;
  if (place === last) return apply(op, [x], { attributes: { axis: last } });
  const swapped = x.shape.map((_, i) => (i === place ? last : i === last ? place : i));
  const moved = transpose(x, swapped);
  return transpose(apply(op, [moved], { attributes: { axis: last } }), swapped);
}

/** onnxruntime gives means and deviations in float32 whatever the type of x. */
const statisticsType: DType = 'float32';

function rowStatistics(shape: Shape): Shape {
  return [...shape.slice(0, -1), 1];
}

function checkScale(operation: string, x: Value, scale: Value): void {
  requireFloat(operation, x);
  if (scale.rank === 1 && sameDim(scale.shape[0]!, x.shape.at(-1)!) && scale.dtype === x.dtype)
    return;
  throw new ShapeError(`${operation}: scale and shift must be [${x.shape.at(-1)}], got ${scale}.`);
}

/**
 * (x − mean) / √(variance + ε) · scale + shift over the last axis (Ba et al., 2016).
 *
 * @param epsilon @defaultValue 1e-5
 */
export function layerNorm(x: Value, scale: Value, shift: Value, epsilon = 1e-5): Value {
  checkScale('layerNorm', x, scale);
  checkScale('layerNorm', x, shift);
  const { dtype } = x;
  const statistics = { dtype: statisticsType, shape: rowStatistics(x.shape) };
  const node = x.graph.append({
    op: 'LayerNormalization',
    inputs: [x, scale, shift],
    // Mean and 1/√(variance + ε) are kept for the gradient.
    outputs: [{ dtype, shape: x.shape }, statistics, statistics],
    attributes: { axis: -1, epsilon: float(epsilon) },
  });
  return node.outputs[0]!;
}

/**
 * x / √(mean x² + ε) · scale over the last axis (Zhang & Sennrich, 2019).
 *
 * @param epsilon @defaultValue 1e-6
 */
export function rmsNorm(x: Value, scale: Value, epsilon = 1e-6): Value {
  checkScale('rmsNorm', x, scale);
  const { dtype } = x;
  const node = x.graph.append({
    op: 'SimplifiedLayerNormalization',
    inputs: [x, scale],
    // 1/√(mean x² + ε) is kept for the gradient.
    outputs: [
      { dtype, shape: x.shape },
      { dtype: statisticsType, shape: rowStatistics(x.shape) },
    ],
    attributes: { axis: -1, epsilon: float(epsilon) },
  });
  return node.outputs[0]!;
}

/** 1/√(mean x² + ε) over the last axis, kept with size 1: what {@link rmsNorm} multiplies by. */
export function inverseRootMeanSquare(x: Value, epsilon: number): Value {
  const meanSquare = reduceMean(pow(x, 2), { axes: -1, keepDims: true });
  return reciprocal(sqrt(add(meanSquare, epsilon)));
}
