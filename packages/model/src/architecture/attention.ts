import { type Dim, ops, type Value } from '@skinr1/autograd';

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
