import { floatAttribute, integerAttribute } from '../../graph/attribute.ts';
import { multiplyDims } from '../../graph/dimension.ts';
import type { Graph, GraphNode, Value } from '../../graph/graph.ts';
import type { Lowering } from '../../graph/lower-graph.ts';
import {
  add,
  attentionShares,
  exp,
  joinHeads,
  matMul,
  mul,
  reduceSum,
  reshape,
  softmax,
  splitHeads,
} from '../../ops/index.ts';
import {
  type CausalParts,
  causalMask,
  causalParts,
  gradientFactors,
  logSumExp,
  rename,
  shareFactors,
} from './causal-parts.ts';

/**
 * Attention as two products and a softmax, for devices whose fused kernel has not been tried with heads of
 * values narrower than those of keys.
 */
export const unfusedAttention: Lowering = (node, graph) => {
  const [output] = node.outputs;
  if (!output) throw new Error(`unreachable: ${node.op} has an output`);
  const headCount = integerAttribute(node, 'num_heads', 1);
  const [query, key, value] = node.inputs
    .slice(0, 3)
    .map((input) => splitHeads(input as Value, headCount)) as [Value, Value, Value];
  const shares = attentionShares(query, key, floatAttribute(node, 'scale', 1));
  rename(graph, [joinHeads(matMul(shares, value))], [output]);
};

/** Causal attention with the scores of all blocks at once, for few of them or where a loop was not tried. */
export const wholeCausalAttention: Lowering = (node, graph) => {
  const parts = causalParts(node);
  const scores = wholeScores(graph, parts, parts.biasedQuery, parts.biasedKey);
  const shares = softmax(scores);
  const mixed = matMul(shares, parts.value);
  rename(graph, [mixed, logSumExp(scores, shares), shares], node.outputs);
};

/** Its gradient, with the shares worked out anew, so that they are not held from the forward pass on. */
export const wholeCausalGradient: Lowering = (node, graph) => {
  const parts = causalParts(node);
  const share = shareFactors(node, parts);
  writeGradient(node, graph, parts, exp(wholeScores(graph, parts, share.query, share.key)));
};

/** Its gradient, with the shares of the forward pass. */
export const keptCausalGradient: Lowering = (node, graph) =>
  writeGradient(node, graph, causalParts(node), node.inputs[7] as Value);

function writeGradient(node: GraphNode, graph: Graph, parts: CausalParts, shares: Value): void {
  const { scale: alpha, sizes } = parts;
  const { byOutput, withDelta, withOne } = gradientFactors(node, parts);
  const byScores = mul(shares, matMul(withDelta, withOne, { transposeB: true }));
  const overBlocks = (x: Value): Value =>
    sizes.blocks === 1 ? reshape(x, x.shape.slice(1)) : reduceSum(x, { axes: 0 });
  const byKey = overBlocks(matMul(byScores, parts.query, { transposeA: true, alpha }));
  const byValue = overBlocks(matMul(shares, byOutput, { transposeA: true }));
  rename(graph, [matMul(byScores, parts.key, { alpha }), byKey, byValue], node.outputs);
}

/** `scale · Q Kᵀ`, masked: `[blocks, batch, groups, heads · length, keys]`. */
function wholeScores(graph: Graph, parts: CausalParts, query: Value, key: Value): Value {
  const { blocks, batch, groups, heads, length, keys } = parts.sizes;
  const scores = matMul(query, key, { transposeB: true, alpha: parts.scale });
  const byHead = reshape(scores, [blocks, batch, groups, heads, length, keys]);
  const mask = causalMask(graph, scores.dtype, multiplyDims(blocks, length), keys);
  const ofBlocks = reshape(mask, [blocks, 1, 1, 1, length, keys]);
  return reshape(add(byHead, ofBlocks), scores.shape);
}
