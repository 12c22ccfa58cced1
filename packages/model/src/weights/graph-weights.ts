import type { DType, FileTensor, Graph, Tensor, Value } from '@skinr1/autograd';
import { InvalidInputError } from '@skinr1/core';
import type { ParameterSpec } from '../architecture/parameters.ts';
import { adaptedWeight, type DropInputs } from './adapted-weight.ts';
import { blockedWeight, cutRows } from './blocked-weight.ts';
import { denseWeight, widen } from './dense-weight.ts';
import { isAdapterPart, partNames, pieceName } from './part-names.ts';
import { blockSize, type QuantizedBits } from './quantize.ts';
import { quantizedWeight } from './quantized-weight.ts';
import type { Weight } from './weight.ts';

/** Parts of weights as values of a graph, by name. */
export type PartValues = Readonly<Record<string, Value>>;

/**
 * What a graph must know of a stored part: a tensor is written into it, one in a file is pointed at, anything
 * else is fed.
 */
export type PartFacts =
  | Tensor
  | FileTensor
  | { readonly dtype: DType; readonly dims: readonly number[] };

/** The weights of a model in a graph, by Hugging Face name. A layer asks here, and for nothing else. */
export class GraphWeights {
  private readonly specs: ReadonlyMap<string, ParameterSpec>;
  private readonly parts: PartValues;
  private readonly dropInputs: DropInputs | undefined;

  /** @param dropInputs drops inputs of adapters, in training graphs */
  constructor(specs: readonly ParameterSpec[], parts: PartValues, dropInputs?: DropInputs) {
    this.specs = new Map(specs.map((spec) => [spec.name, spec]));
    this.parts = parts;
    this.dropInputs = dropInputs;
  }

  /** A matrix, whatever it is stored as. Throws InvalidInputError when the weights lack it. */
  matrix(name: string): Weight {
    const dense = this.parts[name];
    const base = dense ? this.dense(name, dense) : this.quantized(name);
    const a = this.parts[partNames.adapterA(name)];
    const b = this.parts[partNames.adapterB(name)];
    const scale = this.parts[partNames.adapterScale(name)];
    if (!a || !b || !scale) return base;
    const { dropInputs } = this;
    return adaptedWeight(base, { a, b, scale }, (x) => dropInputs?.(x, name) ?? x);
  }

  /** A bias or a norm's factors, float32. Throws InvalidInputError when the weights lack it. */
  vector(name: string): Value {
    return widen(this.parts[name] ?? lacking(name));
  }

  has(name: string): boolean {
    return this.parts[name] !== undefined;
  }

  private dense(name: string, whole: Value): Weight {
    const pieces: Value[] = [];
    for (let piece: Value | undefined; ; pieces.push(piece)) {
      piece = this.parts[pieceName(name, pieces.length)];
      if (!piece) break;
    }
    return pieces.length > 0 ? blockedWeight(whole, pieces) : denseWeight(whole);
  }

  private quantized(name: string): Weight {
    const part = (partName: string): Value => this.parts[partName] ?? lacking(name);
    const values = part(partNames.values(name));
    const [outputs = 0, inputs = 0] = this.specs.get(name)?.shape ?? [];
    const bits = (((values.shape[2] as number) * 8) / blockSize) as QuantizedBits;
    const scales = part(partNames.scales(name));
    const zeroPoints = part(partNames.zeroPoints(name));
    return quantizedWeight({ values, scales, zeroPoints }, { bits, outputs, inputs });
  }
}

function lacking(name: string): never {
  throw new InvalidInputError(`the weights have no '${name}'.`, {
    mend: 'Load a complete checkpoint of this model.',
  });
}

/**
 * Puts parts into a graph: as inputs of their names, tensors of this thread as stored values. The rank of
 * each adapter is a symbol, so that any can be fed; 0 switches it off.
 */
export function declareParts(
  graph: Graph,
  parts: Readonly<Record<string, PartFacts>>,
): Record<string, Value> {
  const values: Record<string, Value> = {};
  for (const [name, part] of Object.entries(parts)) {
    if ('data' in part) values[name] = graph.initializer(name, part);
    else if ('path' in part) Object.assign(values, declareFilePart(graph, name, part));
    else values[name] = graph.input(name, part.dtype, shapeOf(name, part.dims));
  }
  return values;
}

/** The part itself and, of one that is wide only in pieces, those. */
function declareFilePart(graph: Graph, name: string, part: FileTensor): Record<string, Value> {
  const values = { [name]: graph.fileInitializer(name, part) };
  const pieces = cutRows(part);
  if (pieces.length === 1) return values;
  pieces.forEach((piece, i) => {
    const key = pieceName(name, i);
    values[key] = graph.fileInitializer(key, piece);
  });
  return values;
}

function shapeOf(name: string, dims: readonly number[]): readonly (string | number)[] {
  if (!isAdapterPart(name)) return dims;
  const isA = name.endsWith('.lora_A.weight');
  const rank = `rank.${name.slice(0, -'.lora_A.weight'.length).replace(/[^\w.]/g, '_')}`;
  return isA ? [rank, dims[1] ?? 0] : [dims[0] ?? 0, rank];
}

/** The parts that the given weights are made of. */
export function partsOf<Part>(
  parts: Readonly<Record<string, Part>>,
  specs: readonly ParameterSpec[],
): Record<string, Part> {
  const chosen: Record<string, Part> = {};
  for (const { name } of specs) {
    for (const part of [name, ...Object.values(partNames).map((nameOf) => nameOf(name))]) {
      const found = parts[part];
      if (found !== undefined) chosen[part] = found;
    }
  }
  return chosen;
}

/** Declares all parts of the given weights in a graph. */
export function declareWeights(
  graph: Graph,
  specs: readonly ParameterSpec[],
  parts: Readonly<Record<string, PartFacts>>,
): GraphWeights {
  return new GraphWeights(specs, declareParts(graph, partsOf(parts, specs)));
}
