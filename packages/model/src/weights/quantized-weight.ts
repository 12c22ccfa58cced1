import { type Dim, type Graph, multiplyDims, ops, type Value } from '@skinr1/autograd';
import { blockCount, blockSize, type QuantizedBits, zeroPointBytes } from './quantize.ts';
import type { Weight } from './weight.ts';

/** A quantized matrix's parts as values of a graph; see `QuantizedMatrix` for their shapes. */
export interface QuantizedValues {
  readonly values: Value;
  readonly scales: Value;
  readonly zeroPoints: Value;
}

/**
 * onnxruntime's `accuracy_level`: x is rounded to 8 bits inside the product (blocks of 32, one scale each).
 * In float32 a product in 4 bits takes 1.7 times as long for one row and 3 times for eight, one in 8 bits, for
 * which there is no kernel, some hundred times.
 */
const accuracyLevel = 4;

/** Sizes of a {@link quantizedWeight}. */
export interface QuantizedShape {
  readonly bits: QuantizedBits;
  readonly outputs: number;
  readonly inputs: number;
}

/**
 * A frozen weight of 4 or 8 bits. Its product is onnxruntime's `MatMulNBits`; the gradient by x is the
 * transposed product with the numbers that the bits stand for.
 */
export function quantizedWeight(parts: QuantizedValues, shape: QuantizedShape): Weight {
  const { bits, outputs, inputs } = shape;
  const projectBack = (y: Value): Value => ops.matMul(y, dequantized(parts, outputs, shape));
  return {
    outputs,
    inputs,
    project(x) {
      const { values, scales, zeroPoints } = parts;
      const attributes = { K: inputs, N: outputs, bits, block_size: blockSize };
      const node = x.graph.append({
        op: 'MatMulNBits',
        domain: 'com.microsoft',
        inputs: [x, values, scales, zeroPoints],
        outputs: [{ dtype: 'float32', shape: [...x.shape.slice(0, -1), outputs] }],
        attributes: { ...attributes, accuracy_level: accuracyLevel },
      });
      return ops.customGradient(node.outputs[0] as Value, [x], (gradient) => [
        projectBack(gradient),
      ]);
    },
    projectBack,
    gather(indices) {
      const { values, scales, zeroPoints } = byRow(parts, shape);
      const flat = ops.reshape(indices, [multiplyDims(...indices.shape)]);
      const rows = (all: Value) => ops.gather(all, flat, 0);
      const chosen = {
        values: rows(values),
        scales: rows(scales),
        zeroPoints: rows(zeroPoints),
      };
      const numbers = dequantized(chosen, flat.shape[0] as Dim, shape);
      return ops.reshape(numbers, [...indices.shape, inputs]);
    },
  };
}

/** The parts with rows as first axis. */
function byRow({ values, scales, zeroPoints }: QuantizedValues, shape: QuantizedShape) {
  const { outputs, inputs, bits } = shape;
  return {
    values,
    scales: ops.reshape(scales, [outputs, blockCount(inputs)]),
    zeroPoints: ops.reshape(zeroPoints, [outputs, zeroPointBytes(inputs, bits)]),
  };
}

/** Numbers `[rows, inputs]` of some rows, or of all. */
function dequantized(parts: QuantizedValues, rows: Dim, shape: QuantizedShape): Value {
  const { inputs, bits } = shape;
  const blocks = blockCount(inputs);
  const padded = blocks * blockSize;
  const zeroPoints = unpacked(
    ops.reshape(parts.zeroPoints, [rows, zeroPointBytes(inputs, bits)]),
    bits,
  );
  const node = parts.values.graph.append({
    op: 'DequantizeLinear',
    inputs: [
      ops.reshape(unpacked(parts.values, bits), [rows, padded]),
      ops.reshape(parts.scales, [rows, blocks]),
      ops.slice(zeroPoints, [0], [blocks], [1]),
    ],
    outputs: [{ dtype: 'float32', shape: [rows, padded] }],
    attributes: { axis: 1, block_size: blockSize },
  });
  const numbers = node.outputs[0] as Value;
  return padded === inputs ? numbers : ops.slice(numbers, [0], [inputs], [1]);
}

/** Bytes as the numbers in them: the last axis grows as many times. */
function unpacked(bytes: Value, bits: QuantizedBits): Value {
  if (bits === 8) return bytes;
  const { graph, shape } = bytes;
  const low = bitwise(graph, 'BitwiseAnd', bytes, 15);
  const high = bitwise(graph, 'BitShift', bytes, 4, { direction: 'RIGHT' });
  const pairs = ops.concat([ops.unsqueeze(low, -1), ops.unsqueeze(high, -1)], shape.length);
  return ops.reshape(pairs, [...shape.slice(0, -1), multiplyDims(shape.at(-1) as Dim, 2)]);
}

function bitwise(
  graph: Graph,
  op: string,
  bytes: Value,
  operand: number,
  attributes: Record<string, string> = {},
): Value {
  const { dtype, shape } = bytes;
  const inputs = [bytes, graph.constant('uint8', operand)];
  return graph.append({ op, inputs, outputs: [{ dtype, shape }], attributes }).outputs[0] as Value;
}
