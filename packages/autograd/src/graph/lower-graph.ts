import { fillDim } from './dimension.ts';
import { Graph, type GraphNode, type Value } from './graph.ts';

/**
 * Writes what stands in place of a node, into the node's graph: nodes that compute all of its outputs,
 * inserted with `graph.insert`. The inputs are there already.
 */
export type Lowering = (node: GraphNode, graph: Graph) => void;

/** Lowerings by the operator that they replace. */
export type Lowerings = Readonly<Record<string, Lowering>>;

/**
 * The same computation with some operators replaced, as a graph of its own for running; the given one
 * stays as it is. A graph that has none of these operators is returned itself. Gradients that were given
 * by hand are not carried over.
 *
 * @param sizes symbols that stand for these sizes whenever the result runs
 */
export function lowerGraph(graph: Graph, lowerings: Lowerings, sizes: Sizes = {}): Graph {
  if (!hasAny(graph, lowerings)) return graph;
  return lowerWithin(graph, { lowerings, sizes }, (value) => value);
}

type Sizes = Readonly<Record<string, number>>;

function hasAny({ nodes }: Graph, lowerings: Lowerings): boolean {
  return nodes.some(
    ({ op, body }) => Object.hasOwn(lowerings, op) || (body && hasAny(body, lowerings)),
  );
}

/** @param outer what stands for a value of the graph around this one, which is the body of a node there */
function lowerWithin(
  graph: Graph,
  how: { readonly lowerings: Lowerings; readonly sizes: Sizes },
  outer: (value: Value) => Value,
): Graph {
  const { lowerings, sizes } = how;
  const lowered = new Graph(graph.name);
  // All names are taken first, so that those of new nodes cannot clash with them.
  const copies = new Map<Value, Value>();
  const copy = (value: Value): Value => {
    let found = copies.get(value);
    if (!found) {
      const [dtype, shape] = value.isTyped ? [value.dtype, value.shape] : [null, null];
      found = lowered.adopt(value.name, dtype, shape?.map((dim) => fillDim(dim, sizes)) ?? null);
      copies.set(value, found);
    }
    return found;
  };
  for (const value of graph.inputs) lowered.inputs.push(copy(value));
  for (const [name, { value, tensor }] of graph.initializers) {
    lowered.initializers.set(name, { value: copy(value), tensor });
  }
  for (const [name, { value, tensor }] of graph.external) {
    lowered.external.set(name, { value: copy(value), tensor });
  }
  for (const [value, around] of graph.captured) lowered.captured.set(copy(value), outer(around));
  const nodes = graph.nodes.map(({ op, domain, inputs, outputs, attributes, body }) => ({
    op,
    domain,
    attributes,
    inputs: inputs.map((input) => input && copy(input)),
    outputs: outputs.map(copy),
    ...(body ? { body: lowerWithin(body, how, copy) } : {}),
  }));
  for (const node of nodes) {
    if (Object.hasOwn(lowerings, node.op)) lowerings[node.op]!(node, lowered);
    else lowered.insert(node);
  }
  for (const [name, value] of graph.outputs) lowered.outputs.set(name, copy(value));
  return lowered;
}
