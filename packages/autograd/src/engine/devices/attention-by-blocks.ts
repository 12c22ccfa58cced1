import { appendLoop } from '../../graph/append-loop.ts';
import { addDims, type Dim } from '../../graph/dimension.ts';
import type { DType } from '../../graph/dtype.ts';
import { Graph, type Value } from '../../graph/graph.ts';
import type { Lowering } from '../../graph/lower-graph.ts';
import type { Shape } from '../../graph/shape.ts';
import { apply, indexList } from '../../ops/apply.ts';
import {
  add,
  type CausalSizes,
  concat,
  exp,
  full,
  matMul,
  mul,
  reshape,
  softmax,
  sub,
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

/** Causal attention as a loop over blocks of queries, each against the keys that it sees. */
export const causalByBlocks: Lowering = (node, graph) => {
  const parts = causalParts(node);
  const loop = new BlockLoop(graph, parts);
  const scores = loop.scores(parts.biasedQuery, parts.biasedKey);
  const shares = softmax(scores);
  loop.stack('y', matMul(shares, loop.seen(parts.value)));
  loop.stack('normalizer', logSumExp(scores, shares));
  rename(graph, loop.close(), node.outputs.slice(0, 2));
};

/** Its gradient: the shares of each block anew; what keys and values get is added up from block to block. */
export const causalGradientByBlocks: Lowering = (node, graph) => {
  const parts = causalParts(node);
  const { scale: alpha } = parts;
  const share = shareFactors(node, parts);
  const { byOutput, withDelta, withOne } = gradientFactors(node, parts);
  const loop = new BlockLoop(graph, parts);
  const shares = exp(loop.scores(share.query, share.key));
  const byShares = matMul(loop.block(withDelta), loop.seen(withOne), { transposeB: true });
  const byScores = mul(shares, byShares);
  const byKey = matMul(byScores, loop.block(parts.query), { transposeA: true, alpha });
  loop.sum('byKey', byKey, parts.key);
  loop.sum('byValue', matMul(shares, loop.block(byOutput), { transposeA: true }), parts.value);
  loop.stack('byQuery', matMul(byScores, loop.seen(parts.key), { alpha }));
  const [ofKeys, ofValues, ofQueries] = loop.close() as [Value, Value, Value];
  rename(graph, [ofQueries, ofKeys, ofValues], node.outputs);
};

/** Symbol of the number of keys that a block sees. */
const seenKeys = 'seen';

/** Writes a `Loop` that goes over blocks of queries. Its sums are to be stated before what it stacks. */
class BlockLoop {
  private readonly graph: Graph;
  private readonly sizes: CausalSizes;
  private readonly scale: number;
  private readonly body = new Graph('blocks');
  private readonly index: Value;
  /** int64 `[1]`: keys that the block sees, and those behind. */
  private readonly end: Value;
  private readonly left: Value;
  private readonly sums: Value[] = [];
  private readonly results: { readonly dtype: DType; readonly shape: Shape }[] = [];

  constructor(graph: Graph, { sizes, scale }: CausalParts) {
    this.graph = graph;
    this.sizes = sizes;
    this.scale = scale;
    const { body } = this;
    this.index = body.input('index', 'int64', []);
    body.output('again', body.input('before', 'bool', []));
    const size = (dim: Dim) => body.capture(graph.dimension(dim));
    const before = mul(reshape(this.index, [1]), size(sizes.length));
    this.end = add(before, size(addDims(sizes.prefix, sizes.length)));
    this.left = sub(size(sizes.keys), this.end);
  }

  /** The block's part of `[blocks, …]`. */
  block(blocks: Value): Value {
    const inputs = [this.body.capture(blocks), this.index];
    return apply('Gather', inputs, { shape: blocks.shape.slice(1), attributes: { axis: 0 } });
  }

  /** What the block sees of `[batch, groups, keys, …]`. */
  seen(x: Value): Value {
    const { body, end } = this;
    const shape = [...x.shape.slice(0, 2), seenKeys, ...x.shape.slice(3)];
    const inputs = [body.capture(x), indexList(body, [0]), end, indexList(body, [2])];
    return apply('Slice', inputs, { shape });
  }

  /** `scale · Q Kᵀ` of the block, masked: `[batch, groups, heads · length, seen]`. */
  scores(query: Value, key: Value): Value {
    const { batch, groups, heads, length } = this.sizes;
    const options = { transposeB: true, alpha: this.scale };
    const scores = matMul(this.block(query), this.seen(key), options);
    const byHead = this.reshapeToKeys(scores, [0, 0, heads, -1], [batch, groups, heads, length]);
    const masked = add(byHead, this.mask(scores.dtype));
    return this.reshapeToKeys(masked, [0, 0, -1], scores.shape.slice(0, 3));
  }

  /** `[length, seen]`: the last columns of a mask over all keys. */
  private mask(dtype: DType): Value {
    const { body, graph, left } = this;
    const { length, keys } = this.sizes;
    const whole = body.capture(causalMask(graph, dtype, length, keys));
    const ends = body.capture(graph.dimension(keys));
    const shape = [length, seenKeys];
    return apply('Slice', [whole, left, ends, indexList(body, [1])], { shape });
  }

  /** x with other axes before its last, that of the keys. */
  private reshapeToKeys(x: Value, target: readonly number[], shape: Shape): Value {
    const whole = concat([indexList(this.body, target), this.end], 0);
    return apply('Reshape', [x, whole], { shape: [...shape, seenKeys] });
  }

  /** Adds up over the blocks what is found for the keys that each sees, to a result with a row for every key. */
  sum(name: string, ofSeen: Value, { dtype, shape }: Value): void {
    const { body, left } = this;
    const pads = concat([indexList(body, [0]), left], 0);
    const zero = body.constant(dtype, 0);
    const whole = apply('Pad', [ofSeen, pads, zero, indexList(body, [2])], { shape });
    body.output(name, add(body.input(`${name} before`, dtype, shape), whole));
    this.sums.push(full(this.graph, dtype, shape, 0));
    this.results.push({ dtype, shape });
  }

  /** A result of each block, given back as `[blocks, …]`. */
  stack(name: string, value: Value): void {
    const { dtype, shape } = value;
    this.body.output(name, value);
    this.results.push({ dtype, shape: [this.sizes.blocks, ...shape] });
  }

  /** Writes the loop; returns the sums, then what was stacked. */
  close(): readonly Value[] {
    const { graph, body } = this;
    const trips = reshape(graph.dimension(this.sizes.blocks), []);
    return appendLoop(graph, { body, trips, states: this.sums, results: this.results });
  }
}
