import type { Graph, Value } from '@skinr1/autograd';
import { InvalidInputError } from '@skinr1/core';
import type { ModelConfig } from '../config.ts';

/** A weight of the model: its Hugging Face name, its shape, and how it starts. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: readonly number[];
  /** `normal`: mean 0, standard deviation `initializerRange`. */
  readonly initial: 'normal' | 'ones' | 'zeros';
}

/** Weights by Hugging Face name, as values of a graph. */
export type ParameterMap = ReadonlyMap<string, Value>;

/** Names of a linear layer's weights. */
function linear(name: string, output: number, input: number, bias: boolean): ParameterSpec[] {
  const weight: ParameterSpec = {
    name: `${name}.weight`,
    shape: [output, input],
    initial: 'normal',
  };
  return bias ? [weight, { name: `${name}.bias`, shape: [output], initial: 'zeros' }] : [weight];
}

const norm = (name: string, size: number): ParameterSpec => ({
  name: `${name}.weight`,
  shape: [size],
  initial: 'ones',
});

/** All weights of a model, under the names that the published checkpoints use. */
export function parameterSpecs(config: ModelConfig): ParameterSpec[] {
  return [...visionSpecs(config), ...textSpecs(config)];
}

function visionSpecs({ vision, text }: ModelConfig): ParameterSpec[] {
  const { hiddenSize: hidden, intermediateSize: inner, patchSize: side } = vision;
  const merged = hidden * vision.spatialMergeSize ** 2;
  const blocks = Array.from({ length: vision.layerCount }, (_, i) => {
    const block = `visual.blocks.${i}`;
    return [
      norm(`${block}.norm1`, hidden),
      norm(`${block}.norm2`, hidden),
      ...linear(`${block}.attn.qkv`, 3 * hidden, hidden, true),
      ...linear(`${block}.attn.proj`, hidden, hidden, true),
      ...linear(`${block}.mlp.gate_proj`, inner, hidden, true),
      ...linear(`${block}.mlp.up_proj`, inner, hidden, true),
      ...linear(`${block}.mlp.down_proj`, hidden, inner, true),
    ];
  });
  return [
    {
      name: 'visual.patch_embed.proj.weight',
      shape: [hidden, vision.channelCount, vision.temporalPatchSize, side, side],
      initial: 'normal',
    },
    ...blocks.flat(),
    norm('visual.merger.ln_q', hidden),
    ...linear('visual.merger.mlp.0', merged, merged, true),
    ...linear('visual.merger.mlp.2', text.hiddenSize, merged, true),
  ];
}

function textSpecs({ text, tieWordEmbeddings }: ModelConfig): ParameterSpec[] {
  const { hiddenSize: hidden, intermediateSize: inner, vocabularySize: vocabulary } = text;
  const keyValue = text.keyValueHeadCount * text.headSize;
  const layers = Array.from({ length: text.layerCount }, (_, i) => {
    const layer = `model.layers.${i}`;
    return [
      norm(`${layer}.input_layernorm`, hidden),
      ...linear(`${layer}.self_attn.q_proj`, hidden, hidden, true),
      ...linear(`${layer}.self_attn.k_proj`, keyValue, hidden, true),
      ...linear(`${layer}.self_attn.v_proj`, keyValue, hidden, true),
      ...linear(`${layer}.self_attn.o_proj`, hidden, hidden, false),
      norm(`${layer}.post_attention_layernorm`, hidden),
      ...linear(`${layer}.mlp.gate_proj`, inner, hidden, false),
      ...linear(`${layer}.mlp.up_proj`, inner, hidden, false),
      ...linear(`${layer}.mlp.down_proj`, hidden, inner, false),
    ];
  });
  return [
    { name: 'model.embed_tokens.weight', shape: [vocabulary, hidden], initial: 'normal' },
    ...layers.flat(),
    norm('model.norm', hidden),
    ...(tieWordEmbeddings ? [] : linear('lm_head', vocabulary, hidden, false)),
  ];
}

/** Declares the given weights as graph inputs. */
export function declareParameters(graph: Graph, specs: readonly ParameterSpec[]): ParameterMap {
  return new Map(specs.map(({ name, shape }) => [name, graph.input(name, 'float32', shape)]));
}

/** A weight by name. Throws InvalidInputError when the map lacks it. */
export function parameter(parameters: ParameterMap, name: string): Value {
  const value = parameters.get(name);
  if (value) return value;
  throw new InvalidInputError(`the weights have no '${name}'.`, {
    mend: 'Load a complete Qwen2.5-VL checkpoint.',
  });
}

/** The name that published checkpoints use for a weight of a newer in-memory layout. */
export function publishedName(name: string): string {
  return name
    .replace(/^model\.language_model\./, 'model.')
    .replace(/^language_model\./, 'model.')
    .replace(/^model\.visual\./, 'visual.');
}
