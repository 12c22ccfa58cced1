import { linearSpecs, normSpec, type ParameterSpec } from '../../architecture/parameters.ts';
import type { Qwen25VlConfig } from './config-types.ts';

/** Names of the weights that stand alone. */
export const weightNames = {
  patchKernel: 'visual.patch_embed.proj.weight',
  embedding: 'model.embed_tokens.weight',
  output: 'lm_head.weight',
} as const;

/** All weights of a model, under the names that the published checkpoints use. */
export function parameterSpecs(config: Qwen25VlConfig): ParameterSpec[] {
  return [...visionSpecs(config), ...textSpecs(config)];
}

function visionSpecs({ vision, text }: Qwen25VlConfig): ParameterSpec[] {
  const { hiddenSize: hidden, intermediateSize: inner, patchSize: side } = vision;
  const merged = hidden * vision.spatialMergeSize ** 2;
  const blocks = Array.from({ length: vision.layerCount }, (_, i) => {
    const block = `visual.blocks.${i}`;
    return [
      normSpec(`${block}.norm1`, hidden),
      normSpec(`${block}.norm2`, hidden),
      ...linearSpecs(`${block}.attn.qkv`, 3 * hidden, hidden, { bias: true }),
      ...linearSpecs(`${block}.attn.proj`, hidden, hidden, { bias: true }),
      ...linearSpecs(`${block}.mlp.gate_proj`, inner, hidden, { bias: true }),
      ...linearSpecs(`${block}.mlp.up_proj`, inner, hidden, { bias: true }),
      ...linearSpecs(`${block}.mlp.down_proj`, hidden, inner, { bias: true }),
    ];
  });
  return [
    {
      name: weightNames.patchKernel,
      shape: [hidden, vision.channelCount, vision.temporalPatchSize, side, side],
      kind: 'kernel',
    },
    ...blocks.flat(),
    normSpec('visual.merger.ln_q', hidden),
    ...linearSpecs('visual.merger.mlp.0', merged, merged, { bias: true }),
    ...linearSpecs('visual.merger.mlp.2', text.hiddenSize, merged, { bias: true }),
  ];
}

function textSpecs({ text, tieWordEmbeddings }: Qwen25VlConfig): ParameterSpec[] {
  const { hiddenSize: hidden, intermediateSize: inner, vocabularySize: vocabulary } = text;
  const keyValue = text.keyValueHeadCount * text.headSize;
  const layers = Array.from({ length: text.layerCount }, (_, i) => {
    const layer = `model.layers.${i}`;
    return [
      normSpec(`${layer}.input_layernorm`, hidden),
      ...linearSpecs(`${layer}.self_attn.q_proj`, hidden, hidden, { bias: true }),
      ...linearSpecs(`${layer}.self_attn.k_proj`, keyValue, hidden, { bias: true }),
      ...linearSpecs(`${layer}.self_attn.v_proj`, keyValue, hidden, { bias: true }),
      ...linearSpecs(`${layer}.self_attn.o_proj`, hidden, hidden, { bias: false }),
      normSpec(`${layer}.post_attention_layernorm`, hidden),
      ...linearSpecs(`${layer}.mlp.gate_proj`, inner, hidden, { bias: false }),
      ...linearSpecs(`${layer}.mlp.up_proj`, inner, hidden, { bias: false }),
      ...linearSpecs(`${layer}.mlp.down_proj`, hidden, inner, { bias: false }),
    ];
  });
  const output = { name: weightNames.output, shape: [vocabulary, hidden], kind: 'output' } as const;
  return [
    { name: weightNames.embedding, shape: [vocabulary, hidden], kind: 'embedding' },
    ...layers.flat(),
    normSpec('model.norm', hidden),
    ...(tieWordEmbeddings ? [] : [output]),
  ];
}

/** Whether a weight belongs to the vision tower. */
export function isVisionWeight(name: string): boolean {
  return name.startsWith('visual.');
}

/** How layouts start the names of weights: as published, of ports to other libraries, of Transformers ≥ 4.52. */
const layouts = [
  { language: 'model.', output: 'lm_head.', vision: 'visual.' },
  { language: 'language_model.model.', output: 'language_model.lm_head.', vision: 'visual.' },
  { language: 'model.language_model.', output: 'lm_head.', vision: 'model.visual.' },
] as const;
const [published] = layouts;

/** The longest first, so that none hides behind a shorter one. */
const aliases: readonly (readonly [stored: string, published: string])[] = [
  ...layouts.flatMap(({ language, output, vision }): [string, string][] => [
    [language, published.language],
    [output, published.output],
    [vision, published.vision],
  ]),
  // Checkpoints of the language model's class alone, inside a wrapper.
  ['language_model.', published.language] as [string, string],
].sort(([a], [b]) => b.length - a.length);

/** The name that published checkpoints use for a weight of another layout. */
export function publishedName(stored: string): string {
  const alias = aliases.find(([prefix]) => stored.startsWith(prefix));
  return alias ? alias[1] + stored.slice(alias[0].length) : stored;
}

/** The names that layouts give to a published one, that of the newest Transformers last. */
export function storedNames(name: string): string[] {
  const part = (['language', 'output', 'vision'] as const).find((each) =>
    name.startsWith(published[each]),
  );
  if (part === undefined) return layouts.map(() => name);
  return layouts.map((layout) => layout[part] + name.slice(published[part].length));
}
