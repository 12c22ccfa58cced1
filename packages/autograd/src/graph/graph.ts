import { ShapeError, UsageError } from '@skinr1/core';
import type { OpName } from '../ops/op-name.ts';
import type { Attribute } from './attribute.ts';
import { canonicalDim, type Dim, dimTerms, sameDim } from './dimension.ts';
import type { DType } from './dtype.ts';
import type { FileTensor } from './file-tensor.ts';
import { formatShape, type Shape } from './shape.ts';
import { sizeOf, type Tensor, tensor } from './tensor.ts';
import { ValueNames } from './value-names.ts';

/** One operator call. `op` of a node made here is an {@link OpName}; one read from a file may be any. */
export interface GraphNode {
  readonly op: OpName | (string & {});
  /** '' for the standard operators, 'com.microsoft' for onnxruntime's own. */
  readonly domain: string;
  /** null is an optional input left out. */
  readonly inputs: readonly (Value | null)[];
  readonly outputs: readonly Value[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** Gradient supplied by the caller of `customGradient`, used instead of the operator's rule. */
  readonly custom?: CustomGradient;
  /** What a `Loop` runs: attribute `body`. See `appendLoop`; it has no gradient. */
  readonly body?: Graph;
}

/** See `customGradient`. */
export interface CustomGradient {
  readonly inputs: readonly Value[];
  readonly backward: (outputGradient: Value) => readonly (Value | null)[];
}

/** See `segment`. */
export interface Segment {
  readonly input: Value;
  readonly output: Value;
  /** Its nodes, from `start` up to but not including `end`, among those of the graph. */
  readonly start: number;
  readonly end: number;
  readonly build: (input: Value) => Value;
}

/** A tensor in a graph: its element type and shape are known while the graph is built. */
export class Value {
  readonly graph: Graph;
  readonly name: string;
  private readonly knownDtype: DType | null;
  private readonly knownShape: Shape | null;

  /** Made by {@link Graph}, not by hand. */
  constructor(graph: Graph, name: string, dtype: DType | null, shape: Shape | null) {
    this.graph = graph;
    this.name = name;
    this.knownDtype = dtype;
    this.knownShape = shape;
  }

  /** Throws ShapeError for a value of a model file that does not state it. */
  get dtype(): DType {
    return this.knownDtype ?? this.unknown('type');
  }

  /** Throws ShapeError for a value of a model file that does not state it. */
  get shape(): Shape {
    return this.knownShape ?? this.unknown('shape');
  }

  /** False for an inner value of a model file that states no type for it. */
  get isTyped(): boolean {
    return this.knownDtype !== null && this.knownShape !== null;
  }

  get rank(): number {
    return this.shape.length;
  }

  toString(): string {
    return `${this.name}: ${this.knownDtype ?? '?'}${this.knownShape ? formatShape(this.knownShape) : '[?]'}`;
  }

  private unknown(what: string): never {
    throw new ShapeError(`the model file does not state the ${what} of '${this.name}'.`, {
      mend: "Run ONNX's shape inference on the file first.",
    });
  }
}

interface NodeSpec extends Pick<GraphNode, 'op' | 'inputs' | 'custom'> {
  readonly domain?: string;
  readonly outputs: readonly {
    readonly dtype: DType;
    readonly shape: Shape;
    readonly name?: string;
  }[];
  readonly attributes?: GraphNode['attributes'];
}

/**
 * A computation under construction. Nodes are only ever appended, so their order is a valid order of
 * execution. Values belong to one graph.
 */
export class Graph {
  readonly name: string;
  readonly inputs: Value[] = [];
  readonly nodes: GraphNode[] = [];
  readonly outputs: Map<string, Value> = new Map();
  /** Parts that the backward pass can compute a second time, in the order in which they ended. */
  readonly segments: Segment[] = [];
  readonly initializers: Map<string, { readonly value: Value; readonly tensor: Tensor }> =
    new Map();
  /** Stored tensors that lie in files; the runtime maps them instead of copying them. */
  readonly external: Map<string, { readonly value: Value; readonly tensor: FileTensor }> =
    new Map();
  /** Of a node's body: values of the graph around it, by the values that stand for them here. */
  readonly captured: Map<Value, Value> = new Map();
  private readonly producers = new Map<Value, GraphNode>();
  private readonly names = new ValueNames();
  private readonly cache = new Map<string, Value>();

  constructor(name = 'graph') {
    this.name = name;
  }

  /** A tensor fed at every run. Symbolic sizes in its shape may be used by any later `reshape` or `expand`. */
  input(name: string, dtype: DType, shape: Shape): Value {
    const value = this.value(name, dtype, shape);
    this.inputs.push(value);
    return value;
  }

  /** A tensor stored in the model itself. */
  initializer(name: string, content: Tensor): Value {
    const value = this.value(name, content.dtype, content.dims);
    this.initializers.set(name, { value, tensor: content });
    return value;
  }

  /** A stored tensor that stays in its file. */
  fileInitializer(name: string, content: FileTensor): Value {
    const value = this.value(name, content.dtype, content.dims);
    this.external.set(name, { value, tensor: content });
    return value;
  }

  /** A value of the graph around this one, which is the body of a node there. */
  capture(outer: Value): Value {
    const value = this.value(this.freshName('captured'), outer.dtype, outer.shape);
    this.captured.set(value, outer);
    return value;
  }

  /** Declares a value as a result of the graph. Throws UsageError if the name is taken. */
  output(name: string, value: Value): Value {
    this.checkOwned(value);
    if (this.outputs.has(name)) throw new UsageError(`the graph has an output '${name}' already.`);
    this.outputs.set(name, value);
    return value;
  }

