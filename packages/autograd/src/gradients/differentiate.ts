import { ShapeError, UsageError } from '@skinr1/core';
import type { GraphNode, Value } from '../graph/graph.ts';
import { formatShape, sameShape } from '../graph/shape.ts';
import type { RuleContext } from './rule.ts';
import { gradientRules } from './rules.ts';

/** The inputs that a node passes gradients to. */
export function gradientInputs(node: GraphNode): readonly (Value | null)[] {
  return node.custom ? node.custom.inputs : node.inputs;
}

/** The gradients a node passes to those of its inputs that need one. */
export function differentiate(
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
