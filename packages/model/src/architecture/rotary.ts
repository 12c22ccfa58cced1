import { ops, type Value } from '@skinr1/autograd';
import type { Rotation } from './layers.ts';

/**
 * Angles of a rotary embedding over several position axes: row n turns frequency i by
 * `Σ_axis positions[axis, n] · frequencies[axis, i]`. Each frequency belongs to one axis, so the sum
 * has one term that is not 0 and the product is exact.
 *
 * @param positions float32 `[axes, N]`
 * @param frequencies `[axes][headSize / 2]`
 * @param factor on sines and cosines
 */
export function rotation(
  positions: Value,
  frequencies: readonly (readonly number[])[],
  factor = 1,
): Rotation {
  const width = frequencies[0]?.length ?? 0;
  const table = positions.graph.constant('float32', frequencies.flat(), [
    frequencies.length,
    width,
  ]);
  const angles = ops.matMul(positions, table, { transposeA: true });
  const [cosine, sine] = [ops.cos(angles), ops.sin(angles)];
  if (factor === 1) return { cosine, sine };
  return { cosine: ops.mul(cosine, factor), sine: ops.mul(sine, factor) };
}

/** `theta^-exponent`, rounded where PyTorch rounds it. */
export function inverseFrequency(theta: number, exponent: number): number {
  return 1 / Math.fround(theta ** exponent);
}
