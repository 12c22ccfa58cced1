import { type Tensor, zeros } from '@skinr1/autograd';
import { ShapeError } from '@skinr1/core';

/** Bits of a quantized number. */
export type QuantizedBits = 4 | 8;

/** Numbers along a row that share a scale and a zero point. */
export const blockSize = 32;

/**
 * A matrix `[outputs, inputs]` in blocks of 32 along its rows, in the layout of onnxruntime's
 * `MatMulNBits`: `w = scale · (q − zeroPoint)`. A last block that a row does not fill is padded.
 */
export interface QuantizedMatrix {
  readonly bits: QuantizedBits;
  readonly outputs: number;
  readonly inputs: number;
  /** uint8 `[outputs, blocks, 32 · bits / 8]`; of two 4-bit numbers in a byte the first is the low one. */
  readonly values: Tensor;
  /** float32 `[outputs · blocks]` */
  readonly scales: Tensor;
  /** uint8 `[outputs · ⌈blocks · bits / 8⌉]`, packed like the values. */
  readonly zeroPoints: Tensor;
}

/** Blocks of a row. */
export function blockCount(inputs: number): number {
  return Math.ceil(inputs / blockSize);
}

/** Bytes of the zero points of a row. */
export function zeroPointBytes(inputs: number, bits: QuantizedBits): number {
  return Math.ceil((blockCount(inputs) * bits) / 8);
}

/** Shapes of a quantized matrix's parts. */
export function quantizedDims(
  outputs: number,
  inputs: number,
  bits: QuantizedBits,
): Readonly<Record<'values' | 'scales' | 'zeroPoints', readonly number[]>> {
  const blocks = blockCount(inputs);
  return {
    values: [outputs, blocks, (blockSize * bits) / 8],
    scales: [outputs * blocks],
    zeroPoints: [outputs * zeroPointBytes(inputs, bits)],
  };
}

/** A quantized matrix of zeros, to be filled row by row with {@link quantizeRows}. */
export function emptyQuantized(
  outputs: number,
  inputs: number,
  bits: QuantizedBits,
): QuantizedMatrix {
  const dims = quantizedDims(outputs, inputs, bits);
  return {
    bits,
    outputs,
    inputs,
    values: zeros('uint8', dims.values),
    scales: zeros('float32', dims.scales),
    zeroPoints: zeros('uint8', dims.zeroPoints),
  };
}

/** {@link quantizeRows} of all rows. Throws ShapeError unless the data is a matrix of the sizes. */
export function quantize(
  data: Float32Array,
  outputs: number,
  inputs: number,
  bits: QuantizedBits,
): QuantizedMatrix {
  if (data.length !== outputs * inputs) {
    throw new ShapeError(`quantize: ${data.length} numbers are no [${outputs}, ${inputs}].`);
  }
  const matrix = emptyQuantized(outputs, inputs, bits);
  quantizeRows(matrix, data, 0);
  return matrix;
}

/**
 * Rounds each block to 2^bits evenly spaced numbers from its smallest to its largest (asymmetric, 0
 * always among them, so that what is zero stays zero):
 *
 *     scale = (max(w, 0) − min(w, 0)) / (2^bits − 1),   zeroPoint = round(−min(w, 0) / scale)
 *     q = clamp(round(w / scale) + zeroPoint, 0, 2^bits − 1)
 *
 * @param matrix zero at these rows
 * @param data whole rows
 * @param firstRow of the data, in the matrix
 */
export function quantizeRows(matrix: QuantizedMatrix, data: Float32Array, firstRow: number): void {
  const { bits, inputs } = matrix;
  const [values, scales, zeroPoints] = bytesOf(matrix);
  const blocks = blockCount(inputs);
  const zeroPointsPerRow = zeroPointBytes(inputs, bits) * (8 / bits);
  const most = 2 ** bits - 1;
  const rows = data.length / inputs;
  for (let row = 0; row < rows; row++) {
    for (let block = 0; block < blocks; block++) {
      const start = row * inputs + block * blockSize;
      const length = Math.min(blockSize, inputs - block * blockSize);
      const { scale, zero } = spread(data, start, length, most);
      const at = (firstRow + row) * blocks + block;
      scales[at] = scale;
      put(zeroPoints, (firstRow + row) * zeroPointsPerRow + block, zero, bits);
      for (let i = 0; i < blockSize; i++) {
        const value = i < length ? (data[start + i] as number) : 0;
        const level = Math.round(value / scale) + zero;
        put(values, at * blockSize + i, Math.max(0, Math.min(level, most)), bits);
      }
    }
  }
}

/** Scale and zero point of one block. */
function spread(data: Float32Array, start: number, length: number, most: number) {
  let [low, high] = [0, 0];
  for (let i = start; i < start + length; i++) {
    const value = data[i] as number;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const scale = Math.fround((high - low) / most) || 1;
  return { scale, zero: Math.round(-low / scale) };
}

/** The numbers that a quantized matrix stands for, row by row. */
export function dequantize({ bits, outputs, inputs, ...parts }: QuantizedMatrix): Float32Array {
  const blocks = blockCount(inputs);
  const perRow = zeroPointBytes(inputs, bits) * (8 / bits);
  const [values, scales, zeroPoints] = bytesOf(parts);
  const result = new Float32Array(outputs * inputs);
  for (let row = 0; row < outputs; row++) {
    for (let column = 0; column < inputs; column++) {
      const block = Math.floor(column / blockSize);
      const at = row * blocks + block;
      const level = take(values, at * blockSize + (column % blockSize), bits);
      const zero = take(zeroPoints, row * perRow + block, bits);
      result[row * inputs + column] = (level - zero) * (scales[at] as number);
    }
  }
  return result;
}

function bytesOf({
  values,
  scales,
  zeroPoints,
}: Pick<QuantizedMatrix, 'values' | 'scales' | 'zeroPoints'>) {
  return [values.data, scales.data, zeroPoints.data] as [Uint8Array, Float32Array, Uint8Array];
}

/** Writes number `place` of an array of packed numbers that is zero there. */
function put(bytes: Uint8Array, place: number, value: number, bits: QuantizedBits): void {
  if (bits === 8) bytes[place] = value;
  else bytes[place >> 1] = (bytes[place >> 1] as number) | (value << (place % 2 ? 4 : 0));
}

function take(bytes: Uint8Array, place: number, bits: QuantizedBits): number {
  if (bits === 8) return bytes[place] as number;
  return ((bytes[place >> 1] as number) >> (place % 2 ? 4 : 0)) & 15;
}
