import { type Graph, ops, type Value } from '@skinr1/autograd';
import { layerNorm, linear, tanhGelu } from '../../architecture/layers.ts';
import { layerNormSpecs, linearSpecs, type ParameterSpec } from '../../architecture/parameters.ts';
import type { GraphWeights } from '../../weights/graph-weights.ts';
import {
  declareVisionInputs,
  mergeBlocks,
  patchKernelName,
  patchKernelSpec,
  type VisionInputs,
  visionBlock,
  visionEpsilon,
  visionSpans,
} from '../qwen-vl/vision-layers.ts';
import type { Qwen3VlConfig } from './config-types.ts';
import { learnedPositions } from './learned-positions.ts';

const prefix = 'model.visual.';
const positionTable = `${prefix}pos_embed.weight`;

/** The weights of the vision tower, under the names that the published checkpoints use. */
export function visionSpecs({ vision, text }: Qwen3VlConfig): ParameterSpec[] {
  const { hiddenSize: hidden, intermediateSize: inner } = vision;
  const merged = hidden * vision.spatialMergeSize ** 2;
  const blocks = Array.from({ length: vision.layerCount }, (_, i) => {
    const block = `${prefix}blocks.${i}`;
    return [
      ...layerNormSpecs(`${block}.norm1`, hidden),
      ...layerNormSpecs(`${block}.norm2`, hidden),
      ...linearSpecs(`${block}.attn.qkv`, 3 * hidden, hidden, { bias: true }),
      ...linearSpecs(`${block}.attn.proj`, hidden, hidden, { bias: true }),
      ...linearSpecs(`${block}.mlp.linear_fc1`, inner, hidden, { bias: true }),
      ...linearSpecs(`${block}.mlp.linear_fc2`, hidden, inner, { bias: true }),
    ];
  });
  const mergerSpecs = (name: string, normed: number) => [
    ...layerNormSpecs(`${name}.norm`, normed),
    ...linearSpecs(`${name}.linear_fc1`, merged, merged, { bias: true }),
    ...linearSpecs(`${name}.linear_fc2`, text.hiddenSize, merged, { bias: true }),
  ];
  return [
    patchKernelSpec(prefix, vision),
    { name: `${prefix}patch_embed.proj.bias`, shape: [hidden], kind: 'bias' },
    { name: positionTable, shape: [vision.positionSide ** 2, hidden], kind: 'embedding' },
    ...blocks.flat(),
    ...mergerSpecs(`${prefix}merger`, hidden),
    ...vision.deepstackBlocks.flatMap((_, i) =>
      mergerSpecs(`${prefix}deepstack_merger_list.${i}`, merged),
    ),
  ];
}

/**
 * The vision tower: patch embedding with learned positions, blocks that attend over the whole image, and
 * mergers that make one language-model token of each merge block: of the last block for the embeddings, of
 * some others for the language model's first layers (DeepStack; Meng et al., 2024).
 *
 * @returns each `[images · blocks, text hiddenSize]`, padding included
 */
export function visionTower(
  graph: Graph,
  weights: GraphWeights,
  { vision }: Qwen3VlConfig,
  isInParts = false,
): [Value, ...Value[]] {
  const inputs = declareVisionInputs(graph, vision);
  const tower = { weights, inputs, vision, isInParts };
  const { image } = visionSpans(inputs);
  const normed = (name: string, value: Value) => layerNorm(weights, name, value, visionEpsilon);
  const positions = learnedPositions(graph, weights.matrix(positionTable), inputs.bias.shape);
  const patches = ops.add(
    weights.matrix(patchKernelName(prefix)).project(inputs.patches),
    weights.vector(`${prefix}patch_embed.proj.bias`),
  );
  const behindLayers: Value[] = [];
  let x = ops.add(patches, positions);
  for (let i = 0; i < vision.layerCount; i++) {
    const name = `${prefix}blocks.${i}`;
    const feedForward = (rows: Value) =>
      linear(
        weights,
        `${name}.mlp.linear_fc2`,
        tanhGelu(linear(weights, `${name}.mlp.linear_fc1`, rows)),
      );
    x = visionBlock(x, { name, norm: normed, feedForward }, image, tower);
    const deep = vision.deepstackBlocks.indexOf(i);
    if (deep >= 0) {
      const merged = mergeBlocks(x, inputs, vision);
      const name = `${prefix}deepstack_merger_list.${deep}`;
      behindLayers.push(
        merge(weights, name, layerNorm(weights, `${name}.norm`, merged, visionEpsilon)),
      );
    }
  }
  const name = `${prefix}merger`;
  return [merge(weights, name, lastMerged(weights, name, x, inputs, vision)), ...behindLayers];
}

/** Here the norm is of patches, before they are merged. */
function lastMerged(
  weights: GraphWeights,
  name: string,
  x: Value,
  inputs: VisionInputs,
  vision: Qwen3VlConfig['vision'],
): Value {
  return mergeBlocks(layerNorm(weights, `${name}.norm`, x, visionEpsilon), inputs, vision);
}

function merge(weights: GraphWeights, name: string, merged: Value): Value {
  const inner = ops.gelu(linear(weights, `${name}.linear_fc1`, merged));
  return linear(weights, `${name}.linear_fc2`, inner);
}
