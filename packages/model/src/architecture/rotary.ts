import { ops, type Value } from '@skinr1/autograd';
import type { Rotation } from './layers.ts';

/**
 * Angles of a rotary embedding over several position axes: row n turns frequency i by
 * `Σ_axis positions[axis, n] · frequencies[axis, i]`. Each frequency belongs to one axis, so the sum
 * has one term that is not 0 and the product is exact.
 *
 * @param positions float32 `[axes, N]`
 * @param frequencies `[axes][headSize / 2]`
 */
export function rotation(positions: Value, frequencies: readonly (readonly number[])[]): Rotation {
  const width = frequencies[0]?.length ?? 0;
  const table = positions.graph.constant('float32', frequencies.flat(), [
    frequencies.length,
    width,
  ]);
  const angles = ops.matMul(positions, table, { transposeA: true });
  return { cosine: ops.cos(angles), sine: ops.sin(angles) };
}

/** `theta^-exponent`, rounded where PyTorch rounds it. */
export function inverseFrequency(theta: number, exponent: number): number {
  return 1 / Math.fround(theta ** exponent);
}
