import { linearSpecs, normSpec, type ParameterSpec } from '../../architecture/parameters.ts';
import type { QwenVlConfig } from './config-types.ts';
import type { NameLayout } from './weight-names.ts';

/** How the language models of the families differ. */
export interface TextVariant {
  readonly names: NameLayout;
  /** Whether queries, keys and values have a bias. */
  readonly attentionBias: boolean;
  /** Whether each head's query and key is normed before it is rotated (Qwen3). */
  readonly queryKeyNorm: boolean;
}

/** Names of the weights that stand alone. */
export function embeddingName({ language }: NameLayout): string {
  return `${language}embed_tokens.weight`;
}

/** Name of the matrix that scores the vocabulary, where it is not the embedding's. */
export function outputName({ output }: NameLayout): string {
  return `${output}weight`;
}

/** The weights of a language model. */
export function textSpecs(
  { text, tieWordEmbeddings }: QwenVlConfig,
  { names, attentionBias: bias, queryKeyNorm }: TextVariant,
): ParameterSpec[] {
  const { hiddenSize: hidden, intermediateSize: inner, vocabularySize: vocabulary } = text;
  const query = text.headCount * text.headSize;
  const keyValue = text.keyValueHeadCount * text.headSize;
  const layers = Array.from({ length: text.layerCount }, (_, i) => {
    const layer = `${names.language}layers.${i}`;
    const norms = ['q_norm', 'k_norm'].map((norm) =>
      normSpec(`${layer}.self_attn.${norm}`, text.headSize),
    );
    return [
      normSpec(`${layer}.input_layernorm`, hidden),
      ...linearSpecs(`${layer}.self_attn.q_proj`, query, hidden, { bias }),
      ...linearSpecs(`${layer}.self_attn.k_proj`, keyValue, hidden, { bias }),
      ...linearSpecs(`${layer}.self_attn.v_proj`, keyValue, hidden, { bias }),
      ...linearSpecs(`${layer}.self_attn.o_proj`, hidden, query, { bias: false }),
      ...(queryKeyNorm ? norms : []),
      normSpec(`${layer}.post_attention_layernorm`, hidden),
      ...linearSpecs(`${layer}.mlp.gate_proj`, inner, hidden, { bias: false }),
      ...linearSpecs(`${layer}.mlp.up_proj`, inner, hidden, { bias: false }),
      ...linearSpecs(`${layer}.mlp.down_proj`, hidden, inner, { bias: false }),
    ];
  });
  const output = { name: outputName(names), shape: [vocabulary, hidden], kind: 'output' } as const;
  return [
    { name: embeddingName(names), shape: [vocabulary, hidden], kind: 'embedding' },
    ...layers.flat(),
    normSpec(`${names.language}norm`, hidden),
    ...(tieWordEmbeddings ? [] : [output]),
  ];
}
