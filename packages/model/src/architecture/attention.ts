import { type Dim, multiplyDims, ops, type Value } from '@skinr1/autograd';

/** Added to scores that must not count. Finite, so that a row with nothing to see stays a number. */
export const masked = -1e30;

/** Sizes of {@link segmentAttention}. */
export interface SegmentShape {
  readonly segments: Dim;
  readonly length: Dim;
  readonly headCount: number;
  readonly headSize: number;
  /** How many heads are computed at once; groups of them follow each other. */
  readonly headsAtOnce: number;
}

/**
 * Attention of vision patches inside segments of equal length. The bias is one more number of each key, which
 * queries multiply by 1: so it needs no `[segments, length, length]` scores, which for a photograph of twelve million
 * pixels would be hundreds of gigabytes.
 *
 * @param query `[N, heads * headSize]`, N = segments · length; key and value alike
 * @param bias `[segments, 1, 1, length]`: 0, or {@link masked} for padding
 */
export function segmentAttention(
  query: Value,
  key: Value,
  value: Value,
  bias: Value,
  shape: SegmentShape,
): Value {
  const { headCount, headSize, headsAtOnce } = shape;
  const groups = Array.from({ length: Math.ceil(headCount / headsAtOnce) }, (_, group) => {
    const [first, last] = [group * headsAtOnce, Math.min(headCount, (group + 1) * headsAtOnce)];
    const part = (x: Value) => ops.slice(x, [first * headSize], [last * headSize], [1]);
    const sizes = { ...shape, headCount: last - first };
    return attendSegments(part(query), part(key), part(value), bias, sizes);
  });
  return ops.concat(groups, 1);
}

/** {@link segmentAttention} of heads at once. */
function attendSegments(
  query: Value,
  key: Value,
  value: Value,
  bias: Value,
  { segments, length, headCount, headSize }: SegmentShape,
): Value {
  const rows = query.shape[0] as Dim;
  const scale = headSize ** -0.5;
  const one = [segments, length, headCount, 1] as const;
  const biasOfKeys = ops.reshape(ops.div(bias, scale), [segments, length, 1, 1]);
  const withNumber = (x: Value, number: Value): Value => {
    const heads = ops.reshape(x, [segments, length, headCount, headSize]);
    const wide = ops.concat([heads, ops.expand(number, one)], 3);
    return ops.reshape(wide, [segments, length, headCount * (headSize + 1)]);
  };
  const mixed = ops.multiHeadAttention(
    withNumber(query, query.graph.constant('float32', 1)),
    withNumber(key, biasOfKeys),
    ops.reshape(value, [segments, length, headCount * headSize]),
    { headCount, scale },
  );
  return ops.reshape(mixed, [rows, headCount * headSize]);
}

/** `[S, S]`: 0 where column i may see column j, {@link masked} where j is later. */
export function causalBias(columns: Value): Value {
  const { graph } = columns;
  const later = ops.less(ops.unsqueeze(columns, 1), ops.unsqueeze(columns, 0));
  return ops.where(later, graph.constant('float32', masked), graph.constant('float32', 0));
}

/** Sizes of grouped-query attention. */
export interface HeadShape {
  readonly headCount: number;
  readonly keyValueHeadCount: number;
  readonly headSize: number;
}

/** Keys or values `[B · S, kv * headSize]` as `[B, kv, S, headSize]`. */
export function keyValueHeads(x: Value, batch: Dim, length: Dim, heads: HeadShape): Value {
  const split = ops.reshape(x, [batch, length, heads.keyValueHeadCount, heads.headSize]);
  return ops.transpose(split, [0, 2, 1, 3]);
}

/**
 * Grouped-query attention (Ainslie et al., 2023): the query heads that share a key/value head are
 * folded into the rows of one product, so that keys and values are never repeated.
 *
 * @param query `[B · S, heads * headSize]`
 * @param key `[B, kv, S, headSize]`, value alike
 * @param bias broadcasts to `[B, kv, heads / kv, S, S]`
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
  const split = ops.reshape(query, [batch, length, shared, repeat, headSize]);
  const folded = ops.reshape(ops.transpose(split, [0, 2, 3, 1, 4]), [batch, shared, -1, headSize]);
  const product = ops.matMul(folded, key, { transposeB: true, alpha: headSize ** -0.5 });
  const scores = ops.add(ops.reshape(product, [batch, shared, repeat, length, length]), bias);
  const weights = ops.reshape(ops.softmax(scores), product.shape);
  const mixed = ops.reshape(ops.matMul(weights, value), [batch, shared, repeat, length, headSize]);
  return ops.reshape(ops.transpose(mixed, [0, 3, 1, 2, 4]), [rows, heads.headCount * headSize]);
}

/**
 * Grouped-query attention of answers: token t of an answer sees its prompt and its own tokens.
 *
 * @param query `[B · G · T, heads * headSize]`; key and value `[B · G · T, kv * headSize]`
 * @param prompt keys and values `[B, kv, L, headSize]`
 * @param grid the symbols of B, G and T
 * @param bias `[B, 1, 1, 1, T, L + T]`
 */
export function answerAttention(
  answer: { readonly query: Value; readonly key: Value; readonly value: Value },
  prompt: { readonly key: Value; readonly value: Value },
  grid: readonly [rows: Dim, group: Dim, length: Dim],
  bias: Value,
  heads: HeadShape,
): Value {
  const [rows, group, length] = grid;
  const { keyValueHeadCount: shared, headSize } = heads;
  const repeat = heads.headCount / shared;
  // The prompt's keys are copied to each answer: they are narrow, unlike the scores.
  const whole = (ofAnswer: Value, ofPrompt: Value): Value => {
    const split = ops.reshape(ofAnswer, [rows, group, length, shared, headSize]);
    const promptLength = ofPrompt.shape[2] as Dim;
    const copies = ops.expand(ops.unsqueeze(ofPrompt, 2), [
      rows,
      shared,
      group,
      promptLength,
      headSize,
    ]);
    return ops.concat([copies, ops.transpose(split, [0, 3, 1, 2, 4])], 3);
  };
  const split = ops.reshape(answer.query, [rows, group, length, shared, repeat, headSize]);
  const query = ops.reshape(ops.transpose(split, [0, 3, 1, 4, 2, 5]), [
    rows,
    shared,
    group,
    multiplyDims(repeat, length),
    headSize,
  ]);
  const product = ops.matMul(query, whole(answer.key, prompt.key), {
    transposeB: true,
    alpha: headSize ** -0.5,
  });
  const seen = product.shape[4] as Dim;
  const scores = ops.add(ops.reshape(product, [rows, shared, group, repeat, length, seen]), bias);
  const weights = ops.reshape(ops.softmax(scores), product.shape);
  const mixed = ops.matMul(weights, whole(answer.value, prompt.value));
  const parts = ops.reshape(mixed, [rows, shared, group, repeat, length, headSize]);
  return ops.reshape(ops.transpose(parts, [0, 2, 4, 1, 3, 5]), [
    multiplyDims(rows, group, length),
    heads.headCount * headSize,
  ]);
}
