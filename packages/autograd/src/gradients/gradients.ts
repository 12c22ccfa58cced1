import { ShapeError, UsageError } from '@skinr1/core';
import { isFloat } from '../graph/dtype.ts';
import type { Graph, GraphNode, Value } from '../graph/graph.ts';
import { formatShape, sameShape } from '../graph/shape.ts';
import { add, full } from '../ops/index.ts';
import type { RuleContext } from './rule.ts';
import { gradientRules } from './rules.ts';

/**
 * Appends the backward pass: the gradient of a scalar by each of the values, as values of the same
 * graph. Only nodes between `wrt` and the loss are differentiated; a value that the loss does not depend
 * on gets zeros.
 *
 * Reverse-mode differentiation (Griewank & Walther, 2008, ch. 3): walk the nodes backwards, add up what
 * arrives at each value, and let the node's rule pass it on.
 *
 * @throws ShapeError if the loss is not a floating-point scalar
 * @throws UsageError for an operator without a gradient rule on the way
 */
export function gradients(loss: Value, wrt: readonly Value[]): Value[] {
  const { graph } = loss;
  for (const value of wrt) graph.checkOwned(value);
  if (loss.rank !== 0 || !isFloat(loss.dtype)) {
    throw new ShapeError(`gradients: the loss must be a floating-point scalar, got ${loss}.`, {
      mend: 'Reduce it with reduceSum or reduceMean.',
    });
  }
  // The backward pass appends to the list being walked.
  const nodes = [...graph.nodes];
  const dependent = findDependent(nodes, wrt);
  const arrived = new Map<Value, Value>([[loss, graph.constant(loss.dtype, 1)]]);
  const wanted = new Set(wrt);
  for (const node of nodes.reverse()) {
    if (!node.outputs.some((output) => arrived.has(output) && dependent.has(output))) continue;
    for (const [input, gradient] of differentiate(node, arrived, dependent)) {
      const before = arrived.get(input);
      arrived.set(input, before ? add(before, gradient) : gradient);
    }
    for (const output of node.outputs) if (!wanted.has(output)) arrived.delete(output);
  }
  return wrt.map((value) => arrived.get(value) ?? zerosOf(graph, value));
}

function gradientInputs(node: GraphNode): readonly (Value | null)[] {
  return node.custom ? node.custom.inputs : node.inputs;
}

/** Values that change when one of `wrt` changes. */
function findDependent(nodes: readonly GraphNode[], wrt: readonly Value[]): Set<Value> {
  const dependent = new Set(wrt);
  for (const node of nodes) {
    if (!gradientInputs(node).some((input) => input && dependent.has(input))) continue;
    for (const output of node.outputs)
      if (output.isTyped && isFloat(output.dtype)) dependent.add(output);
  }
  return dependent;
}

/** The gradients a node passes to those of its inputs that need one. */
function differentiate(
  node: GraphNode,
  arrived: ReadonlyMap<Value, Value>,
  dependent: ReadonlySet<Value>,
): [Value, Value][] {
  const inputs = gradientInputs(node);
  const results = node.custom
    ? node.custom.backward(arrived.get(node.outputs[0]!)!)
    : applyRule(node, arrived, dependent);
  const passed: [Value, Value][] = [];
  inputs.forEach((input, i) => {
    const gradient = results[i];
    if (!input || !gradient || !dependent.has(input)) return;
    if (!sameShape(gradient.shape, input.shape)) {
      throw new ShapeError(
        `gradient of ${node.op}: got ${formatShape(gradient.shape)} for input ${i}, ${input}.`,
      );
    }
    passed.push([input, gradient]);
  });
  return passed;
}

function applyRule(
  node: GraphNode,
  arrived: ReadonlyMap<Value, Value>,
  dependent: ReadonlySet<Value>,
): readonly (Value | null)[] {
  const rule = Object.hasOwn(gradientRules, node.op)
    ? gradientRules[node.op as keyof typeof gradientRules]
    : undefined;
  if (!rule) {
    throw new UsageError(`operator '${node.op}' has no gradient rule.`, {
      mend: 'Wrap its result in customGradient or stopGradient.',
    });
  }
  const outputGradients = node.outputs.map((output) => arrived.get(output));
  const first = outputGradients.find((gradient) => gradient !== undefined)!;
  const context: RuleContext = {
    node,
    x: node.inputs as readonly Value[],
    y: node.outputs,
    dy: outputGradients[0] ?? first,
    outputGradients,
    needs: (i) => {
      const input = node.inputs[i];
      return input != null && dependent.has(input);
    },
  };
  return rule(context);
}

function zerosOf(graph: Graph, value: Value): Value {
  return full(graph, value.dtype, value.shape, 0);
}
