import { type Dim, type Graph, multiplyDims, ops, type Value } from '@skinr1/autograd';
import { segmentAttention } from '../../architecture/attention.ts';
import { linear, type Rotation, rotate } from '../../architecture/layers.ts';
import type { ParameterSpec } from '../../architecture/parameters.ts';
import { inverseFrequency, rotation } from '../../architecture/rotary.ts';
import { patchWidth } from '../../image/patches.ts';
import type { GraphWeights } from '../../weights/graph-weights.ts';
import type { QwenVisionConfig } from './config-types.ts';

/** Norms of all the towers have it; no file states it. */
export const visionEpsilon = 1e-6;

/**
 * Images as graph inputs: I images of W windows of M merge blocks of U = mergeSize² patches. Windows
 * and images with less are padded; `patchBias` keeps padding out of attention. A tower without windows has
 * one an image.
 */
export interface VisionInputs {
  /** float32 `[I · W · M · U, patchWidth]` */
  readonly patches: Value;
  /** Of each patch, by its row and column in its image. */
  readonly angles: Rotation;
  /** float32 `[I, W, M, U]`: 0, or a large negative number for padding. */
  readonly bias: Value;
}

/** Declares the vision inputs with symbols I (`images`), W (`windows`) and M (`blocks`). */
export function declareVisionInputs(graph: Graph, vision: QwenVisionConfig): VisionInputs {
  const grid = ['images', 'windows', 'blocks', vision.spatialMergeSize ** 2];
  const rows = multiplyDims(...grid);
  const width = patchWidth(vision);
  const pixels = graph.input('pixels', 'float32', [...grid, width]);
  const positions = graph.input('patchPositions', 'float32', [2, ...grid]);
  return {
    patches: ops.reshape(pixels, [rows, width]),
    angles: rotation(ops.reshape(positions, [2, rows]), visionFrequencies(vision)),
    bias: graph.input('patchBias', 'float32', grid),
  };
}

/** The first half of the frequencies follows the patch's row, the second, with equal values, its column. */
function visionFrequencies({ headSize }: QwenVisionConfig): number[][] {
  const spatial = headSize / 2;
  const half = Array.from({ length: spatial / 2 }, (_, i) =>
    inverseFrequency(visionTheta, (2 * i) / spatial),
  );
  const zeros = half.map(() => 0);
  return [
    [...half, ...zeros],
    [...zeros, ...half],
  ];
}

/** Base of the towers' frequencies; no file states it. */
const visionTheta = 10_000;

/** Patches that attend to each other. */
export interface Span {
  readonly segments: Dim;
  readonly length: Dim;
  /** `[segments, 1, 1, length]` */
  readonly bias: Value;
}

/** Patches of one window, or of one image, attend to each other. */
export function visionSpans({ bias }: VisionInputs): {
  readonly window: Span;
  readonly image: Span;
} {
  const [images, windows, blocks, unit] = bias.shape as [Dim, Dim, Dim, Dim];
  const span = (segments: Dim, length: Dim): Span => ({
    segments,
    length,
    bias: ops.reshape(bias, [segments, 1, 1, length]),
  });
  return {
    window: span(multiplyDims(images, windows), multiplyDims(blocks, unit)),
    image: span(images, multiplyDims(windows, blocks, unit)),
  };
}

/** Attention of a block of the tower, output projection included, of normed patches `[rows, hiddenSize]`. */
export function visionAttention(
  weights: GraphWeights,
  name: string,
  normed: Value,
  angles: Rotation,
  { segments, length, bias }: Span,
  { headCount, headSize }: QwenVisionConfig,
): Value {
  const projected = linear(weights, `${name}.qkv`, normed);
  const [query, key, value] = ops.split(projected, 3, 1) as [Value, Value, Value];
  const sizes = { segments, length, headCount, headSize };
  const attended = segmentAttention(rotate(query, angles), rotate(key, angles), value, bias, sizes);
  return linear(weights, `${name}.proj`, attended);
}

/** Patches `[rows, hiddenSize]` of one merge block side by side: `[rows / mergeSize², mergeSize² · hiddenSize]`. */
export function mergeBlocks(x: Value, { bias }: VisionInputs, vision: QwenVisionConfig): Value {
  const [images, windows, blocks, unit] = bias.shape as [Dim, Dim, Dim, number];
  return ops.reshape(x, [multiplyDims(images, windows, blocks), unit * vision.hiddenSize]);
}

/** The matrix that embeds patches, a convolution without overlap. */
export function patchKernelSpec(prefix: string, vision: QwenVisionConfig): ParameterSpec {
  const { hiddenSize, channelCount, temporalPatchSize, patchSize: side } = vision;
  return {
    name: patchKernelName(prefix),
    shape: [hiddenSize, channelCount, temporalPatchSize, side, side],
    kind: 'kernel',
  };
}

/** Its name. */
export function patchKernelName(prefix: string): string {
  return `${prefix}patch_embed.proj.weight`;
}
