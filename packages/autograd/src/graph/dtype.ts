import { InvalidInputError } from '@skinr1/core';

/** Element types that graphs, tensors and files use. */
export type DType =
  | 'float32'
  | 'float64'
  | 'float16'
  | 'bfloat16'
  | 'int64'
  | 'int32'
  | 'uint8'
  | 'bool';

/**
 * The typed array that holds a tensor's elements. float16 and bfloat16 are kept as their bits, bool as 0
 * or 1. bfloat16 can be stored in a graph but not fed: onnxruntime's binding has no such tensors.
 */
export interface TensorDataOf {
  readonly float32: Float32Array;
  readonly float64: Float64Array;
  readonly float16: Uint16Array;
  readonly bfloat16: Uint16Array;
  readonly int64: BigInt64Array;
  readonly int32: Int32Array;
  readonly uint8: Uint8Array;
  readonly bool: Uint8Array;
}

export type TensorData = TensorDataOf[DType];

interface DTypeFacts {
  /** `TensorProto.DataType` of ONNX. */
  readonly onnxCode: number;
  readonly bytes: number;
  readonly array: { new (buffer: ArrayBuffer, offset?: number, length?: number): TensorData };
}

const facts: { readonly [K in DType]: DTypeFacts } = {
  float32: { onnxCode: 1, bytes: 4, array: Float32Array },
  uint8: { onnxCode: 2, bytes: 1, array: Uint8Array },
  int32: { onnxCode: 6, bytes: 4, array: Int32Array },
  int64: { onnxCode: 7, bytes: 8, array: BigInt64Array },
  bool: { onnxCode: 9, bytes: 1, array: Uint8Array },
  float16: { onnxCode: 10, bytes: 2, array: Uint16Array },
  float64: { onnxCode: 11, bytes: 8, array: Float64Array },
  bfloat16: { onnxCode: 16, bytes: 2, array: Uint16Array },
};

/** Bytes of one element. */
export function byteSize(dtype: DType): number {
  return facts[dtype].bytes;
}

export function isFloat(dtype: DType): boolean {
  return ['float32', 'float64', 'float16', 'bfloat16'].includes(dtype);
}

export function onnxCodeOf(dtype: DType): number {
  return facts[dtype].onnxCode;
}

/** The element type of an ONNX type code. Throws InvalidInputError for one that is not supported. */
export function dtypeFromOnnxCode(code: number, source?: string): DType {
  for (const [dtype, fact] of Object.entries(facts)) {
    if (fact.onnxCode === code) return dtype as DType;
  }
  throw new InvalidInputError(`ONNX element type ${code} is not supported.`, {
    source,
    mend: `Use one of ${Object.keys(facts).join(', ')}.`,
  });
}

/** A typed array of `length` zeros. */
export function allocate<D extends DType>(dtype: D, length: number): TensorDataOf[D] {
  const { array, bytes } = facts[dtype];
  return new array(new ArrayBuffer(length * bytes)) as TensorDataOf[D];
}

/** Views bytes as elements, copying only if the offset is not aligned. */
export function viewBytes<D extends DType>(dtype: D, bytes: Uint8Array): TensorDataOf[D] {
  const { array, bytes: size } = facts[dtype];
  // Not slice(): of a Buffer that is a view.
  const aligned = bytes.byteOffset % size === 0 ? bytes : new Uint8Array(bytes);
  const buffer = aligned.buffer as ArrayBuffer;
  return new array(buffer, aligned.byteOffset, bytes.byteLength / size) as TensorDataOf[D];
}

/** True if the array is the kind that holds `dtype`. */
export function holds(dtype: DType, data: unknown): data is TensorData {
  return data instanceof facts[dtype].array;
}
