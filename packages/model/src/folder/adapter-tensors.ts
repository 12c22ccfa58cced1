import type { ParameterSpec } from '../architecture/parameters.ts';
import { type AdapterTarget, matrixSize } from '../weights/adapter-settings.ts';

/** PEFT's prefix of every tensor. */
const prefix = 'base_model.model.';

/** Weights that can have an adapter in PEFT's form. */
export const adaptedKinds: readonly ParameterSpec['kind'][] = [
  'linear',
  'output',
  'kernel',
  'embedding',
];

/** One of the two matrices beside a weight as `adapter_model.safetensors` holds it. */
export interface AdapterTensor {
  readonly key: string;
  readonly dims: readonly number[];
  /** Whether it holds the transpose of the matrix that layers here multiply by. */
  readonly isTransposed: boolean;
}

/**
 * How PEFT writes A `[rank, inputs]` and B `[outputs, rank]` beside a weight. Beside a kernel both are kernels:
 * A of the same size, B of size 1. Beside an embedding, which PEFT looks up in A, the two change places and
 * are transposed.
 */
export function adapterTensors(
  module: string,
  spec: ParameterSpec,
  { rank }: AdapterTarget,
): { readonly a: AdapterTensor; readonly b: AdapterTensor } {
  const { outputs, inputs } = matrixSize(spec);
  const name = `${prefix}${module}`;
  if (spec.kind === 'embedding') {
    const isTransposed = true;
    return {
      a: { key: `${name}.lora_embedding_B`, dims: [inputs, rank], isTransposed },
      b: { key: `${name}.lora_embedding_A`, dims: [rank, outputs], isTransposed },
    };
  }
  const [, ...size] = spec.shape;
  const ones = size.slice(1).map(() => 1);
  const isTransposed = false;
  return {
    a: { key: `${name}.lora_A.weight`, dims: [rank, ...size], isTransposed },
    b: { key: `${name}.lora_B.weight`, dims: [outputs, rank, ...ones], isTransposed },
  };
}

/** Ends of the names of matrices, and of copies of the weight itself, which PEFT adds beside vocabularies. */
const matrixEnds = ['.lora_A.weight', '.lora_B.weight', '.lora_embedding_A', '.lora_embedding_B'];
const copyEnds = ['.base_layer.weight', '.weight'];

/** What a tensor of `adapter_model.safetensors` is; null if it is of another form. */
export function readKey(key: string): { readonly module: string; readonly isCopy: boolean } | null {
  const end = [...matrixEnds, ...copyEnds].find((each) => key.endsWith(each));
  if (end === undefined || !key.startsWith(prefix)) return null;
  return { module: key.slice(prefix.length, -end.length), isCopy: copyEnds.includes(end) };
}

/** The transpose of a matrix. */
export function transposed(numbers: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(numbers.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      result[column * rows + row] = numbers[row * columns + column] as number;
    }
  }
  return result;
}
