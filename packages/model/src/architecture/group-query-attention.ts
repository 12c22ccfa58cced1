import type { Dim, Value } from '@skinr1/autograd';
import type { TextConfig } from '../config.ts';

/** What {@link groupQueryAttention} reads: B sequences of S new tokens, behind L tokens each, T = L + S in all. */
interface GroupQueryInputs {
  /** `[B, S, heads · headSize]` */
  readonly query: Value;
  /** `[B, S, kv · headSize]` */
  readonly key: Value;
  readonly value: Value;
  /** `[B, kv, L, headSize]` */
  readonly pastKey: Value;
  readonly pastValue: Value;
  /** int32 `[B]`: all tokens of each sequence, less 1. */
  readonly lastPlaces: Value;
  /** int32 scalar: T */
  readonly total: Value;
  /** `[B, 1, S, T]`, added to scores. @defaultValue none: tokens see those before them alone */
  readonly bias?: Value;
}

/** What it gives. */
interface GroupQueryOutputs {
  /** `[B, S, heads · headSize]` */
  readonly mixed: Value;
  /** `[B, kv, T, headSize]` */
  readonly key: Value;
  readonly value: Value;
}

/**
 * onnxruntime's causal attention with a cache, `GroupQueryAttention`: it puts new keys and values behind the old, and
 * goes over keys in blocks. Scores are divided by √headSize.
 *
 * @param length the dimension T
 */
export function groupQueryAttention(
  { query, key, value, pastKey, pastValue, lastPlaces, total, bias }: GroupQueryInputs,
  { headCount, keyValueHeadCount, headSize }: TextConfig,
  length: Dim,
): GroupQueryOutputs {
  const batch = query.shape[0] as Dim;
  const grown = { dtype: key.dtype, shape: [batch, keyValueHeadCount, length, headSize] };
  const [mixed, allKeys, allValues] = query.graph.append({
    op: 'GroupQueryAttention',
    domain: 'com.microsoft',
    inputs: [
      ...[query, key, value, pastKey, pastValue, lastPlaces, total],
      ...(bias ? [null, null, null, bias] : []),
    ],
    outputs: [{ dtype: query.dtype, shape: query.shape }, grown, grown],
    attributes: { num_heads: headCount, kv_num_heads: keyValueHeadCount },
  }).outputs as [Value, Value, Value];
  return { mixed, key: allKeys, value: allValues };
}
