import { ShapeError } from '@skinr1/core';
import type { OpName } from '../ops/op-name.ts';
import { type DType, isFloat } from './dtype.ts';
import type { Graph } from './graph.ts';
import { formatShape, type Shape } from './shape.ts';
import type { Tensor } from './tensor.ts';

/** What a node's attribute may hold. A whole `number` is an ONNX INT; use {@link float} for a FLOAT. */
export type Attribute =
  | number
  | string
  | readonly number[]
  | { readonly float: number }
  | { readonly floats: readonly number[] }
  | { readonly tensor: Tensor };

/** Marks an attribute as FLOAT even if the number is whole. */
export function float(value: number): { readonly float: number } {
  return { float: value };
}

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
}

/** See `customGradient`. */
export interface CustomGradient {
  readonly inputs: readonly Value[];
  readonly backward: (outputGradient: Value) => readonly (Value | null)[];
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

/** Throws ShapeError unless the value is of a floating-point type. */
export function requireFloat(operation: string, value: Value): void {
  if (isFloat(value.dtype)) return;
  throw new ShapeError(`${operation}: '${value.name}' is ${value.dtype}, not floating point.`, {
    mend: "Convert it with cast(x, 'float32').",
  });
}
