import { add, type Graph, gather, scatterNdUpdate, type Value } from '@skinr1/autograd';
import type { ModelConfig, TextConfig } from '../config.ts';
import { createGrids } from './grids.ts';
import { linear, norm, type Rotation, rotate, swiGlu } from './layers.ts';
import { type ParameterMap, parameter } from './parameters.ts';
import { rotation, textFrequencies } from './rotary.ts';

/**
 * Prompts and answers as graph inputs. Tokens of all rows lie one after the other without gaps, N in all
 * with some padding at the end; each row is a prompt, then the answers to it. Only attention needs rows
 * and columns: there tokens are put into two grids, prompts `[B, L]` and answers `[B, G, T]`, and back.
 */
export interface SequenceInputs {
  /** int32 `[N]` */
  readonly inputIds: Value;
  /** float32 `[3, N]`: time, height, width (whole numbers; float32 holds them exactly to 2²⁴). */
  readonly positionIds: Value;
  /** int32 `[B, L]`: the token at each place of the prompt grid; padding is the last token. */
  readonly promptIndex: Value;
  /** int32 `[L]`: 0, 1, 2, … */
  readonly promptColumns: Value;
  /** int32 `[N]`: place of each token in the grids, the prompt grid first; padding points to padding. */
  readonly gridIndex: Value;
  /** Left out where there are only prompts. */
  readonly answers: AnswerInputs | null;
}

/** The answers' part of {@link SequenceInputs}. An answer sees its prompt and itself. */
interface AnswerInputs {
  /** int32 `[B, G, T]`: the token at each place of the answer grid; padding is the last token. */
  readonly answerIndex: Value;
  /** int32 `[T]`: 0, 1, 2, … */
  readonly answerColumns: Value;
  /** float32 `[B, L]`: 0, or a large negative number for padding of the prompt grid. */
  readonly promptBias: Value;
}

/** Where image features go: feature `featureIndex[k]` replaces token `imagePlace[k]`. */
export interface ImagePlaceInputs {
  /** int32 `[K]` */
  readonly featureIndex: Value;
  /** int64 `[K, 1]`, into N */
  readonly imagePlace: Value;
}

/**
 * Declares the sequence inputs with symbols N (`flat`), B (`rows`), L (`promptLength`), G (`group`) and
 * T (`answerLength`).
 */
export function declareSequenceInputs(
  graph: Graph,
  { answers }: { readonly answers: boolean },
): SequenceInputs {
  return {
    inputIds: graph.input('inputIds', 'int32', ['flat']),
    positionIds: graph.input('positionIds', 'float32', [3, 'flat']),
    promptIndex: graph.input('promptIndex', 'int32', ['rows', 'promptLength']),
    promptColumns: graph.input('promptColumns', 'int32', ['promptLength']),
    gridIndex: graph.input('gridIndex', 'int32', ['flat']),
    answers: answers
      ? {
          answerIndex: graph.input('answerIndex', 'int32', ['rows', 'group', 'answerLength']),
          answerColumns: graph.input('answerColumns', 'int32', ['answerLength']),
          promptBias: graph.input('promptBias', 'float32', ['rows', 'promptLength']),
        }
      : null,
  };
}

/** Declares the image places with symbol K (`imageTokens`). */
export function declareImagePlaces(graph: Graph): ImagePlaceInputs {
  return {
    featureIndex: graph.input('featureIndex', 'int32', ['imageTokens']),
    imagePlace: graph.input('imagePlace', 'int64', ['imageTokens', 1]),
  };
}

/** Token embeddings with image features put in their places, `[N, hiddenSize]`. */
export function embed(
  parameters: ParameterMap,
  { inputIds }: SequenceInputs,
  features: Value,
  places: ImagePlaceInputs,
): Value {
  const rows = gather(parameter(parameters, 'model.embed_tokens.weight'), inputIds, 0);
  return scatterNdUpdate(rows, places.imagePlace, gather(features, places.featureIndex, 0));
}

/** What a decoder pass gives. */
export interface DecoderOutput {
  /** `[N, hiddenSize]`, after the last norm. */
  readonly hidden: Value;
  /** Keys (rotated) and values of the prompts, layer by layer, `[B, kv, L, headSize]`. */
  readonly cache: readonly { readonly key: Value; readonly value: Value }[];
}

/** The language model over whole rows: used alike in training, scoring and the prompts' first pass. */
export function decoder(
  parameters: ParameterMap,
  text: TextConfig,
  embedded: Value,
  inputs: SequenceInputs,
): DecoderOutput {
  const turn = rotation(inputs.positionIds, textFrequencies(text));
  const grids = createGrids(inputs);
  const cache: { key: Value; value: Value }[] = [];
  let x = embedded;
  for (let i = 0; i < text.layerCount; i++) {
    const layer = `model.layers.${i}`;
    const { query, key, value } = projections(parameters, layer, text, x, turn);
    const { attended, ...entry } = grids.attend(query, key, value, text);
    cache.push(entry);
    x = finishLayer(parameters, layer, text, x, attended);
  }
  return { hidden: norm(parameters, 'model.norm', x, text.rmsNormEpsilon), cache };
}

/** Query and key (rotated) and value of a layer's rows, `[N, heads * headSize]`. */
export function projections(
  parameters: ParameterMap,
  layer: string,
  text: TextConfig,
  x: Value,
  turn: Rotation,
): { query: Value; key: Value; value: Value } {
  const normed = norm(parameters, `${layer}.input_layernorm`, x, text.rmsNormEpsilon);
  return {
    query: rotate(linear(parameters, `${layer}.self_attn.q_proj`, normed), turn),
    key: rotate(linear(parameters, `${layer}.self_attn.k_proj`, normed), turn),
    value: linear(parameters, `${layer}.self_attn.v_proj`, normed),
  };
}

/** Output projection, residuals and feed-forward part of a layer. */
export function finishLayer(
  parameters: ParameterMap,
  layer: string,
  text: TextConfig,
  x: Value,
  attended: Value,
): Value {
  const after = add(x, linear(parameters, `${layer}.self_attn.o_proj`, attended));
  const normed = norm(parameters, `${layer}.post_attention_layernorm`, after, text.rmsNormEpsilon);
  return add(after, swiGlu(parameters, `${layer}.mlp`, normed));
}

/** The matrix that scores the vocabulary, `[vocabularySize, hiddenSize]`. */
export function outputMatrix(parameters: ParameterMap, config: ModelConfig): Value {
  const name = config.tieWordEmbeddings ? 'model.embed_tokens.weight' : 'lm_head.weight';
  return parameter(parameters, name);
}
