import { type Dim, type Graph, multiplyDims, ops, type Value } from '@skinr1/autograd';
import { segmentAttention } from '../../architecture/attention.ts';
import { inParts, type Parts } from '../../architecture/in-parts.ts';
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

/** What a block of a tower is made of. */
export interface VisionBlock {
  readonly name: string;
  readonly norm: (name: string, x: Value) => Value;
  readonly feedForward: (normed: Value) => Value;
}

/** What all blocks of a tower share. */
export interface VisionTower {
  readonly weights: GraphWeights;
  readonly inputs: VisionInputs;
  readonly vision: QwenVisionConfig;
  /** Compute rows in parts and heads in groups: see `Family.visionTower`. */
  readonly isInParts: boolean;
}

/** A pre-norm block: attention among the patches of each segment, then each patch by itself. `[rows, hiddenSize]`. */
export function visionBlock(
  x: Value,
  { name, norm, feedForward }: VisionBlock,
  { segments, length, bias }: Span,
  { weights, inputs, vision, isInParts }: VisionTower,
): Value {
  const { headCount, headSize } = vision;
  const parts = isInParts ? rowParts(inputs) : null;
  const headsAtOnce = Math.ceil(headCount / (parts?.count ?? 1));
  const { cosine, sine } = inputs.angles;
  return ops.segment(x, (input) => {
    const projected = inParts([input, cosine, sine], parts, ([rows, ...angles]) => {
      const normed = norm(`${name}.norm1`, rows as Value);
      const [query, key, value] = ops.split(linear(weights, `${name}.attn.qkv`, normed), 3, 1);
      const rotated = (of: Value | undefined) =>
        rotate(of as Value, { cosine: angles[0] as Value, sine: angles[1] as Value });
      return [rotated(query), rotated(key), value as Value];
    });
    const [query, key, value] = projected as [Value, Value, Value];
    const sizes = { segments, length, headCount, headSize, headsAtOnce };
    const attended = segmentAttention(query, key, value, bias, sizes);
    const [result] = inParts([input, attended], parts, ([rows, ofRows]) => {
      const mixed = ops.add(rows as Value, linear(weights, `${name}.attn.proj`, ofRows as Value));
      return [ops.add(mixed, feedForward(norm(`${name}.norm2`, mixed)))];
    });
    return result as Value;
  });
}

/** As many parts as a merge block has patches: whatever the images, their rows divide by it. */
function rowParts({ bias }: VisionInputs): Parts {
  const [images, windows, blocks, unit] = bias.shape as [Dim, Dim, Dim, number];
  return { count: unit, length: multiplyDims(images, windows, blocks) };
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
