import { floatAttribute } from '../../graph/attribute.ts';
import { addDims, type Dim, multiplyDims, subtractDims } from '../../graph/dimension.ts';
import type { DType } from '../../graph/dtype.ts';
import type { Graph, GraphNode, Value } from '../../graph/graph.ts';
import {
  type CausalSizes,
  causalSizes,
  concat,
  expand,
  full,
  log,
  mul,
  neg,
  reduceMax,
  reshape,
  sub,
} from '../../ops/index.ts';

/** Added to scores that must not count. Finite, as a difference of two infinities is no number. */
const masked = -1e30;

/** Operands of attention, as both passes of all devices need them. */
export interface CausalParts {
  readonly sizes: CausalSizes;
  readonly scale: number;
  /** `[blocks, batch, groups, heads · length, size]` */
  readonly query: Value;
  readonly key: Value;
  readonly value: Value;
  /** Queries and keys with a number more, of which the product is the key's bias; themselves where there is none. */
  readonly biasedQuery: Value;
  readonly biasedKey: Value;
}

/** Reads the first four inputs of a node of causal attention or of its gradient. */
export function causalParts(node: GraphNode): CausalParts {
  const [query, key, value] = node.inputs as [Value, Value, Value];
  const keyBias = node.inputs[3];
  const sizes = causalSizes(query, key, value);
  // As the runtime reads it: what is divided by it here is multiplied by it there.
  const scale = Math.fround(floatAttribute(node, 'scale', 1));
  const folded = foldHeads(query, sizes);
  const { batch, groups, keys } = sizes;
  if (!keyBias) {
    return { sizes, scale, query: folded, key, value, biasedQuery: folded, biasedKey: key };
  }
  const ofKeys = reshape(mul(keyBias, 1 / scale), [batch, 1, keys, 1]);
  return {
    sizes,
    scale,
    query: folded,
    key,
    value,
    biasedQuery: beside(folded, folded.graph.constant(folded.dtype, 1)),
    biasedKey: beside(key, expand(ofKeys, [batch, groups, keys, 1])),
  };
}

/** `[blocks, batch, groups, heads, length, …]` with heads and length as one axis. */
export function foldHeads(x: Value, { blocks, batch, groups, heads, length }: CausalSizes): Value {
  return reshape(x, [blocks, batch, groups, multiplyDims(heads, length), x.shape[5] ?? 1]);
}

/** x with numbers more behind those of its last axis. */
export function beside(x: Value, more: Value): Value {
  const rows = [...x.shape.slice(0, -1), 1];
  return concat([x, expand(more, rows)], x.rank - 1);
}

/** What both factors of dP − δ = [dO, −δ] · [V, 1]ᵀ are. */
export function gradientFactors(
  node: GraphNode,
  { sizes, value }: CausalParts,
): { readonly byOutput: Value; readonly withDelta: Value; readonly withOne: Value } {
  const [byOutput, delta] = node.inputs.slice(5, 7).map((x) => foldHeads(x as Value, sizes)) as [
    Value,
    Value,
  ];
  return {
    byOutput,
    withDelta: beside(byOutput, neg(delta)),
    withOne: beside(value, value.graph.constant(value.dtype, 1)),
  };
}

/** Both factors of S − log Σ exp S, but for the scale. */
export function shareFactors(
  node: GraphNode,
  { sizes, scale, biasedQuery, biasedKey }: CausalParts,
): { readonly query: Value; readonly key: Value } {
  const normalizer = foldHeads(node.inputs[4] as Value, sizes);
  return {
    query: beside(biasedQuery, mul(normalizer, -1 / scale)),
    key: beside(biasedKey, biasedKey.graph.constant(biasedKey.dtype, 1)),
  };
}

/** `[rows, columns]`: 0 up to the column that is the row's own, which the last row's is the last, and masked behind. */
export function causalMask(graph: Graph, dtype: DType, rows: Dim, columns: Dim): Value {
  return graph.memo(`causal mask ${dtype} ${rows} ${columns}`, () => {
    const offset = addDims(subtractDims(columns, rows), 1);
    const all = full(graph, dtype, [rows, columns], masked);
    const node = graph.append({
      op: 'Trilu',
      inputs: [all, reshape(graph.dimension(offset), [])],
      outputs: [{ dtype, shape: [rows, columns] }],
      attributes: { upper: 1 },
    });
    return node.outputs[0] as Value;
  });
}

/** log Σ exp over the last axis: with x̂ the largest score and p̂ = 1 / Σ exp(x − x̂) its share, x̂ − log p̂. */
export function logSumExp(scores: Value, shares: Value): Value {
  const along = { axes: -1, keepDims: true };
  return sub(reduceMax(scores, along), log(reduceMax(shares, along)));
}

/** Lets values stand under the names of those that are not computed any more. */
export function rename(graph: Graph, values: readonly Value[], as: readonly Value[]): void {
  as.forEach((output, i) => {
    const inputs = [reshape(values[i] as Value, output.shape)];
    graph.insert({ op: 'Identity', domain: '', inputs, outputs: [output], attributes: {} });
  });
}
