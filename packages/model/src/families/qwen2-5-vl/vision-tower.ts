import { type Dim, type Graph, multiplyDims, ops, type Value } from '@skinr1/autograd';
import { segmentAttention } from '../../architecture/attention.ts';
import { linear, norm, type Rotation, rotate, swiGlu } from '../../architecture/layers.ts';
import { inverseFrequency, rotation } from '../../architecture/rotary.ts';
import { patchWidth } from '../../image/patches.ts';
import type { GraphWeights } from '../../weights/graph-weights.ts';
import type { VisionConfig } from './config-types.ts';
import { weightNames } from './parameters.ts';

/** Qwen2.5-VL's vision norms have no setting for it. */
const epsilon = 1e-6;

/**
 * Images as graph inputs: I images of W windows of M merge blocks of U = mergeSize² patches. Windows
 * and images with less are padded; `patchBias` keeps padding out of attention.
 */
interface VisionInputs {
  /** float32 `[I, W, M, U, patchWidth]` */
  readonly pixels: Value;
  /** float32 `[2, I, W, M, U]`: row and column of each patch in its image. */
  readonly patchPositions: Value;
  /** float32 `[I, W, M, U]`: 0, or a large negative number for padding. */
  readonly patchBias: Value;
}

/** Declares the vision inputs with symbols I (`images`), W (`windows`) and M (`blocks`). */
function declareVisionInputs(graph: Graph, vision: VisionConfig): VisionInputs {
  const grid = ['images', 'windows', 'blocks', vision.spatialMergeSize ** 2];
  return {
    pixels: graph.input('pixels', 'float32', [...grid, patchWidth(vision)]),
    patchPositions: graph.input('patchPositions', 'float32', [2, ...grid]),
    patchBias: graph.input('patchBias', 'float32', grid),
  };
}

/**
 * The vision tower: patch embedding, blocks that attend inside windows or (some) over the whole image,
 * and the merger that makes one language-model token of each merge block.
 *
 * @returns `[I · W · M, text hiddenSize]`, padding included
 */
export function visionTower(graph: Graph, weights: GraphWeights, vision: VisionConfig): Value {
  const inputs = declareVisionInputs(graph, vision);
  const [images, windows, blocks, unit] = inputs.patchBias.shape as [Dim, Dim, Dim, number];
  const rows = multiplyDims(images, windows, blocks, unit);
  const width = patchWidth(vision);
  const angles = rotation(ops.reshape(inputs.patchPositions, [2, rows]), visionFrequencies(vision));
  const spans = {
    window: span(inputs.patchBias, multiplyDims(images, windows), multiplyDims(blocks, unit)),
    image: span(inputs.patchBias, images, multiplyDims(windows, blocks, unit)),
  };
  const patches = ops.reshape(inputs.pixels, [rows, width]);
  let x = weights.matrix(weightNames.patchKernel).project(patches);
  for (let i = 0; i < vision.layerCount; i++) {
    const where = vision.fullAttentionBlocks.includes(i) ? spans.image : spans.window;
    x = visionBlock(weights, `visual.blocks.${i}`, x, angles, where, vision);
  }
  const merged = ops.reshape(norm(weights, 'visual.merger.ln_q', x, epsilon), [
    multiplyDims(images, windows, blocks),
    unit * vision.hiddenSize,
  ]);
  return linear(
    weights,
    'visual.merger.mlp.2',
    ops.gelu(linear(weights, 'visual.merger.mlp.0', merged)),
  );
}

interface Span {
  readonly segments: Dim;
  readonly length: Dim;
  /** `[segments, 1, 1, length]` */
  readonly bias: Value;
}

function span(patchBias: Value, segments: Dim, length: Dim): Span {
  return { segments, length, bias: ops.reshape(patchBias, [segments, 1, 1, length]) };
}

function visionBlock(
  weights: GraphWeights,
  name: string,
  x: Value,
  angles: Rotation,
  { segments, length, bias }: Span,
  { headCount, headSize }: VisionConfig,
): Value {
  const projected = linear(weights, `${name}.attn.qkv`, norm(weights, `${name}.norm1`, x, epsilon));
  const [query, key, value] = ops.split(projected, 3, 1) as [Value, Value, Value];
  const attended = segmentAttention(rotate(query, angles), rotate(key, angles), value, bias, {
    segments,
    length,
    headCount,
    headSize,
  });
  const after = ops.add(x, linear(weights, `${name}.attn.proj`, attended));
  return ops.add(
    after,
    swiGlu(weights, `${name}.mlp`, norm(weights, `${name}.norm2`, after, epsilon)),
  );
}

/** The first half of the frequencies follows the patch's row, the second, with equal values, its column. */
function visionFrequencies(vision: VisionConfig): number[][] {
  const spatial = vision.headSize / 2;
  const half = Array.from({ length: spatial / 2 }, (_, i) =>
    inverseFrequency(visionTheta, (2 * i) / spatial),
  );
  const zeros = half.map(() => 0);
  return [
    [...half, ...zeros],
    [...zeros, ...half],
  ];
}

/** Base of the vision tower's frequencies; Qwen2.5-VL has no setting for it. */
const visionTheta = 10_000;
