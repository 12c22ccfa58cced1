import { type Engine, type Tensor, tensor } from '@skinr1/autograd';
import type { ParameterSpec } from '../architecture/parameters.ts';
import { widenBrainFloats, widenHalves } from './half.ts';
import type { ModelWeights, WeightPart } from './model-weights.ts';
import { adapterScale, partNames } from './part-names.ts';
import { blockSize, dequantize, type QuantizedBits } from './quantize.ts';

/** Whether a weight's numbers are stored as they are: neither quantized nor with an adapter beside it. */
function isPlain(parts: Readonly<Record<string, WeightPart>>, name: string): boolean {
  return parts[name] !== undefined && parts[partNames.adapterA(name)] === undefined;
}

/** The element type in which {@link mergedWeight} gives a weight. */
export function mergedType(weights: ModelWeights, { name }: ParameterSpec): Tensor['dtype'] {
  const { parts } = weights;
  const stored = parts[name];
  return stored && isPlain(parts, name) ? stored.dtype : 'float32';
}

/**
 * A weight as one tensor: as it is stored, or in float32 where bits have to be expanded or an adapter has
 * to be merged in (`W + scale · B · A`).
 */
export async function mergedWeight(
  engine: Engine,
  weights: ModelWeights,
  { name, shape }: ParameterSpec,
): Promise<Tensor> {
  const { parts } = weights;
  const load = async (partName: string): Promise<Tensor> => {
    const part = parts[partName];
    if (!part) throw new Error(`unreachable: the weights have no part '${partName}'`);
    return 'data' in part ? part : engine.download(part);
  };
  if (isPlain(parts, name)) return load(name);
  const [outputs = 0, ...rest] = shape;
  const inputs = rest.reduce((product, size) => product * size, 1);
  const numbers = parts[name]
    ? toFloat32(await load(name))
    : await expand(load, name, { outputs, inputs });
  if (parts[partNames.adapterA(name)]) {
    const [a, b, scale] = [
      await load(partNames.adapterA(name)),
      await load(partNames.adapterB(name)),
      await load(adapterScale),
    ];
    addProduct(numbers, b.data as Float32Array, a.data as Float32Array, Number(scale.data[0]), {
      outputs,
      inputs,
      rank: a.dims[0] ?? 0,
    });
  }
  return tensor('float32', shape, numbers);
}

/** The numbers of a tensor in memory of their own. */
function toFloat32({ dtype, data }: Tensor): Float32Array {
  if (dtype === 'float16') return widenHalves(data as Uint16Array);
  if (dtype === 'bfloat16') return widenBrainFloats(data as Uint16Array);
  return Float32Array.from(data as Float32Array);
}

async function expand(
  load: (partName: string) => Promise<Tensor>,
  name: string,
  size: { outputs: number; inputs: number },
): Promise<Float32Array> {
  const values = await load(partNames.values(name));
  return dequantize({
    ...size,
    bits: (((values.dims[2] ?? 0) * 8) / blockSize) as QuantizedBits,
    values,
    scales: await load(partNames.scales(name)),
    zeroPoints: await load(partNames.zeroPoints(name)),
  });
}

/** `target += scale · b · a`, with b `[outputs, rank]` and a `[rank, inputs]`. */
function addProduct(
  target: Float32Array,
  b: Float32Array,
  a: Float32Array,
  scale: number,
  { outputs, inputs, rank }: { outputs: number; inputs: number; rank: number },
): void {
  for (let row = 0; row < outputs; row++) {
    for (let k = 0; k < rank; k++) {
      const factor = scale * (b[row * rank + k] as number);
      for (let column = 0; column < inputs; column++) {
        const at = row * inputs + column;
        target[at] = (target[at] as number) + factor * (a[k * inputs + column] as number);
      }
    }
  }
}
