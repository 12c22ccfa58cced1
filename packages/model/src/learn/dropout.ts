import { type Dim, type Graph, ops, type Tensor, tensor, type Value } from '@skinr1/autograd';
import { createRandom } from '@skinr1/core';
import type { DropInputs } from '../weights/adapted-weight.ts';

/** Name of the graph input that {@link createDropout} declares: an int32 scalar. */
export const dropoutSeedInput = 'dropoutSeed';

/**
 * Dropout of adapters (Hu et al., 2021): each number that A reads is 0 with the given probability, and
 * 1 / (1 − probability) times itself otherwise, drawn anew for each weight.
 *
 * onnxruntime's own operator draws from a state that cannot be stored. Here a mask is a function of the seed
 * that is fed, the weight, the row and the column, so that a resumed run draws what it would have drawn:
 * with hashed numbers r, r′ of the row and c, c′ of the column, `(r ⊕ c) · (r′ + c′)` modulo 2³², of which
 * the upper bits are evenly spread, is held against the probability.
 */
export function createDropout(graph: Graph, probability: number): DropInputs {
  const seed = graph.input(dropoutSeedInput, 'int32', []);
  const indexes = new Map<string, readonly [Value, Value]>();
  /** Two hashes of the numbers 1 … size, the same wherever they are asked for. */
  const hashes = (axis: string, size: Dim) => {
    const key = `${axis} ${size}`;
    const known = indexes.get(key);
    if (known) return known;
    const first = hashed(graph, seed, size, hashText(`${axis} 1`));
    const second = hashed(graph, seed, size, hashText(`${axis} 2`));
    const made = [first, second] as const;
    indexes.set(key, made);
    return made;
  };
  // As a signed number, a hash is below this with the given probability.
  const limit = Math.round((probability - 0.5) * 2 ** 32);
  return (x, weight) => {
    const width = x.shape.at(-1) as Dim;
    const flat = ops.reshape(x, [-1, width]);
    const [row, otherRow] = hashes('row', flat.shape[0] as Dim);
    const [column, otherColumn] = hashes('column', width);
    const shifted = (values: Value, what: string) =>
      ops.unsqueeze(ops.add(values, hashText(`${weight} ${what}`)), 1);
    const mixed = xor(shifted(row, 'row'), column, flat.shape);
    const hash = ops.mul(mixed, ops.add(shifted(otherRow, 'other row'), otherColumn));
    const scaled = ops.mul(flat, 1 / (1 - probability));
    const kept = ops.where(ops.less(hash, limit), graph.constant('float32', 0), scaled);
    return ops.reshape(kept, x.shape);
  };
}

/** The seed of a micro-batch's masks: what a learner feeds. */
export function dropoutSeed(seed: number | string, update: number, batch: number): Tensor {
  const random = createRandom(seed).fork(`dropout ${update} ${batch}`);
  return tensor('int32', [], [random.integer(2 ** 32) - 2 ** 31]);
}

/** Numbers 1 … size, each hashed with the seed, int32. */
function hashed(graph: Graph, seed: Value, size: Dim, salt: number): Value {
  const ones = ops.expand(graph.constant('int32', [1]), [size]);
  const index = graph.append({
    op: 'CumSum',
    inputs: [ones, graph.constant('int32', 0)],
    outputs: [{ dtype: 'int32', shape: [size] }],
  }).outputs[0] as Value;
  let x = ops.add(ops.mul(index, golden), ops.add(seed, salt));
  for (let round = 0; round < 3; round++) {
    x = xor(x, ops.div(x, 2 ** 16));
    x = ops.mul(x, multiplier);
  }
  return xor(x, ops.div(x, 2 ** 15));
}

/** 2³² / golden ratio, odd, as a signed number. */
const golden = 0x9e3779b1 | 0;

const multiplier = 0x45d9f3b;

function xor(a: Value, b: Value, shape: Value['shape'] = a.shape): Value {
  const outputs = [{ dtype: 'int32' as const, shape }];
  return a.graph.append({ op: 'BitwiseXor', inputs: [a, b], outputs }).outputs[0] as Value;
}

/** A signed 32-bit hash of a text (FNV-1a). */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash | 0;
}
