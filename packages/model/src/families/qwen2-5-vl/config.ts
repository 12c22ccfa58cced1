import { InvalidInputError } from '@skinr1/core';
import * as z from 'zod';
import type { Qwen25VlConfig, Qwen25VlTextConfig, VisionConfig } from './config-types.ts';

const size = z.int().min(1).max(1_000_000);
const tokenId = z.int().min(0).max(10_000_000);
const rope = z
  .object({
    mrope_section: z.tuple([z.int().min(0), z.int().min(0), z.int().min(0)]).optional(),
    rope_theta: z.number().positive().optional(),
    rope_type: z.string().optional(),
    type: z.string().optional(),
  })
  .nullish();

const textSchema = z.object({
  hidden_size: size,
  intermediate_size: size,
  num_hidden_layers: z.int().min(1).max(1000),
  num_attention_heads: size,
  num_key_value_heads: size.nullish(),
  vocab_size: z.int().min(2).max(10_000_000),
  // Transformers' default, which its files leave out.
  rms_norm_eps: z.number().positive().default(1e-5),
  rope_theta: z.number().positive().optional(),
  rope_scaling: rope,
  rope_parameters: rope,
  max_position_embeddings: z.int().min(1).default(32768),
  initializer_range: z.number().positive().default(0.02),
  hidden_act: z.literal('silu').default('silu'),
  use_sliding_window: z.literal(false).nullish(),
  tie_word_embeddings: z.boolean().optional(),
  eos_token_id: z.union([tokenId, z.array(tokenId)]).nullish(),
  pad_token_id: tokenId.nullish(),
});

const visionSchema = z.object({
  depth: z.int().min(1).max(1000),
  hidden_size: size,
  intermediate_size: size,
  num_heads: size,
  in_channels: z.literal(3).default(3),
  in_chans: z.literal(3).optional(),
  patch_size: z.int().min(1).max(1024).default(14),
  spatial_patch_size: z.int().optional(),
  spatial_merge_size: z.int().min(1).max(16).default(2),
  temporal_patch_size: z.int().min(1).max(16).default(2),
  window_size: z.int().min(1).max(1_000_000).default(112),
  out_hidden_size: size,
  fullatt_block_indexes: z.array(z.int().min(0)).default([7, 15, 23, 31]),
  hidden_act: z.literal('silu').default('silu'),
});

const rootSchema = z.object({
  model_type: z.literal('qwen2_5_vl'),
  text_config: z.record(z.string(), z.unknown()).optional(),
  vision_config: z.record(z.string(), z.unknown()),
  image_token_id: tokenId,
  video_token_id: tokenId.optional(),
  vision_start_token_id: tokenId,
  vision_end_token_id: tokenId,
  tie_word_embeddings: z.boolean().optional(),
  eos_token_id: z.union([tokenId, z.array(tokenId)]).nullish(),
  pad_token_id: tokenId.nullish(),
});

/**
 * Reads a Hugging Face `config.json` of Qwen2.5-VL: the flat layout of the published checkpoints and
 * the nested one with `text_config`.
 *
 * @param json the parsed file
 * @param source what to name in errors, usually the file's path
 * @throws InvalidInputError naming the field and the mend
 */
export function parseModelConfig(json: unknown, source = 'config.json'): Qwen25VlConfig {
  const root = check(rootSchema, json, source, '');
  const nested = root.text_config !== undefined;
  const text = check(textSchema, root.text_config ?? json, source, nested ? 'text_config.' : '');
  const vision = check(visionSchema, root.vision_config, source, 'vision_config.');
  const fail = failAt(source);
  const config: Qwen25VlConfig = {
    modelType: root.model_type,
    text: readText(text, fail),
    vision: readVision(vision, fail),
    imageTokenId: root.image_token_id,
    videoTokenId: root.video_token_id ?? root.image_token_id + 1,
    visionStartTokenId: root.vision_start_token_id,
    visionEndTokenId: root.vision_end_token_id,
    endTokenIds: [root.eos_token_id ?? text.eos_token_id ?? []].flat(),
    padTokenId: root.pad_token_id ?? text.pad_token_id ?? null,
    tieWordEmbeddings: root.tie_word_embeddings || text.tie_word_embeddings || false,
  };
  if (vision.out_hidden_size !== config.text.hiddenSize) {
    fail(
      'vision_config.out_hidden_size',
      `is ${vision.out_hidden_size} but the language model's hidden_size is ${config.text.hiddenSize}.`,
      'Make them equal.',
    );
  }
  checkTokenIds(config, fail);
  return config;
}

type Fail = (place: string, problem: string, mend: string) => never;

function failAt(source: string): Fail {
  return (place, problem, mend) => {
    throw new InvalidInputError(problem, { source, place, mend });
  };
}

