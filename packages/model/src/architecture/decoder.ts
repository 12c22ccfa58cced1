import {
  add,
  type Dim,
  equal,
  type Graph,
  gather,
  less,
  reshape,
  scatterNdUpdate,
  unsqueeze,
  type Value,
  where,
} from '@skinr1/autograd';
import type { ModelConfig, TextConfig } from '../config.ts';
import { groupedQueryAttention, keyValueHeads, masked } from './attention.ts';
import { linear, norm, type Rotation, rotate, swiGlu } from './layers.ts';
import { type ParameterMap, parameter } from './parameters.ts';
import { rotation, textFrequencies } from './rotary.ts';

/** B rows of S tokens as graph inputs. */
export interface SequenceInputs {
  /** int32 `[B, S]` */
  readonly inputIds: Value;
  /** float32 `[3, B, S]`: time, height, width (whole numbers; float32 holds them exactly to 2²⁴). */
  readonly positionIds: Value;
  /**
   * int32 `[B, S]`: −1 padding, 0 prompt, k ≥ 1 the row's k-th completion. A token sees earlier tokens
   * of the prompt and of its own completion, so that one row holds a prompt and many answers.
   */
  readonly segmentIds: Value;
  /** int32 `[S]`: 0, 1, 2, … */
  readonly columns: Value;
}

/** Where image features go: feature `featureIndex[k]` replaces the token at flat place `imagePlace[k]`. */
export interface ImagePlaceInputs {
  /** int32 `[K]` */
  readonly featureIndex: Value;
  /** int64 `[K, 1]`, into B · S */
  readonly imagePlace: Value;
}

/** Declares the sequence inputs with symbols B (`rows`) and S (`length`). */
export function declareSequenceInputs(graph: Graph): SequenceInputs {
  return {
    inputIds: graph.input('inputIds', 'int32', ['rows', 'length']),
    positionIds: graph.input('positionIds', 'float32', [3, 'rows', 'length']),
    segmentIds: graph.input('segmentIds', 'int32', ['rows', 'length']),
    columns: graph.input('columns', 'int32', ['length']),
  };
}

/** Declares the image places with symbol K (`imageTokens`). */
export function declareImagePlaces(graph: Graph): ImagePlaceInputs {
  return {
    featureIndex: graph.input('featureIndex', 'int32', ['imageTokens']),
    imagePlace: graph.input('imagePlace', 'int64', ['imageTokens', 1]),
  };
}

/** Token embeddings with image features put in their places, `[B · S, hiddenSize]`. */
export function embed(
  parameters: ParameterMap,
  config: ModelConfig,
  { inputIds }: SequenceInputs,
  features: Value,
  places: ImagePlaceInputs,
): Value {
  const table = parameter(parameters, 'model.embed_tokens.weight');
  const rows = reshape(gather(table, inputIds, 0), [-1, config.text.hiddenSize]);
  return scatterNdUpdate(rows, places.imagePlace, gather(features, places.featureIndex, 0));
}

/** `[B, 1, 1, S, S]`: 0 where token i may see token j, {@link masked} elsewhere. */
export function attentionBias({ segmentIds, columns }: SequenceInputs): Value {
  const [rows, length] = segmentIds.shape as [Dim, Dim];
  const own = unsqueeze(segmentIds, 2);
  const other = unsqueeze(segmentIds, 1);
  const outside = where(equal(other, 0), 0, segmentIds.graph.constant('float32', masked));
  const bySegment = where(equal(own, other), segmentIds.graph.constant('float32', 0), outside);
  const later = less(unsqueeze(columns, 1), unsqueeze(columns, 0));
  return reshape(where(later, segmentIds.graph.constant('float32', masked), bySegment), [
    rows,
    1,
    1,
    length,
    length,
  ]);
}

/** What a decoder pass gives. */
export interface DecoderOutput {
  /** `[B · S, hiddenSize]`, after the last norm. */
  readonly hidden: Value;
  /** Keys (rotated) and values of each layer, `[B, kv, S, headSize]`: the cache of a later decoding. */
  readonly cache: readonly { readonly key: Value; readonly value: Value }[];
}

/** The language model over whole rows: used alike in training, scoring and the prompt's first pass. */
export function decoder(
  parameters: ParameterMap,
  text: TextConfig,
  embedded: Value,
  inputs: SequenceInputs,
): DecoderOutput {
  const [batch, length] = inputs.inputIds.shape as [Dim, Dim];
  const positions = reshape(inputs.positionIds, [3, embedded.shape[0] as Dim]);
  const turn = rotation(positions, textFrequencies(text));
  const bias = attentionBias(inputs);
  const cache: { key: Value; value: Value }[] = [];
  let x = embedded;
  for (let i = 0; i < text.layerCount; i++) {
    const layer = `model.layers.${i}`;
    const { query, key, value } = projections(parameters, layer, text, x, turn);
    const entry = {
      key: keyValueHeads(key, batch, length, text),
      value: keyValueHeads(value, batch, length, text),
    };
    cache.push(entry);
    const attended = groupedQueryAttention(query, entry.key, entry.value, bias, text);
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
