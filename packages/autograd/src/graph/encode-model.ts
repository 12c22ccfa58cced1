import { parse, relative } from 'node:path';
import { UsageError } from '@skinr1/core';
import onnxProto, { type onnx as types } from 'onnx-proto';
import type { Attribute } from './attribute.ts';
import { onnxCodeOf } from './dtype.ts';
import { fileNodesFirst } from './file-nodes-first.ts';
import type { FileTensor } from './file-tensor.ts';
import { type Graph, type GraphNode, type Value, valuesReadBy } from './graph.ts';
import type { Tensor } from './tensor.ts';

const { onnx } = onnxProto;

/** Version of the standard operator set that the ops of this package follow. */
const opsetVersion = 21;
const irVersion = 10;

/** ONNX's codes for what an attribute holds. */
export const attributeKinds = {
  float: 1,
  int: 2,
  string: 3,
  tensor: 4,
  graph: 5,
  floats: 6,
  ints: 7,
} as const;

/** How {@link encodeModel} writes a graph. */
export interface EncodeOptions {
  /** Whether to write the shapes of inner values, which a runtime works out anyway. @defaultValue true */
  readonly innerShapes?: boolean;
  /** Folder that the places of tensors in files are relative to. @defaultValue the root of the file system */
  readonly relativeTo?: string;
}

/**
 * The bytes of an ONNX model. Only nodes that lead to an output are written.
 *
 * @throws UsageError if the graph has no output
 */
export function encodeModel(
  graph: Graph,
  { innerShapes = true, relativeTo }: EncodeOptions = {},
): Uint8Array {
  if (graph.outputs.size === 0) {
    throw new UsageError(`graph '${graph.name}' has no output.`, {
      mend: 'Declare one with graph.output(name, value).',
    });
  }
  const scope = { prefix: '', outerName: (value: Value) => value.name, innerShapes, relativeTo };
  const model = onnx.ModelProto.create({
    irVersion,
    producerName: '@skinr1/autograd',
    opsetImport: [
      { domain: '', version: opsetVersion },
      { domain: 'com.microsoft', version: 1 },
    ],
    graph: encodeGraph(graph, scope),
  });
  const bytes = onnx.ModelProto.encode(model).finish();
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Where a graph stands: as the model itself, or as the body of a node. */
interface Scope {
  /** Before all names of a body, which must differ from those around it. */
  readonly prefix: string;
  /** Names of what a body reads of the graph around it. */
  readonly outerName: (value: Value) => string;
  readonly innerShapes: boolean;
  readonly relativeTo: string | undefined;
}

function encodeGraph(graph: Graph, scope: Scope): types.IGraphProto {
  const { prefix, innerShapes, relativeTo } = scope;
  const nodes = fileNodesFirst(graph.liveNodes, graph);
  const ownName = (value: Value): string => {
    const outer = graph.captured.get(value);
    return outer ? scope.outerName(outer) : prefix + value.name;
  };
  const { names, aliases } = outputNames(graph, prefix, ownName);
  const nameOf = (value: Value): string => names.get(value) ?? ownName(value);
  const used = new Set(nodes.flatMap(valuesReadBy));
  for (const value of graph.outputs.values()) used.add(value);
  const stored = [...graph.initializers.values()].filter(({ value }) => used.has(value));
  const external = [...graph.external.values()].filter(({ value }) => used.has(value));
  const inner = nodes
    .flatMap((node) => node.outputs)
    .filter((value) => value.isTyped && !names.has(value));
  return {
    name: graph.name,
    node: [
      ...nodes.map((node, index) => encodeNode(node, index, { ...scope, outerName: nameOf })),
      ...aliases,
    ],
    initializer: [
      ...stored.map(({ value, tensor: content }) => encodeTensor(nameOf(value), content)),
      ...external.map(({ value, tensor: content }) =>
        encodeFileTensor(nameOf(value), content, relativeTo),
      ),
    ],
    input: graph.inputs.map((value) => encodeValue(ownName(value), value)),
    output: [...graph.outputs].map(([name, value]) => encodeValue(prefix + name, value)),
    valueInfo: innerShapes ? inner.map((value) => encodeValue(nameOf(value), value)) : [],
  };
}

/** A computed value takes the name of its output; one that already has a fixed name is passed through. */
function outputNames(
  graph: Graph,
  prefix: string,
  ownName: (value: Value) => string,
): { names: Map<Value, string>; aliases: types.INodeProto[] } {
  const names = new Map<Value, string>();
  const aliases: types.INodeProto[] = [];
  for (const [output, value] of graph.outputs) {
    const name = prefix + output;
    if (names.has(value) || !graph.producer(value)) {
      aliases.push({
        opType: 'Identity',
        name: `${prefix}output_${output}`,
        input: [names.get(value) ?? ownName(value)],
        output: [name],
      });
    } else names.set(value, name);
  }
  return { names, aliases };
}

function encodeNode(node: GraphNode, index: number, scope: Scope): types.INodeProto {
  const { outerName: nameOf, prefix } = scope;
  const name = `${prefix}${node.op}_${index}`;
  const attribute = Object.entries(node.attributes).map(([key, value]) =>
    encodeAttribute(key, value),
  );
  if (node.body) {
    const g = encodeGraph(node.body, { ...scope, prefix: `${name}/` });
    attribute.push({ name: 'body', type: attributeKinds.graph, g });
  }
  return {
    opType: node.op,
    domain: node.domain,
    name,
    input: node.inputs.map((value) => (value ? nameOf(value) : '')),
    output: node.outputs.map(nameOf),
    attribute,
  };
}

function encodeAttribute(name: string, value: Attribute): types.IAttributeProto {
  if (typeof value === 'number') {
    return Number.isInteger(value)
      ? { name, type: attributeKinds.int, i: value }
      : { name, type: attributeKinds.float, f: value };
  }
  if (typeof value === 'string') {
    return { name, type: attributeKinds.string, s: new TextEncoder().encode(value) };
  }
  if ('floats' in value) return { name, type: attributeKinds.floats, floats: [...value.floats] };
  if ('float' in value) return { name, type: attributeKinds.float, f: value.float };
  if ('tensor' in value)
    return { name, type: attributeKinds.tensor, t: encodeTensor('', value.tensor) };
  return { name, type: attributeKinds.ints, ints: [...value] };
}

function encodeTensor(name: string, { dtype, dims, data }: Tensor): types.ITensorProto {
  const rawData = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { name, dims: [...dims], dataType: onnxCodeOf(dtype), rawData };
}

/** Points at the bytes in the file. */
function encodeFileTensor(
  name: string,
  { dtype, dims, path, offset, length }: FileTensor,
  relativeTo = parse(path).root,
): types.ITensorProto {
  const entry = (key: string, value: string | number) => ({ key, value: String(value) });
  return {
    name,
    dims: [...dims],
    dataType: onnxCodeOf(dtype),
    dataLocation: onnx.TensorProto.DataLocation.EXTERNAL,
    externalData: [
      entry('location', relative(relativeTo, path)),
      entry('offset', offset),
      entry('length', length),
    ],
  };
}

function encodeValue(name: string, value: Value): types.IValueInfoProto {
  const dim = value.shape.map((size) =>
    typeof size === 'number' ? { dimValue: size } : { dimParam: size },
  );
  return { name, type: { tensorType: { elemType: onnxCodeOf(value.dtype), shape: { dim } } } };
}
