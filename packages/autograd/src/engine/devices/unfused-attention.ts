import { floatAttribute, integerAttribute } from '../../graph/attribute.ts';
import type { Value } from '../../graph/graph.ts';
import type { Lowering } from '../../graph/lower-graph.ts';
import { attentionShares, joinHeads, matMul, splitHeads } from '../../ops/index.ts';

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
  const mixed = joinHeads(matMul(shares, value));
  graph.insert({ op: 'Identity', domain: '', inputs: [mixed], outputs: [output], attributes: {} });
};
