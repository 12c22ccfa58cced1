import { ShapeError } from '@skinr1/core';
import { float } from '../graph/attribute.ts';
import type { Dim } from '../graph/dimension.ts';
import type { Value } from '../graph/graph.ts';
import { apply, requireFloat } from './apply.ts';
import { matMul } from './matmul.ts';
import { softmax } from './normalization.ts';
import { reshape, transpose } from './rearrange.ts';

/** What {@link multiHeadAttention} is told. */
export interface AttentionOptions {
  readonly headCount: number;
  /** Factor on the products of queries and keys. */
  readonly scale: number;
}

/**
 * Attention (Vaswani et al., 2017) of every head, `softmax(scale · Q Kᵀ) V`, without the `[B, heads, N, M]` scores
 * ever being whole in memory where the device has a kernel for it.
 *
 * @param query `[B, N, heads · d]`
 * @param key `[B, M, heads · d]`
 * @param value `[B, M, heads · e]`
 * @returns `[B, N, heads · e]`
 * @throws ShapeError if one has not three axes, or widths that the heads do not divide
 */
export function multiHeadAttention(
  query: Value,
  key: Value,
  value: Value,
  { headCount, scale }: AttentionOptions,
): Value {
  for (const x of [query, key, value]) {
    requireFloat('multiHeadAttention', x);
    const width = x.shape[2];
    if (x.rank === 3 && typeof width === 'number' && width % headCount === 0) continue;
    throw new ShapeError(`multiHeadAttention: ${x} is not [batch, length, ${headCount} · size].`, {
      mend: 'Reshape it, heads side by side in the last axis.',
    });
  }
  return apply('MultiHeadAttention', [query, key, value], {
    domain: 'com.microsoft',
    shape: [...query.shape.slice(0, 2), value.shape[2] as Dim],
    attributes: { num_heads: headCount, scale: float(scale) },
  });
}

/** `[B, N, heads · d]` as `[B, heads, N, d]`. */
export function splitHeads(x: Value, headCount: number): Value {
  const [batch, length, width] = x.shape as [Dim, Dim, number];
  return transpose(reshape(x, [batch, length, headCount, width / headCount]), [0, 2, 1, 3]);
}

/** `[B, heads, N, d]` as `[B, N, heads · d]`. */
export function joinHeads(x: Value): Value {
  const [batch, headCount, length, size] = x.shape as [Dim, number, Dim, number];
  return reshape(transpose(x, [0, 2, 1, 3]), [batch, length, headCount * size]);
}

/** The shares that each query gives to the keys, `[B, heads, N, M]`, of heads that {@link splitHeads} made. */
export function attentionShares(query: Value, key: Value, scale: number): Value {
  return softmax(matMul(query, key, { transposeB: true, alpha: scale }));
}
