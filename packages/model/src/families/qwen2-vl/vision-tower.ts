import { type Graph, ops, type Value } from '@skinr1/autograd';
import { layerNorm, linear } from '../../architecture/layers.ts';
import { layerNormSpecs, linearSpecs, type ParameterSpec } from '../../architecture/parameters.ts';
import type { GraphWeights } from '../../weights/graph-weights.ts';
import {
  declareVisionInputs,
  mergeBlocks,
  patchKernelName,
  patchKernelSpec,
  visionBlock,
  visionEpsilon,
  visionSpans,
} from '../qwen-vl/vision-layers.ts';
import type { Qwen2VlConfig } from './config-types.ts';

/** The weights of the vision tower, under the names that the published checkpoints use. */
export function visionSpecs({ vision, text }: Qwen2VlConfig): ParameterSpec[] {
  const { hiddenSize: hidden, intermediateSize: inner } = vision;
  const merged = hidden * vision.spatialMergeSize ** 2;
  const blocks = Array.from({ length: vision.layerCount }, (_, i) => {
    const block = `visual.blocks.${i}`;
    return [
      ...layerNormSpecs(`${block}.norm1`, hidden),
      ...layerNormSpecs(`${block}.norm2`, hidden),
      ...linearSpecs(`${block}.attn.qkv`, 3 * hidden, hidden, { bias: true }),
      ...linearSpecs(`${block}.attn.proj`, hidden, hidden, { bias: true }),
      ...linearSpecs(`${block}.mlp.fc1`, inner, hidden, { bias: true }),
      ...linearSpecs(`${block}.mlp.fc2`, hidden, inner, { bias: true }),
    ];
  });
  return [
    patchKernelSpec('visual.', vision),
    ...blocks.flat(),
    ...layerNormSpecs('visual.merger.ln_q', hidden),
    ...linearSpecs('visual.merger.mlp.0', merged, merged, { bias: true }),
    ...linearSpecs('visual.merger.mlp.2', text.hiddenSize, merged, { bias: true }),
  ];
}

/**
 * The vision tower: patch embedding, blocks that attend over the whole image, and the merger that makes one
 * language-model token of each merge block.
 *
 * @returns `[images · blocks, text hiddenSize]`, padding included
 */
export function visionTower(
  graph: Graph,
  weights: GraphWeights,
  { vision }: Qwen2VlConfig,
  isInParts: boolean,
): Value {
  const inputs = declareVisionInputs(graph, vision);
  const tower = { weights, inputs, vision, isInParts };
  const { image } = visionSpans(inputs);
  const normed = (name: string, value: Value) => layerNorm(weights, name, value, visionEpsilon);
  let x = weights.matrix(patchKernelName('visual.')).project(inputs.patches);
  for (let i = 0; i < vision.layerCount; i++) {
    const name = `visual.blocks.${i}`;
    const feedForward = (rows: Value) => {
      const inner = linear(weights, `${name}.mlp.fc1`, rows);
      return linear(weights, `${name}.mlp.fc2`, ops.quickGelu(inner));
    };
    x = visionBlock(x, { name, norm: normed, feedForward }, image, tower);
  }
  const merged = mergeBlocks(normed('visual.merger.ln_q', x), inputs, vision);
  const inner = ops.gelu(linear(weights, 'visual.merger.mlp.0', merged));
  return linear(weights, 'visual.merger.mlp.2', inner);
}
