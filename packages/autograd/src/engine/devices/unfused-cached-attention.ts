import { integerAttribute } from '../../graph/attribute.ts';
import { type Dim, multiplyDims } from '../../graph/dimension.ts';
import type { Value } from '../../graph/graph.ts';
import type { Lowering } from '../../graph/lower-graph.ts';
import { add, concat, matMul, reshape, softmax, splitHeads, transpose } from '../../ops/index.ts';
import { causalMask, rename } from './causal-parts.ts';

/**
 * Causal attention of new tokens behind a cache, with products and a softmax. Every sequence is as long as its columns:
 * what says how many of them count is not looked at.
 */
export const unfusedCachedAttention: Lowering = (node, graph) => {
  const [query, key, value, pastKey, pastValue] = node.inputs as [
    Value,
    Value,
    Value,
    Value,
    Value,
  ];
  const headCount = integerAttribute(node, 'num_heads', 1);
  const shared = integerAttribute(node, 'kv_num_heads', 1);
  const [batch, steps, width] = query.shape as [Dim, Dim, number];
  const [repeat, size] = [headCount / shared, width / headCount];
  const keys = concat([pastKey, splitHeads(key, shared)], 2);
  const values = concat([pastValue, splitHeads(value, shared)], 2);
  const length = keys.shape[2] as Dim;
  const heads = transpose(reshape(query, [batch, steps, shared, repeat, size]), [0, 2, 3, 1, 4]);
  const rows = [batch, shared, multiplyDims(repeat, steps)] as const;
  const scores = matMul(reshape(heads, [...rows, size]), keys, {
    transposeB: true,
    alpha: size ** -0.5,
  });
  const bias = causalMask(graph, scores.dtype, steps, length);
  const whole = reshape(scores, [batch, shared, repeat, steps, length]);
  const shares = reshape(softmax(add(whole, bias)), [...rows, length]);
  const mixed = reshape(matMul(shares, values), [batch, shared, repeat, steps, size]);
  const joined = reshape(transpose(mixed, [0, 3, 1, 2, 4]), [batch, steps, width]);
  rename(graph, [joined, keys, values], node.outputs);
};
