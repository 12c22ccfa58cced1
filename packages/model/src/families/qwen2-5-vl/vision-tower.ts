import { type Graph, ops, type Value } from '@skinr1/autograd';
import { linear, norm, swiGlu } from '../../architecture/layers.ts';
import type { GraphWeights } from '../../weights/graph-weights.ts';
import {
  declareVisionInputs,
  mergeBlocks,
  patchKernelName,
  visionAttention,
  visionEpsilon,
  visionSpans,
} from '../qwen-vl/vision-layers.ts';
import type { VisionConfig } from './config-types.ts';

/**
 * The vision tower: patch embedding, blocks that attend inside windows or (some) over the whole image,
 * and the merger that makes one language-model token of each merge block.
 *
 * @returns `[I · W · M, text hiddenSize]`, padding included
 */
export function visionTower(graph: Graph, weights: GraphWeights, vision: VisionConfig): Value {
  const inputs = declareVisionInputs(graph, vision);
  const spans = visionSpans(inputs);
  let x = weights.matrix(patchKernelName('visual.')).project(inputs.patches);
  for (let i = 0; i < vision.layerCount; i++) {
    const block = `visual.blocks.${i}`;
    const span = vision.fullAttentionBlocks.includes(i) ? spans.image : spans.window;
    const { angles } = inputs;
    x = ops.segment(x, (input) => {
      const normed = norm(weights, `${block}.norm1`, input, visionEpsilon);
      const attended = visionAttention(weights, `${block}.attn`, normed, angles, span, vision);
      const mixed = ops.add(input, attended);
      const normedAfter = norm(weights, `${block}.norm2`, mixed, visionEpsilon);
      return ops.add(mixed, swiGlu(weights, `${block}.mlp`, normedAfter));
    });
  }
  const normed = norm(weights, 'visual.merger.ln_q', x, visionEpsilon);
  const merged = mergeBlocks(normed, inputs, vision);
  const inner = ops.gelu(linear(weights, 'visual.merger.mlp.0', merged));
  return linear(weights, 'visual.merger.mlp.2', inner);
}
