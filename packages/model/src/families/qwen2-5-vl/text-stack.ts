import { ops, type Value } from '@skinr1/autograd';
import { linear, norm, rotate, swiGlu } from '../../architecture/layers.ts';
import { inverseFrequency, rotation } from '../../architecture/rotary.ts';
import type { GraphWeights } from '../../weights/graph-weights.ts';
import type { Weight } from '../../weights/weight.ts';
import type { Attend } from '../family.ts';
import type { Qwen25VlConfig, Qwen25VlTextConfig } from './config-types.ts';
import { weightNames } from './parameters.ts';

/** Embeddings of token ids, `[…ids, hiddenSize]`. */
export function embed(weights: GraphWeights, tokenIds: Value): Value {
  return weights.matrix(weightNames.embedding).gather(tokenIds);
}

/** The matrix that scores the vocabulary, `[vocabularySize, hiddenSize]`. */
export function outputMatrix(weights: GraphWeights, { tieWordEmbeddings }: Qwen25VlConfig): Weight {
  return weights.matrix(tieWordEmbeddings ? weightNames.embedding : weightNames.output);
}

/** Pre-norm decoder layers with grouped queries, rotary positions and SwiGLU, and the last norm. */
export function textStack(
  weights: GraphWeights,
  { text }: Qwen25VlConfig,
  embedded: Value,
  positions: Value,
  attend: Attend,
): Value {
  const frequencies = textFrequencies(text);
  const angles = rotation(
    positions,
    positions.shape[0] === 1 ? [joined(frequencies)] : frequencies,
  );
  const epsilon = text.rmsNormEpsilon;
  let x = embedded;
  for (let i = 0; i < text.layerCount; i++) {
    const layer = `model.layers.${i}`;
    const normed = norm(weights, `${layer}.input_layernorm`, x, epsilon);
    const attended = attend(i, {
      query: rotate(linear(weights, `${layer}.self_attn.q_proj`, normed), angles),
      key: rotate(linear(weights, `${layer}.self_attn.k_proj`, normed), angles),
      value: linear(weights, `${layer}.self_attn.v_proj`, normed),
    });
    const after = ops.add(x, linear(weights, `${layer}.self_attn.o_proj`, attended));
    const normedAfter = norm(weights, `${layer}.post_attention_layernorm`, after, epsilon);
    x = ops.add(after, swiGlu(weights, `${layer}.mlp`, normedAfter));
  }
  return norm(weights, 'model.norm', x, epsilon);
}

/** M-RoPE: the first `mropeSection[0]` frequencies follow time, the next height, the rest width. */
function textFrequencies(text: Qwen25VlTextConfig): number[][] {
  const axisOf = text.mropeSection.flatMap((count, axis) => new Array<number>(count).fill(axis));
  return [0, 1, 2].map((axis) =>
    axisOf.map((owner, i) =>
      owner === axis ? inverseFrequency(text.ropeTheta, (2 * i) / text.headSize) : 0,
    ),
  );
}

/** One axis with all the frequencies: generated text advances the three together. */
function joined(frequencies: readonly (readonly number[])[]): number[] {
  return (frequencies[0] ?? []).map((_, i) =>
    frequencies.reduce((sum, axis) => sum + (axis[i] ?? 0), 0),
  );
}
