import { cos, matMul, sin, type Value } from '@skinr1/autograd';
import type { TextConfig, VisionConfig } from '../config.ts';
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
  const angles = matMul(positions, table, { transposeA: true });
  return { cosine: cos(angles), sine: sin(angles) };
}

/** M-RoPE: the first `mropeSection[0]` frequencies follow time, the next height, the rest width. */
export function textFrequencies(text: TextConfig): number[][] {
  const axisOf = text.mropeSection.flatMap((count, axis) => new Array<number>(count).fill(axis));
  return [0, 1, 2].map((axis) =>
    axisOf.map((owner, i) =>
      owner === axis ? inverseFrequency(text.ropeTheta, (2 * i) / text.headSize) : 0,
    ),
  );
}

/** The first half of the frequencies follows the patch's row, the second, with equal values, its column. */
export function visionFrequencies(vision: VisionConfig): number[][] {
  const spatial = vision.headSize / 2;
  const half = Array.from({ length: spatial / 2 }, (_, i) =>
    inverseFrequency(visionTheta, (2 * i) / spatial),
  );
  const zeros = half.map(() => 0);
  return [
    [...half, ...zeros],
    [...zeros, ...half],
  ];
}

/** Base of the vision tower's frequencies; Qwen2.5-VL has no setting for it. */
const visionTheta = 10_000;

function inverseFrequency(theta: number, exponent: number): number {
  return 1 / Math.fround(theta ** exponent);
}
