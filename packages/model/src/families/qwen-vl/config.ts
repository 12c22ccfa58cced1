import { InvalidInputError } from '@skinr1/core';
import * as z from 'zod';
import type { QwenTextConfig, QwenVisionConfig, QwenVlConfig } from './config-types.ts';
import { type Fail, readRope, ropeSchema } from './rope-config.ts';

const size = z.int().min(1).max(1_000_000);
const tokenId = z.int().min(0).max(10_000_000);
const textSchema = z.object({
  hidden_size: size,
  intermediate_size: size,
  num_hidden_layers: z.int().min(1).max(1000),
  num_attention_heads: size,
  num_key_value_heads: size.nullish(),
  head_dim: size.nullish(),
  vocab_size: z.int().min(2).max(10_000_000),
  rms_norm_eps: z.number().positive(),
  rope_theta: z.number().positive(),
  rope_scaling: ropeSchema,
  rope_parameters: ropeSchema,
  max_position_embeddings: z.int().min(1),
  initializer_range: z.number().positive().default(0.02),
  hidden_act: z.literal('silu').default('silu'),
  attention_bias: z.literal(false).nullish(),
  use_sliding_window: z.literal(false).nullish(),
  tie_word_embeddings: z.boolean().optional(),
  eos_token_id: z.union([tokenId, z.array(tokenId)]).nullish(),
  pad_token_id: tokenId.nullish(),
});

const rootSchema = z.object({
  text_config: z.record(z.string(), z.unknown()).optional(),
  vision_config: z.record(z.string(), z.unknown()),
  image_token_id: tokenId.default(151_655),
  video_token_id: tokenId.optional(),
  vision_start_token_id: tokenId.default(151_652),
  vision_end_token_id: tokenId.default(151_653),
  tie_word_embeddings: z.boolean().optional(),
  eos_token_id: z.union([tokenId, z.array(tokenId)]).nullish(),
  pad_token_id: tokenId.nullish(),
});

/** What vision configurations of all families state; each has defaults of its own for depth and width. */
export interface VisionFields {
  readonly depth: z.ZodInt;
  readonly hidden_size: z.ZodInt;
  readonly num_heads: z.ZodDefault<z.ZodInt>;
  readonly in_channels: z.ZodDefault<z.ZodLiteral<3>>;
  readonly in_chans: z.ZodOptional<z.ZodLiteral<3>>;
  readonly spatial_patch_size: z.ZodOptional<z.ZodInt>;
  readonly spatial_merge_size: z.ZodDefault<z.ZodInt>;
  readonly temporal_patch_size: z.ZodDefault<z.ZodInt>;
}

/** Their values, with the patches' size, of which each family has a default of its own. */
interface VisionSizes {
  readonly depth: number;
  readonly num_heads: number;
  readonly in_channels: number;
  readonly patch_size: number;
  readonly spatial_merge_size: number;
  readonly temporal_patch_size: number;
}

/** Their schemas. */
export const visionFields: VisionFields = {
  depth: z.int().min(1).max(1000),
  hidden_size: size,
  num_heads: size.default(16),
  in_channels: z.literal(3).default(3),
  in_chans: z.literal(3).optional(),
  spatial_patch_size: z.int().optional(),
  spatial_merge_size: z.int().min(1).max(16).default(2),
  temporal_patch_size: z.int().min(1).max(16).default(2),
};

/** What Transformers takes for fields that a file leaves out, as files that it saved do where it is the same. */
export interface TextDefaults {
  readonly hidden_size: number;
  readonly intermediate_size: number;
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly num_key_value_heads: number;
  readonly vocab_size: number;
  readonly rms_norm_eps: number;
  readonly rope_theta: number;
  readonly max_position_embeddings: number;
}

/** Those of Qwen2-VL and Qwen2.5-VL: the published 72B. */
export const qwen2TextDefaults: TextDefaults = {
  hidden_size: 8192,
  intermediate_size: 29_568,
  num_hidden_layers: 80,
  num_attention_heads: 64,
  num_key_value_heads: 8,
  vocab_size: 152_064,
  rms_norm_eps: 1e-5,
  rope_theta: 1_000_000,
  max_position_embeddings: 32_768,
};

/** How the families' configurations differ but for the vision tower. */
export interface ConfigDialect<Vision> {
  readonly modelType: string;
  readonly title: string;
  readonly text: TextDefaults;
  /** Width of a head where the file leaves it out; null: hidden_size / num_attention_heads, always. */
  readonly headSize: number | null;
  /** Whether frequencies of the three axes alternate instead of following each other. */
  readonly interleaved: boolean;
  readonly vision: z.ZodType<Vision>;
}

/** A configuration but for its tower, which each family reads by itself. */
export interface ParsedConfig<Vision> {
  readonly config: Omit<QwenVlConfig, 'vision' | 'modelType'>;
  readonly vision: Vision;
  readonly fail: Fail;
}

