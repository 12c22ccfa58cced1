import { type Engine, type Tensor, type TensorHandle, tensor, zeros } from '@skinr1/autograd';
import type { ParameterSpec } from '../architecture/parameters.ts';
import { type AdapterSettings, matrixSize, scaleOf } from './adapter-settings.ts';
import { partNames } from './part-names.ts';

type Handles = Readonly<Record<string, TensorHandle>>;

/** An adapter whose numbers lie in the engine. */
export interface StoredAdapter {
  readonly settings: AdapterSettings;
  /** A, B and scale beside each target, by part name. */
  readonly parts: Handles;
}

/** Copies an adapter's matrices, by part name, to the engine, with the scale of each. */
export async function storeAdapter(
  engine: Engine,
  settings: AdapterSettings,
  matrices: Readonly<Record<string, Tensor>>,
): Promise<StoredAdapter> {
  const parts: Record<string, TensorHandle> = {};
  const scales = new Map<number, TensorHandle>();
  for (const [name, target] of Object.entries(settings.targets)) {
    for (const part of [partNames.adapterA(name), partNames.adapterB(name)]) {
      parts[part] = await engine.upload(matrices[part] as Tensor);
    }
    const scale = scaleOf(target, settings);
    const handle = scales.get(scale) ?? (await engine.upload(tensor('float32', [], [scale])));
    scales.set(scale, handle);
    parts[partNames.adapterScale(name)] = handle;
  }
  return { settings, parts };
}

/** Parts of rank 0 beside a weight: what is fed for it when no adapter, or one without it, is in use. */
export async function idleParts(
  engine: Engine,
  spec: ParameterSpec,
): Promise<Record<string, TensorHandle>> {
  const { outputs, inputs } = matrixSize(spec);
  return {
    [partNames.adapterA(spec.name)]: await engine.upload(zeros('float32', [0, inputs])),
    [partNames.adapterB(spec.name)]: await engine.upload(zeros('float32', [outputs, 0])),
    [partNames.adapterScale(spec.name)]: await engine.upload(zeros('float32', [])),
  };
}
