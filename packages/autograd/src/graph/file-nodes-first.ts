import type { Graph, GraphNode, Value } from './graph.ts';

/**
 * The same nodes in an order in which onnxruntime computes what depends on tensors in files alone (a weight
 * widened to float32) when it is needed, and no earlier.
 *
 * onnxruntime orders nodes anew: it walks back from the outputs and, of a node's inputs, follows the one first whose
 * node stands last in the model. A widened weight that stands just before its product is followed before what the
 * weight is multiplied with, so that of all layers the last is widened first: all are held at once. Standing before
 * everything else, it is followed last, right before its product.
 */
export function fileNodesFirst(nodes: readonly GraphNode[], graph: Graph): readonly GraphNode[] {
  if (graph.external.size === 0) return nodes;
  const stored = [...graph.initializers.values(), ...graph.external.values()];
  const fixed = new Set<Value>(stored.map(({ value }) => value));
  const isFixed = (value: Value | null): boolean => value === null || fixed.has(value);
  const first: GraphNode[] = [];
  const rest: GraphNode[] = [];
  for (const node of nodes) {
    const depends = node.inputs.length === 0 || !node.inputs.every(isFixed);
    (depends ? rest : first).push(node);
    if (!depends) for (const output of node.outputs) fixed.add(output);
  }
  return [...first, ...rest];
}