/**
 * Reads a `config.json` of a Qwen-VL model, the flat layout of older checkpoints and the nested one with
 * `text_config`, but for its vision tower.
 *
 * @param source what to name in errors
 * @throws InvalidInputError naming the field and the mend
 */
export function parseQwenConfig<Vision>(
  json: unknown,
  source: string,
  dialect: ConfigDialect<Vision>,
): ParsedConfig<Vision> {
  const check = <T>(schema: z.ZodType<T>, part: unknown, prefix: string): T => {
    const result = schema.safeParse(part);
    if (result.success) return result.data;
    const issue = result.error.issues[0];
    throw new InvalidInputError(`${issue?.message ?? 'does not fit'}.`, {
      source,
      place: `${prefix}${issue?.path.join('.') || '(top level)'}`,
      mend: `Use the config.json of a ${dialect.title} model, or correct this field.`,
    });
  };
  const fail: Fail = (place, problem, mend) => {
    throw new InvalidInputError(problem, { source, place, mend });
  };
  check(z.object({ model_type: z.literal(dialect.modelType) }), json, '');
  const root = check(rootSchema, json, '');
  const nested = root.text_config !== undefined;
  const stated = root.text_config ?? (json as object);
  const text = check(textSchema, { ...dialect.text, ...stated }, nested ? 'text_config.' : '');
  const vision = check(dialect.vision, root.vision_config, 'vision_config.');
  const config = {
    text: readText(text, dialect, fail),
    imageTokenId: root.image_token_id,
    videoTokenId: root.video_token_id ?? root.image_token_id + 1,
    visionStartTokenId: root.vision_start_token_id,
    visionEndTokenId: root.vision_end_token_id,
    endTokenIds: [root.eos_token_id ?? text.eos_token_id ?? []].flat(),
    padTokenId: root.pad_token_id ?? text.pad_token_id ?? null,
    tieWordEmbeddings: root.tie_word_embeddings || text.tie_word_embeddings || false,
  };
  checkTokenIds(config, fail);
  return { config, vision, fail };
}

function readText<Vision>(
  text: z.infer<typeof textSchema>,
  dialect: ConfigDialect<Vision>,
  fail: Fail,
): QwenTextConfig {
  const { hidden_size: hidden, num_attention_heads: heads } = text;
  const keyValueHeads = text.num_key_value_heads ?? heads;
  if (dialect.headSize === null) divides('num_attention_heads', heads, 'hidden_size', hidden, fail);
  divides('num_key_value_heads', keyValueHeads, 'num_attention_heads', heads, fail);
  const headSize = dialect.headSize === null ? hidden / heads : (text.head_dim ?? dialect.headSize);
  if (headSize % 2 !== 0) {
    const place = dialect.headSize === null ? 'hidden_size' : 'head_dim';
    fail(place, `gives heads of odd width ${headSize}.`, 'Rotary positions need an even width.');
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
    ...readRope(text, headSize, dialect, fail),
    maxPositions: text.max_position_embeddings,
    initializerRange: text.initializer_range,
  };
}

/** Sizes of the tower that all families state alike. */
export function readVisionSizes(
  vision: VisionSizes,
  { hiddenSize, intermediateSize }: Pick<QwenVisionConfig, 'hiddenSize' | 'intermediateSize'>,
  place: string,
  fail: Fail,
): QwenVisionConfig {
  const heads = vision.num_heads;
  divides('vision_config.num_heads', heads, place, hiddenSize, fail);
  if ((hiddenSize / heads) % 4 !== 0) {
    fail(
      place,
      `gives heads of width ${hiddenSize / heads}.`,
      'Two-dimensional rotary positions need a width that 4 divides.',
    );
  }
  return {
    hiddenSize,
    intermediateSize,
    layerCount: vision.depth,
    headCount: heads,
    headSize: hiddenSize / heads,
    channelCount: vision.in_channels,
    patchSize: vision.patch_size,
    spatialMergeSize: vision.spatial_merge_size,
    temporalPatchSize: vision.temporal_patch_size,
  };
}

/** Throws unless the tower's output is as wide as the language model. */
export function checkOutputWidth(
  place: string,
  width: number,
  { hiddenSize }: QwenTextConfig,
  fail: Fail,
): void {
  if (width === hiddenSize) return;
  fail(
    place,
    `is ${width} but the language model's hidden_size is ${hiddenSize}.`,
    'Make them equal.',
  );
}

function divides(part: string, divisor: number, whole: string, value: number, fail: Fail): void {
  if (value % divisor === 0) return;
  fail(
    part,
    `${part} (${divisor}) does not divide ${whole} (${value}).`,
    'Choose sizes that divide.',
  );
}

function checkTokenIds(config: Omit<QwenVlConfig, 'vision' | 'modelType'>, fail: Fail): void {
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
