import { ShapeError } from '@skinr1/core';
import { float } from '../graph/attribute.ts';
import { type Dim, multiplyDims, subtractDims } from '../graph/dimension.ts';
import type { Value } from '../graph/graph.ts';
import { sameShape } from '../graph/shape.ts';
import { requireFloat } from './apply.ts';

/** Domain of operators that no runtime knows: each device says what stands in their place. */
export const ownDomain = 'skinr1';

/** What {@link causalAttention} is told. */
export interface CausalAttentionOptions {
  /** Factor on the products of queries and keys. */
  readonly scale: number;
  /** `[batch, keys]`, added to the scores of a key: large and negative for one that nobody sees. It is not learnt. */
  readonly keyBias?: Value;
}

/** Sizes of {@link causalAttention}, by their names there. */
export interface CausalSizes {
  readonly blocks: Dim;
  readonly batch: Dim;
  readonly groups: Dim;
  readonly heads: number;
  readonly length: Dim;
  /** Of keys and queries. */
  readonly size: Dim;
  readonly keys: Dim;
  /** Of values. */
  readonly valueSize: Dim;
  /** Keys before the first query's own: all queries see them. */
  readonly prefix: Dim;
}

/**
 * Attention `softmax(scale · Q Kᵀ + bias) V` in which a query sees the keys up to its own; the last query's own is the
 * last key, and what is before the first query's own is seen by all. Queries come in blocks, so that the scores of one
 * block at a time are enough, in the forward and in the backward pass: what is kept from one to the other is
 * `log Σ exp` of each query's scores (Dao et al., 2022), or, where a device finds few enough, the shares of all keys.
 * The heads of a group share keys and values.
 *
 * @param query `[blocks, batch, groups, heads, length, size]`
 * @param key `[batch, groups, keys, size]`, with at least blocks · length keys
 * @param value `[batch, groups, keys, valueSize]`
 * @returns `[blocks, batch, groups, heads, length, valueSize]`
 * @throws ShapeError if sizes do not fit
 */
export function causalAttention(
  query: Value,
  key: Value,
  value: Value,
  { scale, keyBias }: CausalAttentionOptions,
): Value {
  for (const x of [query, key, value]) requireFloat('causalAttention', x);
  const { size, keys, valueSize, ...rest } = causalSizes(query, key, value);
  const { blocks, batch, groups, heads, length } = rest;
  const fits =
    sameShape(key.shape, [batch, groups, keys, size]) &&
    sameShape(value.shape, [batch, groups, keys, valueSize]) &&
    (!keyBias || sameShape(keyBias.shape, [batch, keys]));
  if (!fits || [query, key, value, keyBias].some((x) => x && x.dtype !== query.dtype)) {
    throw new ShapeError(
      `causalAttention: ${[query, key, value, keyBias].filter(Boolean).join('; ')} do not fit.`,
      {
        mend: 'Queries are [blocks, batch, groups, heads, length, size], keys and values [batch, groups, keys, size], a bias [batch, keys].',
      },
    );
  }
  const shape = [blocks, batch, groups, heads, length];
  const node = query.graph.append({
    op: 'CausalAttention',
    domain: ownDomain,
    inputs: [query, key, value, keyBias ?? null],
    outputs: [
      { dtype: query.dtype, shape: [...shape, valueSize] },
      // log Σ exp of the scores, for the gradient.
      { dtype: query.dtype, shape: [...shape, 1] },
      // The shares that queries give to keys, for the gradient, where a device keeps them.
      { dtype: query.dtype, shape: [blocks, batch, groups, multiplyDims(heads, length), keys] },
    ],
    attributes: { scale: float(scale) },
  });
  return node.outputs[0] as Value;
}

/** Sizes of operands of {@link causalAttention}. Throws ShapeError for other ranks, or fewer keys than queries. */
export function causalSizes(query: Value, key: Value, value: Value): CausalSizes {
  const [blocks, batch, groups, heads, length, size] = query.shape as Dim[] as Six;
  const [keys, valueSize] = [key.shape[2], value.shape[3]] as [Dim, Dim];
  if (query.rank === 6 && key.rank === 4 && value.rank === 4 && typeof heads === 'number') {
    const prefix = subtractDims(keys, multiplyDims(blocks, length));
    if (typeof prefix === 'string' || prefix >= 0) {
      return { blocks, batch, groups, heads, length, size, keys, valueSize, prefix };
    }
  }
  throw new ShapeError(`causalAttention: ${query} does not fit ${key} and ${value}.`, {
    mend: 'Queries have six axes, keys and values four; heads are a number, and each query has a key of its own.',
  });
}

type Six = [Dim, Dim, Dim, Dim, Dim, Dim];
