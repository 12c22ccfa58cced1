import { UsageError } from '@skinr1/core';
import type { Graph, Value } from './graph.ts';

/**
 * Writes a graph's nodes into another one, with values of that one in place of its inputs. Stored tensors keep their
 * names. Symbols in shapes of the source mean what the given values have there; gradients that were given by hand are
 * not carried over.
 *
 * @param inputs by the source's names
 * @returns the source's outputs by name, as values of the target
 * @throws UsageError for an input that is not given
 */
export function inlineGraph(
  target: Graph,
  source: Graph,
  inputs: Readonly<Record<string, Value>>,
): Record<string, Value> {
  const copies = new Map<Value, Value>();
  for (const value of source.inputs) {
    const given = inputs[value.name];
    if (!given) throw new UsageError(`input '${value.name}' of '${source.name}' is missing.`);
    target.checkOwned(given);
    copies.set(value, given);
  }
  for (const [name, { value, tensor }] of source.initializers) {
    const isConstant = /^constant_\d+$/.test(name);
    copies.set(value, target.initializer(isConstant ? target.freshName('constant') : name, tensor));
  }
  for (const [name, { value, tensor }] of source.external) {
    copies.set(value, target.fileInitializer(name, tensor));
  }
  for (const { op, domain, inputs: operands, outputs, attributes } of source.nodes) {
    const results = outputs.map((value) => {
      const [dtype, shape] = value.isTyped ? [value.dtype, value.shape] : [null, null];
      const copy = target.adopt(target.freshName(op), dtype, shape);
      copies.set(value, copy);
      return copy;
    });
    const given = operands.map((value) => value && (copies.get(value) as Value));
    target.insert({ op, domain, inputs: given, outputs: results, attributes });
  }
  return Object.fromEntries(
    [...source.outputs].map(([name, value]) => [name, copies.get(value) as Value]),
  );
}
