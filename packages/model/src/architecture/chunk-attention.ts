import { type Dim, ops, type Value } from '@skinr1/autograd';
import type { TextConfig } from '../config.ts';
import type { AttentionInputs } from '../families/family.ts';
import type { PromptCache } from './cache-graphs.ts';
import { groupQueryAttention } from './group-query-attention.ts';

/** What a layer gives over a chunk: its attention `[P · S, heads · headSize]`, and all keys and values so far. */
interface AttendedChunk {
  readonly mixed: Value;
  /** `[P, kv, L + S, headSize]` */
  readonly key: Value;
  readonly value: Value;
}

/**
 * Attention of S new tokens of each prompt over L tokens before them and, causally, over each other, in
 * {@link groupQueryAttention}: on the processor it never holds all scores. It takes L > 0 of one prompt alone, unless
 * S is 1. Padding stands behind a prompt's tokens, which do not see it. It has no gradient.
 */
export function chunkAttention(
  { query, key, value }: AttentionInputs,
  { promptKey, promptValue }: PromptCache,
  config: TextConfig,
  steps: Dim = 'steps',
): AttendedChunk {
  const { headCount, keyValueHeadCount: shared, headSize } = config;
  const { graph } = query;
  const prompts = promptKey.shape[0] as Dim;
  const length = `promptLength+${steps}`;
  const sizes = graph.memo('chunk lengths', () => {
    const last = ops.cast(graph.dimension(`${length}-1`), 'int32');
    return ops.expand(last, [prompts]);
  });
  const whole = graph.memo('chunk length', () =>
    ops.reshape(ops.cast(graph.dimension(length), 'int32'), []),
  );
  const rows = (x: Value, heads: number): Value =>
    ops.reshape(x, [prompts, steps, heads * headSize]);
  const before = (x: Value): Value => ops.reshape(x, [prompts, shared, 'promptLength', headSize]);
  const attended = groupQueryAttention(
    {
      query: rows(query, headCount),
      key: rows(key, shared),
      value: rows(value, shared),
      pastKey: before(promptKey),
      pastValue: before(promptValue),
      lastPlaces: sizes,
      total: whole,
    },
    config,
    length,
  );
  return { ...attended, mixed: ops.reshape(attended.mixed, query.shape) };
}
