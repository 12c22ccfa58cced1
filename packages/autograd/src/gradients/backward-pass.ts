import { UsageError } from '@skinr1/core';
import { isFloat } from '../graph/dtype.ts';
import type { Graph, Segment, Value } from '../graph/graph.ts';
import { after } from '../ops/after.ts';
import { add } from '../ops/index.ts';
import { differentiate, gradientInputs } from './differentiate.ts';

/**
 * Reverse-mode differentiation (Griewank & Walther, 2008, ch. 3): walks the nodes backwards, adds up what arrives at
 * each value, and lets the node's rule pass it on.
 */
export class BackwardPass {
  private readonly graph: Graph;
  private readonly wanted: ReadonlySet<Value>;
  private readonly recompute: boolean;
  /** Gradients by values, of those that are wanted or not yet passed on. */
  private readonly arrived = new Map<Value, Value>();
  /** Values that change when one of those wanted changes. */
  private readonly dependent: Set<Value>;

  constructor(graph: Graph, wrt: readonly Value[], recompute: boolean) {
    this.graph = graph;
    this.wanted = new Set(wrt);
    this.dependent = new Set(wrt);
    this.recompute = recompute;
  }

  /** Gradients of a scalar by what is wanted; a value that it does not depend on has none. */
  from(loss: Value): ReadonlyMap<Value, Value> {
    this.arrived.set(loss, this.graph.constant(loss.dtype, 1));
    this.walk(0, this.graph.nodes.length);
    return this.arrived;
  }

  /** Nodes `start` to `end`, from the last to the first. What the rules append is not among them. */
  private walk(start: number, end: number): void {
    const { graph, arrived, dependent, wanted } = this;
    for (const node of graph.nodes.slice(start, end)) {
      if (!gradientInputs(node).some((input) => input && dependent.has(input))) continue;
      for (const output of node.outputs)
        if (output.isTyped && isFloat(output.dtype)) dependent.add(output);
    }
    const segments = this.recompute ? outermost(graph.segments, start, end) : new Map();
    for (let i = end - 1; i >= start; i--) {
      const segment = segments.get(i);
      if (segment) {
        this.walkAgain(segment);
        i = segment.start;
        continue;
      }
      const node = graph.nodes[i]!;
      if (!node.outputs.some((output) => arrived.has(output) && dependent.has(output))) continue;
      for (const [input, gradient] of differentiate(node, arrived, dependent)) {
        this.arrive(input, gradient);
      }
      for (const output of node.outputs) if (!wanted.has(output)) arrived.delete(output);
    }
  }

  private arrive(value: Value, gradient: Value): void {
    const before = this.arrived.get(value);
    this.arrived.set(value, before ? add(before, gradient) : gradient);
  }

  /**
   * Computes a segment anew and differentiates that. It begins when the gradient by its result is there, and what it
   * passes on waits for all its other gradients: otherwise the runtime, which orders nodes as it likes, may compute
   * all segments first, or leave the gradients by their weights until the end, and hold everything as before.
   */
  private walkAgain(segment: Segment): void {
    const { graph, arrived, dependent } = this;
    const { input, output, build } = segment;
    this.refuseEscaped(segment);
    const gradient = arrived.get(output);
    if (!gradient || !dependent.has(output)) return;
    if (!this.wanted.has(output)) arrived.delete(output);
    const before = new Map(arrived);
    const x = after(input, [gradient]);
    if (dependent.has(input)) dependent.add(x);
    const start = graph.nodes.length;
    this.arrived.set(build(x), gradient);
    this.walk(start, graph.nodes.length);
    const passed = arrived.get(x);
    if (!passed) return;
    arrived.delete(x);
    const others = [...arrived].filter(([value, sum]) => before.get(value) !== sum);
    this.arrive(
      input,
      after(
        passed,
        others.map(([, sum]) => sum),
      ),
    );
  }

  /** Throws UsageError for an inner value of a segment that is used outside: its gradient would be lost. */
  private refuseEscaped({ start, end, output }: Segment): void {
    for (const inner of this.graph.nodes.slice(start, end).flatMap((node) => node.outputs)) {
      if (inner === output || !(this.arrived.has(inner) || this.wanted.has(inner))) continue;
      throw new UsageError(`'${inner.name}' is computed inside of a segment and used outside.`, {
        mend: 'Let the segment return what is used outside, or compute that behind it.',
      });
    }
  }
}

/** Segments by their last node; of those inside others, the others. */
function outermost(
  segments: readonly Segment[],
  start: number,
  end: number,
): ReadonlyMap<number, Segment> {
  const chosen = new Map<number, Segment>();
  for (const segment of segments) {
    if (segment.start < start || segment.end > end || segment.start === segment.end) continue;
    // One inside another has ended before it.
    for (const [last, { start: inner }] of chosen) if (inner >= segment.start) chosen.delete(last);
    chosen.set(segment.end - 1, segment);
  }
  return chosen;
}