  /** Appends an operator. For ops and gradient rules; users call the functions of `ops/`. */
  append(spec: NodeSpec): GraphNode {
    for (const input of spec.inputs) if (input) this.checkOwned(input);
    const outputs = spec.outputs.map(({ dtype, shape, name }) =>
      this.value(name ?? this.freshName(spec.op), dtype, shape),
    );
    const node: GraphNode = {
      op: spec.op,
      domain: spec.domain ?? '',
      inputs: spec.inputs,
      outputs,
      attributes: spec.attributes ?? {},
      ...(spec.custom ? { custom: spec.custom } : {}),
    };
    this.insert(node);
    return node;
  }

  /** Appends a node whose output values exist already. */
  insert(node: GraphNode): void {
    this.nodes.push(node);
    for (const output of node.outputs) this.producers.set(output, node);
  }

  /** The node that computes a value; undefined for inputs and initializers. */
  producer(value: Value): GraphNode | undefined {
    return this.producers.get(value);
  }

  /** A value computed once per graph and key, for shapes and constants. */
  memo(key: string, make: () => Value): Value {
    const value = this.cache.get(key) ?? make();
    this.cache.set(key, value);
    return value;
  }

  /** A scalar or small list as a stored tensor, shared between equal uses. */
  constant(dtype: DType, numbers: number | readonly number[], dims?: readonly number[]): Value {
    const list = typeof numbers === 'number' ? [numbers] : numbers;
    const shape = dims ?? (typeof numbers === 'number' ? [] : [list.length]);
    const filled = list.length === 1 ? new Array<number>(sizeOf(shape)).fill(list[0]!) : list;
    const spelled = list.map((value) => (Object.is(value, -0) ? '-0' : value));
    return this.memo(`constant ${dtype} ${shape.join(',')} ${spelled}`, () =>
      this.initializer(this.freshName('constant'), tensor(dtype, shape, filled)),
    );
  }

  /** Nodes that lead to an output, in order. */
  get liveNodes(): readonly GraphNode[] {
    const needed = new Set<Value>(this.outputs.values());
    const live: GraphNode[] = [];
    for (const node of this.nodes.toReversed()) {
      if (!node.outputs.some((output) => needed.has(output))) continue;
      live.push(node);
      for (const input of valuesReadBy(node)) needed.add(input);
    }
    return live.reverse();
  }

  /** Names a size that the graph works out itself, int64 `[1]`: shapes can have it though no input does. */
  defineSymbol(name: string, size: Value): void {
    this.memo(`symbol ${name}`, () => size);
  }

  /** The run-time value of one size, int64 `[1]`. */
  dimension(dim: Dim): Value {
    const size = canonicalDim(dim);
    if (typeof size === 'number') return this.constant('int64', [size]);
    return this.memo(`dimension ${size}`, () => {
      let sum: Value | null = null;
      for (const { coefficient, names } of dimTerms(size)) {
        let term: Value | null = coefficient === 1 ? null : this.constant('int64', [coefficient]);
        for (const name of names) term = this.fold('Mul', term, this.symbol(name));
        sum = this.fold('Add', sum, term ?? this.constant('int64', [1]));
      }
      return sum!;
    });
  }

  /** The run-time value of a shape, int64 `[rank]`. */
  runtimeShape(shape: Shape): Value {
    const sizes = shape.map(canonicalDim);
    if (sizes.every((dim) => typeof dim === 'number')) return this.constant('int64', sizes);
    return this.memo(`shape ${sizes.join(',')}`, () => {
      if (sizes.length === 1) return this.dimension(sizes[0]!);
      const parts = sizes.map((dim) => this.dimension(dim));
      const output = { dtype: 'int64' as const, shape: [sizes.length] };
      const attributes = { axis: 0 };
      return this.append({ op: 'Concat', inputs: parts, outputs: [output], attributes })
        .outputs[0]!;
    });
  }

  /** Throws UsageError for a value of another graph. */
  checkOwned(value: Value): void {
    if (value.graph === this) return;
    throw new UsageError(`'${value.name}' belongs to another graph ('${value.graph.name}').`, {
      mend: 'Build all operands of an operation in one graph.',
    });
  }

  /** A name not used yet. */
  freshName(stem: string): string {
    return this.names.fresh(stem);
  }

  /** Registers a value read from a file. */
  adopt(name: string, dtype: DType | null, shape: Shape | null): Value {
    return this.value(name, dtype, shape);
  }

  private value(name: string, dtype: DType | null, shape: Shape | null): Value {
    this.names.take(name);
    return new Value(this, name, dtype, shape?.map(canonicalDim) ?? null);
  }

  private fold(op: 'Mul' | 'Add', left: Value | null, right: Value): Value {
    if (!left) return right;
    const outputs = [{ dtype: 'int64' as const, shape: [1] }];
    return this.append({ op, inputs: [left, right], outputs }).outputs[0]!;
  }

  private symbol(name: string): Value {
    return this.memo(`symbol ${name}`, () => {
      for (const input of this.inputs) {
        const axis = input.isTyped ? input.shape.findIndex((dim) => sameDim(dim, name)) : -1;
        if (axis < 0) continue;
        const attributes = { start: axis, end: axis + 1 };
        const outputs = [{ dtype: 'int64' as const, shape: [1] }];
        return this.append({ op: 'Shape', inputs: [input], outputs, attributes }).outputs[0]!;
      }
      throw new ShapeError(`no graph input has an axis of size '${name}'.`, {
        mend: 'Declare a graph input with that symbol in its shape before using it.',
      });
    });
  }
}

/** Inputs of a node, and what its body reads of the graph that it stands in. */
export function valuesReadBy({ inputs, body }: GraphNode): readonly Value[] {
  return [...inputs.filter((input) => input !== null), ...(body?.captured.values() ?? [])];
}