function check<T>(schema: z.ZodType<T>, json: unknown, source: string, prefix: string): T {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new InvalidInputError(`${issue?.message ?? 'does not fit'}.`, {
    source,
    place: `${prefix}${issue?.path.join('.') || '(top level)'}`,
    mend: 'Use the config.json of a Qwen2.5-VL model, or correct this field.',
  });
}

function readText(text: z.infer<typeof textSchema>, fail: Fail): Qwen25VlTextConfig {
  const { hidden_size: hidden, num_attention_heads: heads } = text;
  const keyValueHeads = text.num_key_value_heads ?? heads;
  divides('num_attention_heads', heads, 'hidden_size', hidden, fail);
  divides('num_key_value_heads', keyValueHeads, 'num_attention_heads', heads, fail);
  const headSize = hidden / heads;
  if (headSize % 2 !== 0) {
    fail(
      'hidden_size',
      `gives heads of odd width ${headSize}.`,
      'Rotary positions need an even width.',
    );
  }
  const ropeFields = text.rope_parameters ?? text.rope_scaling ?? {};
  const ropeType = ropeFields.rope_type ?? ropeFields.type ?? 'default';
  if (ropeType !== 'default' && ropeType !== 'mrope') {
    fail(
      'rope_scaling.type',
      `is ${JSON.stringify(ropeType)}.`,
      'Only "mrope" and "default" are supported.',
    );
  }
  const section = ropeFields.mrope_section ?? defaultSection(headSize);
  const total = section[0] + section[1] + section[2];
  if (total * 2 !== headSize) {
    fail(
      'rope_scaling.mrope_section',
      `sums to ${total}, half the head width is ${headSize / 2}.`,
      'Make the three numbers sum to half the head width.',
    );
  }
  return {
    hiddenSize: hidden,
    intermediateSize: text.intermediate_size,
    layerCount: text.num_hidden_layers,
    headCount: heads,
    keyValueHeadCount: keyValueHeads,
    headSize,
    vocabularySize: text.vocab_size,
    rmsNormEpsilon: text.rms_norm_eps,
    ropeTheta: ropeFields.rope_theta ?? text.rope_theta ?? 1_000_000,
    mropeSection: section,
    maxPositions: text.max_position_embeddings,
    initializerRange: text.initializer_range,
  };
}

/** Time a quarter, height and width the rest in equal parts: [16, 24, 24] of the published 64. */
function defaultSection(headSize: number): [number, number, number] {
  const half = headSize / 2;
  const space = Math.floor((half * 3) / 8);
  return [half - 2 * space, space, space];
}

function readVision(vision: z.infer<typeof visionSchema>, fail: Fail): VisionConfig {
  const { hidden_size: hidden, num_heads: heads } = vision;
  divides('vision_config.num_heads', heads, 'vision_config.hidden_size', hidden, fail);
  if ((hidden / heads) % 4 !== 0) {
    fail(
      'vision_config.hidden_size',
      `gives heads of width ${hidden / heads}.`,
      'Two-dimensional rotary positions need a width that 4 divides.',
    );
  }
  if (vision.window_size < vision.patch_size * vision.spatial_merge_size) {
    fail(
      'vision_config.window_size',
      `is ${vision.window_size}, smaller than one merged patch.`,
      `Use at least ${vision.patch_size * vision.spatial_merge_size}.`,
    );
  }
  return {
    hiddenSize: hidden,
    intermediateSize: vision.intermediate_size,
    layerCount: vision.depth,
    headCount: heads,
    headSize: hidden / heads,
    channelCount: vision.in_channels,
    patchSize: vision.patch_size,
    spatialMergeSize: vision.spatial_merge_size,
    temporalPatchSize: vision.temporal_patch_size,
    windowSize: vision.window_size,
    fullAttentionBlocks: vision.fullatt_block_indexes,
  };
}

function divides(part: string, divisor: number, whole: string, value: number, fail: Fail): void {
  if (value % divisor === 0) return;
  fail(
    part,
    `${part} (${divisor}) does not divide ${whole} (${value}).`,
    'Choose sizes that divide.',
  );
}

function checkTokenIds(config: Qwen25VlConfig, fail: Fail): void {
  const ids: [string, number][] = [
    ['image_token_id', config.imageTokenId],
    ['vision_start_token_id', config.visionStartTokenId],
    ['vision_end_token_id', config.visionEndTokenId],
    ...config.endTokenIds.map((id): [string, number] => ['eos_token_id', id]),
  ];
  for (const [place, id] of ids) {
    if (id < config.text.vocabularySize) continue;
    fail(
      place,
      `is ${id}, outside the vocabulary of ${config.text.vocabularySize}.`,
      'Use an id below vocab_size.',
    );
  }
}
