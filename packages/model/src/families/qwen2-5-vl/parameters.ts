import { linearSpecs, normSpec, type ParameterSpec } from '../../architecture/parameters.ts';
import { patchKernelSpec } from '../qwen-vl/vision-layers.ts';
import type { Qwen25VlConfig } from './config-types.ts';

/** The weights of the vision tower, under the names that the published checkpoints use. */
export function visionSpecs({ vision, text }: Qwen25VlConfig): ParameterSpec[] {
  const { hiddenSize: hidden, intermediateSize: inner } = vision;
  const merged = hidden * vision.spatialMergeSize ** 2;
  const blocks = Array.from({ length: vision.layerCount }, (_, i) => {
    const block = `visual.blocks.${i}`;
    return [
      normSpec(`${block}.norm1`, hidden),
      normSpec(`${block}.norm2`, hidden),
      ...linearSpecs(`${block}.attn.qkv`, 3 * hidden, hidden, { bias: true }),
      ...linearSpecs(`${block}.attn.proj`, hidden, hidden, { bias: true }),
      ...linearSpecs(`${block}.mlp.gate_proj`, inner, hidden, { bias: true }),
      ...linearSpecs(`${block}.mlp.up_proj`, inner, hidden, { bias: true }),
      ...linearSpecs(`${block}.mlp.down_proj`, hidden, inner, { bias: true }),
    ];
  });
  return [
    patchKernelSpec('visual.', vision),
    ...blocks.flat(),
    normSpec('visual.merger.ln_q', hidden),
    ...linearSpecs('visual.merger.mlp.0', merged, merged, { bias: true }),
    ...linearSpecs('visual.merger.mlp.2', text.hiddenSize, merged, { bias: true }),
  ];
}
