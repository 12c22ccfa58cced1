import { type Dim, multiplyDims, ops, type Value } from '@skinr1/autograd';
import type { TextConfig } from '../config.ts';
import type { AttentionInputs } from '../families/family.ts';
import { causalBias } from './attention.ts';
import type { PromptCache } from './cache-graphs.ts';

/** Added to the scores of rows. */
export interface RowBiases {
  /** `[P, 1, 1, 1, L]`: 0, or a large negative number for padding of the prompts. */
  readonly prompt: Value;
  /** `[repeat · S, tokens before + S]`, see {@link rowBias}; null where S is 1 and all is seen. */
  readonly row: Value | null;
}

/** What a layer attends to. Of the rows' own tokens, it takes keys or values `[P, kv, G, S, headSize]` of new ones. */
export interface RowCache extends PromptCache {
  /** Puts new ones behind all before them. */
  readonly withKey: (newKey: Value) => Value;
  readonly withValue: (newValue: Value) => Value;
}

/**
 * `[repeat · S, older + recent + S]`, for the heads that share keys one below the other: of the row's own tokens, a
 * new one sees all but the new ones behind it.
 *
 * @param columns int32 `[S]`: 0, 1, …
 */
export function rowBias(columns: Value, { headCount, keyValueHeadCount }: TextConfig): Value {
  const steps = columns.shape[0] as Dim;
  const past = ops.expand(columns.graph.constant('float32', 0), [steps, 'older+recent']);
  const ofHead = ops.concat([past, causalBias(columns)], 1);
  const repeat = headCount / keyValueHeadCount;
  const seen = ofHead.shape[1] as Dim;
  const ofHeads = ops.expand(ops.unsqueeze(ofHead, 0), [repeat, steps, seen]);
  return ops.reshape(ofHeads, [multiplyDims(repeat, steps), seen]);
}

/** Sizes that {@link rowAttention} needs beside those of its symbols. */
interface RowShape {
  /** S */
  readonly steps: Dim;
  readonly text: TextConfig;
}

/**
 * Attention of new tokens over their shared prompt and their row's own tokens, `[P · G · S, heads · headSize]`. The
 * rows of a group, and the heads that share keys, fold into one product with the prompt.
 */
export function rowAttention(
  step: AttentionInputs,
  cache: RowCache,
  bias: RowBiases,
  { steps, text }: RowShape,
): Value {
  const { keyValueHeadCount: shared, headSize } = text;
  const repeat = text.headCount / shared;
  const [query, newKey, newValue] = [
    fold(step.query, { steps, shared, repeat, headSize }),
    fold(step.key, { steps, shared, repeat: 1, headSize }),
    fold(step.value, { steps, shared, repeat: 1, headSize }),
  ];
  const key = cache.withKey(newKey);
  const value = cache.withValue(newValue);
  const generated = key.shape[3] as Dim;

  const ofRows = query.shape.slice(0, -1);
  const ofPrompt = ['prompts', shared, 1, multiplyDims('group', repeat, steps)] as const;
  const scale = { transposeB: true, alpha: headSize ** -0.5 } as const;
  const overPrompt = ops.add(
    ops.matMul(ops.reshape(query, [...ofPrompt, headSize]), cache.promptKey, scale),
    bias.prompt,
  );
  const product = ops.matMul(query, key, scale);
  const overRow = bias.row ? ops.add(product, bias.row) : product;
  const scores = ops.concat([ops.reshape(overPrompt, [...ofRows, 'promptLength']), overRow], 4);
  const shares = ops.split(ops.softmax(scores), ['promptLength', generated], 4);
  const [onPrompt, onRow] = shares as [Value, Value];
  const fromPrompt = ops.matMul(
    ops.reshape(onPrompt, [...ofPrompt, 'promptLength']),
    cache.promptValue,
  );
  const mixed = ops.add(ops.reshape(fromPrompt, query.shape), ops.matMul(onRow, value));
  return unfold(mixed, { steps, shared, repeat, headSize });
}

interface Heads {
  readonly steps: Dim;
  /** Heads of keys and values. */
  readonly shared: number;
  /** Heads for each of these. */
  readonly repeat: number;
  readonly headSize: number;
}

/** `[P · G · S, heads · headSize]` as `[P, kv, G, repeat · S, headSize]`. */
function fold(x: Value, { steps, shared, repeat, headSize }: Heads): Value {
  const [prompts, group] = ['prompts', 'group'] as const;
  if (steps === 1) {
    return ops.transpose(
      ops.reshape(x, [prompts, group, shared, repeat, headSize]),
      [0, 2, 1, 3, 4],
    );
  }
  const split = ops.reshape(x, [prompts, group, steps, shared, repeat, headSize]);
  const moved = ops.transpose(split, [0, 3, 1, 4, 2, 5]);
  return ops.reshape(moved, [prompts, shared, group, multiplyDims(repeat, steps), headSize]);
}

/** The way back. */
function unfold(x: Value, { steps, shared, repeat, headSize }: Heads): Value {
  const [prompts, group] = ['prompts', 'group'] as const;
  const rows = [multiplyDims(prompts, group, steps), shared * repeat * headSize] as const;
  if (steps === 1) return ops.reshape(ops.transpose(x, [0, 2, 1, 3, 4]), rows);
  const split = ops.reshape(x, [prompts, shared, group, repeat, steps, headSize]);
  return ops.reshape(ops.transpose(split, [0, 2, 4, 1, 3, 5]), rows);
}
