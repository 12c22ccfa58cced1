import type { Tensor } from '../graph/tensor.ts';
import type { Named } from '../named.ts';
import type { Engine, TensorHandle } from './engine.ts';

/** Uploads tensors one after the other. */
export async function uploadAll(
  engine: Engine,
  tensors: Named<Tensor>,
): Promise<Record<string, TensorHandle>> {
  const handles: Record<string, TensorHandle> = {};
  for (const [name, value] of Object.entries(tensors)) handles[name] = await engine.upload(value);
  return handles;
}

/** Downloads tensors one after the other. */
export async function downloadAll(
  engine: Engine,
  handles: Named<TensorHandle>,
): Promise<Record<string, Tensor>> {
  const tensors: Record<string, Tensor> = {};
  for (const [name, handle] of Object.entries(handles))
    tensors[name] = await engine.download(handle);
  return tensors;
}

/** Frees tensors in the engine. */
export function releaseAll(handles: Named<TensorHandle>): void {
  for (const handle of Object.values(handles)) handle.release();
}
