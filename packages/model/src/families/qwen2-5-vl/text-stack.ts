import { add, gather, type Value } from '@skinr1/autograd';
import { linear, norm, rotate, swiGlu } from '../../architecture/layers.ts';
import { type ParameterMap, parameter } from '../../architecture/parameters.ts';
import { inverseFrequency, rotation } from '../../architecture/rotary.ts';
import type { Attend } from '../family.ts';
import type { Qwen25VlConfig, Qwen25VlTextConfig } from './config-types.ts';
import { weightNames } from './parameters.ts';

/** Embeddings of token ids, `[…ids, hiddenSize]`. */
export function embed(parameters: ParameterMap, tokenIds: Value): Value {
  return gather(parameter(parameters, weightNames.embedding), tokenIds, 0);
}

/** The matrix that scores the vocabulary, `[vocabularySize, hiddenSize]`. */
export function outputMatrix(
  parameters: ParameterMap,
  { tieWordEmbeddings }: Qwen25VlConfig,
): Value {
  return parameter(parameters, tieWordEmbeddings ? weightNames.embedding : weightNames.output);
}

/** Pre-norm decoder layers with grouped queries, rotary positions and SwiGLU, and the last norm. */
export function textStack(
  parameters: ParameterMap,
  { text }: Qwen25VlConfig,
  embedded: Value,
  positions: Value,
  attend: Attend,
): Value {
  const frequencies = textFrequencies(text);
  const turn = rotation(positions, positions.shape[0] === 1 ? [joined(frequencies)] : frequencies);
  const epsilon = text.rmsNormEpsilon;
  let x = embedded;
  for (let i = 0; i < text.layerCount; i++) {
    const layer = `model.layers.${i}`;
    const normed = norm(parameters, `${layer}.input_layernorm`, x, epsilon);
    const attended = attend(i, {
      query: rotate(linear(parameters, `${layer}.self_attn.q_proj`, normed), turn),
      key: rotate(linear(parameters, `${layer}.self_attn.k_proj`, normed), turn),
      value: linear(parameters, `${layer}.self_attn.v_proj`, normed),
    });
    const after = add(x, linear(parameters, `${layer}.self_attn.o_proj`, attended));
    const normedAfter = norm(parameters, `${layer}.post_attention_layernorm`, after, epsilon);
    x = add(after, swiGlu(parameters, `${layer}.mlp`, normedAfter));
  }
  return norm(parameters, 'model.norm', x, epsilon);
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
