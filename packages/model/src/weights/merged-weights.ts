import { type Engine, type Tensor, tensor } from '@skinr1/autograd';
import type { ParameterSpec } from '../architecture/parameters.ts';
import { matrixSize, scaleOf } from './adapter-settings.ts';
import { narrowBrainFloats, narrowHalves, widenBrainFloats, widenHalves } from './half.ts';
import type { ModelWeights } from './model-weights.ts';
import { partNames } from './part-names.ts';
import { blockSize, dequantize, type QuantizedBits } from './quantize.ts';
import { loadPart } from './weight-part.ts';

/** The element type in which {@link mergedWeight} gives a weight. */
export function mergedType({ parts }: ModelWeights, { name }: ParameterSpec): Tensor['dtype'] {
  return parts[name]?.dtype ?? 'float32';
}

/**
 * A weight as one tensor of the type that it is stored in, float32 where bits have to be expanded, with an
 * adapter merged in (`W + scale · B · A`) if one is named and stands beside it.
 */
export async function mergedWeight(
  engine: Engine,
  weights: ModelWeights,
  spec: ParameterSpec,
  adapter: string | null,
): Promise<Tensor> {
  const { name, shape } = spec;
  const { parts } = weights;
  const load = async (partName: string): Promise<Tensor> => {
    const part = parts[partName];
    if (!part) throw new Error(`unreachable: the weights have no part '${partName}'`);
    return loadPart(engine, part);
  };
  const base = parts[name] ? await load(name) : tensor('float32', shape, await expand(load, spec));
  const beside = adapter === null ? null : weights.adapter(adapter);
  const target = beside?.settings.targets[name];
  if (!beside || !target) return base;
  const matrix = (partName: string) => engine.download(beside.parts[partName] as never);
  const a = await matrix(partNames.adapterA(name));
  const b = await matrix(partNames.adapterB(name));
  return addAdapterProduct(base, { a, b, scale: scaleOf(target, beside.settings) });
}

/** An adapter's matrices beside one weight, float32 `[rank, inputs]` and `[outputs, rank]`. */
export interface AdapterMatrices {
  readonly a: Tensor;
  readonly b: Tensor;
  readonly scale: number;
}

/** `W + scale · B · A`, summed in float32, in the element type of W. */
export function addAdapterProduct(weight: Tensor, { a, b, scale }: AdapterMatrices): Tensor {
  const numbers = toFloat32(weight);
  const [rank = 0, inputs = 0] = a.dims;
  const [left, right] = [b.data as Float32Array, a.data as Float32Array];
  const row = new Float64Array(inputs);
  for (let output = 0; output < (b.dims[0] ?? 0); output++) {
    row.fill(0);
    for (let k = 0; k < rank; k++) {
      const factor = left[output * rank + k] as number;
      if (factor === 0) continue;
      const start = k * inputs;
      for (let i = 0; i < inputs; i++) {
        row[i] = (row[i] as number) + factor * (right[start + i] as number);
      }
    }
    const start = output * inputs;
    for (let i = 0; i < inputs; i++) {
      numbers[start + i] = (numbers[start + i] as number) + scale * (row[i] as number);
    }
  }
  return narrowed(weight, numbers);
}

function narrowed({ dtype, dims }: Tensor, numbers: Float32Array): Tensor {
  if (dtype === 'float16') return tensor(dtype, dims, narrowHalves(numbers));
  if (dtype === 'bfloat16') return tensor(dtype, dims, narrowBrainFloats(numbers));
  return tensor('float32', dims, numbers);
}

/** The numbers of a tensor in memory of their own. */
export function toFloat32({ dtype, data }: Tensor): Float32Array {
  if (dtype === 'float16') return widenHalves(data as Uint16Array);
  if (dtype === 'bfloat16') return widenBrainFloats(data as Uint16Array);
  return Float32Array.from(data as Float32Array);
}

async function expand(
  load: (partName: string) => Promise<Tensor>,
  spec: ParameterSpec,
): Promise<Float32Array> {
  const { name } = spec;
  const values = await load(partNames.values(name));
  return dequantize({
    ...matrixSize(spec),
    bits: (((values.dims[2] ?? 0) * 8) / blockSize) as QuantizedBits,
    values,
    scales: await load(partNames.scales(name)),
    zeroPoints: await load(partNames.zeroPoints(name)),
  });
}
