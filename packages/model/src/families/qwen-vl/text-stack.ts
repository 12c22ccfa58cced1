import { multiplyDims, ops, type Value } from '@skinr1/autograd';
import { linear, norm, rotate, swiGlu } from '../../architecture/layers.ts';
import { inverseFrequency, rotation } from '../../architecture/rotary.ts';
import type { GraphWeights } from '../../weights/graph-weights.ts';
import type { Family, TextLayers } from '../family.ts';
import type { QwenTextConfig, QwenVlConfig } from './config-types.ts';
import { embeddingName, outputName, type TextVariant } from './text-parameters.ts';
import { yarnFrequency } from './yarn.ts';

/** How the frequencies of the three axes are laid out, beside what weights there are. */
export interface TextStackVariant extends TextVariant {
  /** Whether they alternate (Qwen3) instead of following each other. */
  readonly interleaved: boolean;
}

/** What a family says of its language model: embedding, layers and the matrix that scores the vocabulary. */
export function textModel<Config extends QwenVlConfig>(
  variant: TextStackVariant,
): Pick<Family<Config>, 'embed' | 'textStack' | 'outputMatrix'> {
  const { names } = variant;
  return {
    embed: (weights, _, tokenIds) => weights.matrix(embeddingName(names)).gather(tokenIds),
    outputMatrix: (weights, { tieWordEmbeddings }) =>
      weights.matrix(tieWordEmbeddings ? embeddingName(names) : outputName(names)),
    textStack: (weights, { text }, embedded, positions, layers) =>
      textStack(weights, text, variant, embedded, positions, layers),
  };
}

/** Pre-norm decoder layers with grouped queries, rotary positions and SwiGLU, and the last norm. */
function textStack(
  weights: GraphWeights,
  text: QwenTextConfig,
  variant: TextStackVariant,
  embedded: Value,
  positions: Value,
  { attend, after }: TextLayers,
): Value {
  const { names } = variant;
  const angles = rotation(positions, textFrequencies(text, variant), text.yarn?.attentionFactor);
  const epsilon = text.rmsNormEpsilon;
  let x = embedded;
  for (let i = 0; i < text.layerCount; i++) {
    const layer = `${names.language}layers.${i}`;
    x = ops.segment(x, (input) => {
      const normed = norm(weights, `${layer}.input_layernorm`, input, epsilon);
      const projected = (part: string) =>
        linear(weights, `${layer}.self_attn.${part}_proj`, normed);
      const headNormed = (part: string) =>
        variant.queryKeyNorm
          ? headNorm(weights, `${layer}.self_attn.${part}_norm`, projected(part), text)
          : projected(part);
      const attended = attend(i, {
        query: rotate(headNormed('q'), angles),
        key: rotate(headNormed('k'), angles),
        value: projected('v'),
      });
      const mixed = ops.add(input, linear(weights, `${layer}.self_attn.o_proj`, attended));
      const normedAfter = norm(weights, `${layer}.post_attention_layernorm`, mixed, epsilon);
      return after(i, ops.add(mixed, swiGlu(weights, `${layer}.mlp`, normedAfter)));
    });
  }
  return norm(weights, `${names.language}norm`, x, epsilon);
}

/** Root-mean-square norm of each head, `[N, heads * headSize]`. */
function headNorm(
  weights: GraphWeights,
  name: string,
  x: Value,
  { headSize, rmsNormEpsilon }: QwenTextConfig,
): Value {
  const [rows, width] = x.shape as [number | string, number];
  const heads = ops.reshape(x, [multiplyDims(rows, width / headSize), headSize]);
  return ops.reshape(norm(weights, name, heads, rmsNormEpsilon), [rows, width]);
}

/**
 * M-RoPE. In sections, the first `mropeSection[0]` frequencies follow time, the next height, the rest width.
 * Interleaved, frequencies 1, 4, 7, … follow height and 2, 5, 8, … width, as many as their sections say, and all
 * others time.
 */
function textFrequencies(text: QwenTextConfig, { interleaved }: TextStackVariant): number[][] {
  const [time, height, width] = text.mropeSection;
  const axisOf = Array.from({ length: text.headSize / 2 }, (_, i) => {
    if (!interleaved) return i < time ? 0 : i < time + height ? 1 : 2;
    const axis = i % 3;
    return axis > 0 && i < 3 * (axis === 1 ? height : width) ? axis : 0;
  });
  const frequencyOf = (i: number): number =>
    text.yarn
      ? yarnFrequency(text, text.yarn, i)
      : inverseFrequency(text.ropeTheta, (2 * i) / text.headSize);
  return [0, 1, 2].map((axis) => axisOf.map((owner, i) => (owner === axis ? frequencyOf(i) : 0)));
}
