import { type Graph, ops, type Value } from '@skinr1/autograd';
import { linear, norm, swiGlu } from '../../architecture/layers.ts';
import type { GraphWeights } from '../../weights/graph-weights.ts';
import {
  declareVisionInputs,
  mergeBlocks,
  patchKernelName,
  visionBlock,
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
export function visionTower(
  graph: Graph,
  weights: GraphWeights,
  vision: VisionConfig,
  isInParts: boolean,
): Value {
  const inputs = declareVisionInputs(graph, vision);
  const tower = { weights, inputs, vision, isInParts };
  const spans = visionSpans(inputs);
  let x = weights.matrix(patchKernelName('visual.')).project(inputs.patches);
  for (let i = 0; i < vision.layerCount; i++) {
    const name = `visual.blocks.${i}`;
    const block = {
      name,
      norm: (of: string, rows: Value) => norm(weights, of, rows, visionEpsilon),
      feedForward: (normed: Value) => swiGlu(weights, `${name}.mlp`, normed),
    };
    const span = vision.fullAttentionBlocks.includes(i) ? spans.image : spans.window;
    x = visionBlock(x, block, span, tower);
  }
  const normed = norm(weights, 'visual.merger.ln_q', x, visionEpsilon);
  const merged = mergeBlocks(normed, inputs, vision);
  const inner = ops.gelu(linear(weights, 'visual.merger.mlp.0', merged));
  return linear(weights, 'visual.merger.mlp.2', inner);
}
