import type { ParameterSpec } from '../architecture/parameters.ts';

/** PEFT's prefix of every tensor. */
const prefix = 'base_model.model.';

/** Weights that can have an adapter in PEFT's form. Embeddings have tensors of another form there. */
export const adaptedKinds: readonly ParameterSpec['kind'][] = ['linear', 'output', 'kernel'];

/** The name of A or B beside a module in `adapter_model.safetensors`. */
export function keyOf(module: string, side: 'A' | 'B'): string {
  return `${prefix}${module}.lora_${side}.weight`;
}

/** The module that a tensor of `adapter_model.safetensors` belongs to; null if it is of no A or B. */
export function moduleOf(key: string): string | null {
  const end = ['.lora_A.weight', '.lora_B.weight'].find((each) => key.endsWith(each));
  return end && key.startsWith(prefix) ? key.slice(prefix.length, -end.length) : null;
}
