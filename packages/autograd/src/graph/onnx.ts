import { InvalidInputError, UsageError } from '@skinr1/core';
import onnxProto, { type onnx as types } from 'onnx-proto';
import type { Dim } from './dimension.ts';
import { byteSize, type DType, dtypeFromOnnxCode, onnxCodeOf, viewBytes } from './dtype.ts';
import { type Attribute, Graph, type GraphNode, type Value } from './graph.ts';
import type { Shape } from './shape.ts';
import { sizeOf, type Tensor, tensor } from './tensor.ts';

const { onnx } = onnxProto;

/** Version of the standard operator set that the ops of this package follow. */
export const opsetVersion = 21;
const irVersion = 10;
const kinds = { float: 1, int: 2, string: 3, tensor: 4, floats: 6, ints: 7 } as const;

/**
 * The bytes of an ONNX model. Only nodes that lead to an output are written.
 *
 * @throws UsageError if the graph has no output
 */
export function encodeModel(graph: Graph): Uint8Array {
  if (graph.outputs.size === 0) {
    throw new UsageError(`graph '${graph.name}' has no output.`, {
      mend: 'Declare one with graph.output(name, value).',
    });
  }
  const nodes = liveNodes(graph);
  const { names, aliases } = outputNames(graph);
  const nameOf = (value: Value): string => names.get(value) ?? value.name;
  const used = new Set(nodes.flatMap((node) => node.inputs));
  for (const value of graph.outputs.values()) used.add(value);
  const stored = [...graph.initializers.values()].filter(({ value }) => used.has(value));
  const inner = nodes
    .flatMap((node) => node.outputs)
    .filter((value) => value.isTyped && !names.has(value));
  const model = onnx.ModelProto.create({
    irVersion,
    producerName: '@skinr1/autograd',
    opsetImport: [
      { domain: '', version: opsetVersion },
      { domain: 'com.microsoft', version: 1 },
    ],
    graph: {
      name: graph.name,
      node: [...nodes.map((node, index) => encodeNode(node, index, nameOf)), ...aliases],
      initializer: stored.map(({ value, tensor: content }) => encodeTensor(nameOf(value), content)),
      input: graph.inputs.map((value) => encodeValue(value.name, value)),
      output: [...graph.outputs].map(([name, value]) => encodeValue(name, value)),
      valueInfo: inner.map((value) => encodeValue(value.name, value)),
    },
  });
  const bytes = onnx.ModelProto.encode(model).finish();
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Nodes that lead to an output, in order. */
export function liveNodes(graph: Graph): readonly GraphNode[] {
  const needed = new Set<Value>(graph.outputs.values());
  const live: GraphNode[] = [];
  for (let i = graph.nodes.length - 1; i >= 0; i--) {
    const node = graph.nodes[i]!;
    if (!node.outputs.some((output) => needed.has(output))) continue;
    live.push(node);
    for (const input of node.inputs) if (input) needed.add(input);
  }
  return live.reverse();
}

/** A computed value takes the name of its output; one that already has a fixed name is passed through. */
function outputNames(graph: Graph): { names: Map<Value, string>; aliases: types.INodeProto[] } {
  const names = new Map<Value, string>();
  const aliases: types.INodeProto[] = [];
  for (const [name, value] of graph.outputs) {
    if (names.has(value) || !graph.producer(value)) {
      aliases.push({
        opType: 'Identity',
        name: `output_${name}`,
        input: [names.get(value) ?? value.name],
        output: [name],
      });
    } else names.set(value, name);
  }
  return { names, aliases };
}

function encodeNode(
  node: GraphNode,
  index: number,
  nameOf: (value: Value) => string,
): types.INodeProto {
  return {
    opType: node.op,
    domain: node.domain,
    name: `${node.op}_${index}`,
    input: node.inputs.map((value) => (value ? nameOf(value) : '')),
    output: node.outputs.map(nameOf),
    attribute: Object.entries(node.attributes).map(([name, value]) => encodeAttribute(name, value)),
  };
}

function encodeAttribute(name: string, value: Attribute): types.IAttributeProto {
  if (typeof value === 'number') {
    return Number.isInteger(value)
      ? { name, type: kinds.int, i: value }
      : { name, type: kinds.float, f: value };
  }
  if (typeof value === 'string') {
    return { name, type: kinds.string, s: new TextEncoder().encode(value) };
  }
  if ('floats' in value) return { name, type: kinds.floats, floats: [...value.floats] };
  if ('float' in value) return { name, type: kinds.float, f: value.float };
  if ('tensor' in value) return { name, type: kinds.tensor, t: encodeTensor('', value.tensor) };
  return { name, type: kinds.ints, ints: [...value] };
}

function encodeTensor(name: string, { dtype, dims, data }: Tensor): types.ITensorProto {
  const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { name, dims: [...dims], dataType: onnxCodeOf(dtype), rawData };
}

function encodeValue(name: string, value: Value): types.IValueInfoProto {
  const dim = value.shape.map((size) =>
    typeof size === 'number' ? { dimValue: size } : { dimParam: size },
  );
  return { name, type: { tensorType: { elemType: onnxCodeOf(value.dtype), shape: { dim } } } };
}

/**
 * Reads an ONNX model. Tensors stored outside the file are not supported.
 *
 * @param source name of the file, for errors
 * @throws InvalidInputError if the bytes are not a model, or use a type that is not supported
 */
export function decodeModel(bytes: Uint8Array, source?: string): Graph {
  const proto = parseModel(bytes, source);
  try {
    return decodeGraph(proto, source);
  } catch (cause) {
    if (cause instanceof InvalidInputError) throw cause;
    // Names used twice, sizes that make no shape: faults of the file, not of the caller.
    throw new InvalidInputError(`not a valid model: ${(cause as Error).message}`, {
      source,
      cause,
    });
  }
}

function decodeGraph(proto: types.IGraphProto, source: string | undefined): Graph {
  const graph = new Graph(proto.name || 'graph');
  const values = new Map<string, Value>();
  const known = new Map(
    [...(proto.valueInfo ?? []), ...(proto.output ?? [])].map((info) => [info.name, info]),
  );
  const place = (what: string): string => `${source ? `${source}, ` : ''}${what}`;
  for (const item of proto.initializer ?? []) {
    const name = item.name ?? '';
    values.set(name, graph.initializer(name, decodeTensor(item, place(`tensor '${name}'`))));
  }
  for (const info of proto.input ?? []) {
    const name = info.name ?? '';
    if (values.has(name)) continue;
    const { dtype, shape } = decodeType(info, place(`input '${name}'`));
    if (!dtype || !shape) {
      throw new InvalidInputError('an input states no type or rank.', { source, place: name });
    }
    values.set(name, graph.input(name, dtype, shape));
  }
  for (const node of proto.node ?? []) decodeNode(graph, node, values, known, source);
  for (const info of proto.output ?? []) {
    const value = values.get(info.name ?? '');
    if (!value) throw new InvalidInputError(`output '${info.name}' is not computed.`, { source });
    graph.output(info.name ?? '', value);
  }
  return graph;
}

function parseModel(bytes: Uint8Array, source: string | undefined): types.IGraphProto {
  let model: types.ModelProto;
  try {
    model = onnx.ModelProto.decode(bytes);
  } catch (cause) {
    throw new InvalidInputError('not an ONNX model.', { source, cause });
  }
  if (!model.graph?.node) throw new InvalidInputError('an ONNX model without a graph.', { source });
  return model.graph;
}

function decodeNode(
  graph: Graph,
  node: types.INodeProto,
  values: Map<string, Value>,
  known: ReadonlyMap<string | null | undefined, types.IValueInfoProto>,
  source: string | undefined,
): void {
  const inputs = (node.input ?? []).map((name) => {
    if (name === '') return null;
    const value = values.get(name);
    if (value) return value;
    const place = `node '${node.name || node.opType}'`;
    throw new InvalidInputError(`input '${name}' is not computed before it.`, { source, place });
  });
  const outputs = (node.output ?? []).map((name) => {
    const info = known.get(name);
    const type = info ? decodeType(info, source) : { dtype: null, shape: null };
    const value = graph.adopt(name || graph.freshName('unused'), type.dtype, type.shape);
    values.set(value.name, value);
    return value;
  });
  const attributes = Object.fromEntries(
    (node.attribute ?? []).map((item) => [item.name ?? '', decodeAttribute(item, source)]),
  );
  graph.insert({
    op: node.opType ?? '',
    domain: node.domain ?? '',
    inputs,
    outputs,
    attributes,
  });
}

function decodeAttribute(item: types.IAttributeProto, source: string | undefined): Attribute {
  switch (Number(item.type)) {
    case kinds.float:
      return { float: item.f ?? 0 };
    case kinds.int:
      return Number(item.i ?? 0);
    case kinds.string:
      return new TextDecoder().decode(item.s ?? new Uint8Array());
    case kinds.tensor:
      return { tensor: decodeTensor(item.t ?? {}, source) };
    case kinds.ints:
      return (item.ints ?? []).map(Number);
    case kinds.floats:
      return { floats: [...(item.floats ?? [])] };
    default:
      throw new InvalidInputError(`attribute '${item.name}' has a kind that is not supported.`, {
        source,
        mend: 'Models with control flow or sparse tensors cannot be read.',
      });
  }
}

function decodeType(
  info: types.IValueInfoProto,
  source: string | undefined,
): { dtype: DType | null; shape: Shape | null } {
  const type = info.type?.tensorType;
  if (!type?.elemType) return { dtype: null, shape: null };
  const shape = type.shape?.dim?.map((dim, axis): Dim => {
    if (dim.dimParam) return dim.dimParam.replaceAll(/\s+/g, '');
    return dim.dimValue == null ? `${info.name}.${axis}` : Number(dim.dimValue);
  });
  return { dtype: dtypeFromOnnxCode(type.elemType, source), shape: shape ?? null };
}

function decodeTensor(item: types.ITensorProto, source: string | undefined): Tensor {
  if (item.externalData?.length) {
    throw new InvalidInputError('a tensor stored in another file is not supported.', { source });
  }
  const dtype = dtypeFromOnnxCode(item.dataType ?? 0, source);
  const dims = (item.dims ?? []).map(Number);
  const count = sizeOf(dims);
  const raw = item.rawData;
  if (raw && raw.length > 0) {
    if (raw.length === count * byteSize(dtype)) return tensor(dtype, dims, viewBytes(dtype, raw));
    throw new InvalidInputError(`${raw.length} bytes do not fill [${dims.join(', ')}].`, {
      source,
    });
  }
  const lists = [item.floatData, item.int32Data, item.int64Data, item.doubleData];
  const numbers = [...(lists.find((list) => list && list.length > 0) ?? [])].map(Number);
  if (numbers.length === count) return tensor(dtype, dims, numbers);
  throw new InvalidInputError(`${numbers.length} numbers do not fill [${dims.join(', ')}].`, {
    source,
  });
}
