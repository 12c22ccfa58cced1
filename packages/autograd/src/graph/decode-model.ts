import { describeWrongFile, InvalidInputError } from '@skinr1/core';
import onnxProto, { type onnx as types } from 'onnx-proto';
import type { Attribute } from './attribute.ts';
import type { Dim } from './dimension.ts';
import { byteSize, type DType, dtypeFromOnnxCode, viewBytes } from './dtype.ts';
import { attributeKinds } from './encode-model.ts';
import { Graph, type Value } from './graph.ts';
import type { Shape } from './shape.ts';
import { sizeOf, type Tensor, tensor } from './tensor.ts';

const { onnx } = onnxProto;

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
    const wrong = describeWrongFile(bytes);
    throw new InvalidInputError(wrong ? `is ${wrong.what}, no ONNX model.` : 'not an ONNX model.', {
      source,
      mend: wrong?.mend,
      cause,
    });
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
    case attributeKinds.float:
      return { float: item.f ?? 0 };
    case attributeKinds.int:
      return Number(item.i ?? 0);
    case attributeKinds.string:
      return new TextDecoder().decode(item.s ?? new Uint8Array());
    case attributeKinds.tensor:
      return { tensor: decodeTensor(item.t ?? {}, source) };
    case attributeKinds.ints:
      return (item.ints ?? []).map(Number);
    case attributeKinds.floats:
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
