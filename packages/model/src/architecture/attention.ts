import { add, type Dim, matMul, reshape, softmax, transpose, type Value } from '@skinr1/autograd';

/** Added to scores that must not count. Finite, so that a row with nothing to see stays a number. */
export const masked = -1e30;

/**
 * Attention of vision patches inside segments of equal length.
 *
 * @param query `[N, heads * headSize]`, N = segments · length; key and value alike
 * @param bias `[segments, 1, 1, length]`: 0, or {@link masked} for padding
 */
export function segmentAttention(
  query: Value,
  key: Value,
  value: Value,
  bias: Value,
  shape: { segments: Dim; length: Dim; headCount: number; headSize: number },
): Value {
  const { segments, length, headCount, headSize } = shape;
  const rows = query.shape[0] as Dim;
  const heads = (x: Value) =>
    transpose(reshape(x, [segments, length, headCount, headSize]), [0, 2, 1, 3]);
  const scores = matMul(heads(query), heads(key), { transposeB: true, alpha: headSize ** -0.5 });
  const mixed = matMul(softmax(add(scores, bias)), heads(value));
  return reshape(transpose(mixed, [0, 2, 1, 3]), [rows, headCount * headSize]);
}

/** Sizes of grouped-query attention. */
export interface HeadShape {
  readonly headCount: number;
  readonly keyValueHeadCount: number;
  readonly headSize: number;
}

/** Keys or values `[B · S, kv * headSize]` as `[B, kv, S, headSize]`. */
export function keyValueHeads(x: Value, batch: Dim, length: Dim, heads: HeadShape): Value {
  const split = reshape(x, [batch, length, heads.keyValueHeadCount, heads.headSize]);
  return transpose(split, [0, 2, 1, 3]);
}

/**
 * Grouped-query attention (Ainslie et al., 2023): the query heads that share a key/value head are
 * folded into the rows of one product, so that keys and values are never repeated.
 *
 * @param query `[B · S, heads * headSize]`
 * @param key `[B, kv, S, headSize]`, value alike
 * @param bias `[B, 1, 1, S, S]`
 */
export function groupedQueryAttention(
  query: Value,
  key: Value,
  value: Value,
  bias: Value,
  heads: HeadShape,
): Value {
  const [batch, shared, length] = key.shape as [Dim, number, Dim];
  const { headSize } = heads;
  const repeat = heads.headCount / shared;
  const rows = query.shape[0] as Dim;
  const split = reshape(query, [batch, length, shared, repeat, headSize]);
  const folded = reshape(transpose(split, [0, 2, 3, 1, 4]), [batch, shared, -1, headSize]);
  const product = matMul(folded, key, { transposeB: true, alpha: headSize ** -0.5 });
  const scores = add(reshape(product, [batch, shared, repeat, length, length]), bias);
  const weights = reshape(softmax(scores), product.shape);
  const mixed = reshape(matMul(weights, value), [batch, shared, repeat, length, headSize]);
  return reshape(transpose(mixed, [0, 3, 1, 2, 4]), [rows, heads.headCount * headSize]);
}
