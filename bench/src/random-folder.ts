import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DType, type Tensor, tensor, writeSafetensors } from '@skinr1/autograd';
import { createRandom } from '@skinr1/core';
import { createTokenizer, knownFamilies, trainByteLevelBpe } from '@skinr1/model';

/** What numbers of a folder are stored as; of few bits are a language model's matrices alone. */
export type StoredAs = 'float32' | 'float16' | 'bfloat16' | 'int8' | 'int4';

/** Sizes of a language model, as `config.json` states them. */
interface Shape {
  readonly family: 'qwen2_vl' | 'qwen2_5_vl';
  readonly hidden: number;
  readonly inner: number;
  readonly layers: number;
  readonly heads: number;
  readonly shared: number;
  readonly vocabulary: number;
  readonly tied: boolean;
}

const shape7b: Shape = {
  family: 'qwen2_5_vl',
  hidden: 3584,
  inner: 18_944,
  layers: 28,
  heads: 28,
  shared: 4,
  vocabulary: 152_064,
  tied: false,
};

/** Shapes of published models; `-2` and `-4` are the same with so many layers of the language model. */
export const shapes: Readonly<Record<string, Shape>> = {
  '2b': {
    family: 'qwen2_vl',
    hidden: 1536,
    inner: 8960,
    layers: 28,
    heads: 12,
    shared: 2,
    vocabulary: 151_936,
    tied: true,
  },
  '3b': {
    family: 'qwen2_5_vl',
    hidden: 2048,
    inner: 11_008,
    layers: 36,
    heads: 16,
    shared: 2,
    vocabulary: 151_936,
    tied: true,
  },
  '7b-2': { ...shape7b, layers: 2 },
  '7b-4': { ...shape7b, layers: 4 },
  '7b': shape7b,
};

/** A tensor to be written, made when its turn comes. */
interface Source {
  readonly name: string;
  readonly dtype: DType;
  readonly dims: readonly number[];
  readonly load: () => Tensor;
}

/** Bytes of a shard, about. */
const shardBytes = 4e9;
const block = 32;

/** Writes a model's folder with random weights of a published model's shapes, a tensor at a time. */
export async function makeRandomFolder(
  folder: string,
  shape: Shape,
  storedAs: StoredAs,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const files = trainByteLevelBpe(['What is it? nevus melanoma'], { vocabularySize: 300 });
  const tokenizer = createTokenizer(files);
  const family = knownFamilies.find(({ modelType }) => modelType === shape.family)!;
  const id = (token: string) => tokenizer.idOf(token);
  const config = family.parseConfig(
    {
      ...configOf(shape),
      image_token_id: id('<|image_pad|>'),
      video_token_id: id('<|video_pad|>'),
      vision_start_token_id: id('<|vision_start|>'),
      vision_end_token_id: id('<|vision_end|>'),
      eos_token_id: tokenizer.endOfTurnId,
    },
    shape.family,
  );
  const bits = storedAs === 'int4' ? 4 : storedAs === 'int8' ? 8 : null;
  const rounding = { quant_method: 'skinr1', bits, block_size: block, symmetric: false };
  const json = {
    'config.json': {
      ...family.formatConfig(config),
      ...(bits === null ? {} : { quantization_config: rounding }),
    },
    'preprocessor_config.json': family.formatImageProcessor(family.imageDefaults, config),
    'tokenizer.json': files.tokenizer,
    'tokenizer_config.json': files.config,
  };
  for (const [name, value] of Object.entries(json)) {
    await writeFile(join(folder, name), JSON.stringify(value));
  }
  const sources = family.parameters(config).flatMap((spec): Source[] => {
    const isLayer = spec.kind === 'linear' || spec.kind === 'output';
    const isRounded = bits !== null && isLayer && !family.isVisionWeight(spec.name);
    if (isRounded) return roundedSources(spec.name, spec.shape, bits);
    const dtype = bits === null ? (storedAs as DType) : 'bfloat16';
    const numbers = dtype === 'float32' ? pattern : Uint16Array.from(pattern, bitsOf(dtype));
    const one = dtype === 'float32' ? Float32Array.of(1) : Uint16Array.of(bitsOf(dtype)(1));
    const { name, shape: dims, kind } = spec;
    return [
      { name, dtype, dims, load: () => repeated(dtype, dims, kind === 'norm' ? one : numbers) },
    ];
  });
  await writeShards(folder, sources);
}

function configOf(shape: Shape): Record<string, unknown> {
  const { family, hidden, inner, layers, heads, shared, vocabulary, tied } = shape;
  const tower = { depth: 32, num_heads: 16, patch_size: 14, spatial_merge_size: 2 };
  const own = {
    qwen2_vl: { embed_dim: 1280, mlp_ratio: 4, hidden_size: hidden },
    qwen2_5_vl: {
      ...{ hidden_size: 1280, intermediate_size: 3420, out_hidden_size: hidden },
      ...{ window_size: 112, fullatt_block_indexes: [7, 15, 23, 31] },
    },
  } as const;
  return {
    model_type: family,
    hidden_size: hidden,
    intermediate_size: inner,
    num_hidden_layers: layers,
    num_attention_heads: heads,
    num_key_value_heads: shared,
    vocab_size: vocabulary,
    rms_norm_eps: 1e-6,
    rope_theta: 1_000_000,
    rope_scaling: { type: 'mrope', mrope_section: [16, 24, 24] },
    max_position_embeddings: 32_768,
    tie_word_embeddings: tied,
    vision_config: { ...tower, ...own[family] },
  };
}

async function writeShards(folder: string, sources: readonly Source[]): Promise<void> {
  const shards: Source[][] = [];
  let filled = shardBytes;
  for (const source of sources) {
    const bytes = source.dims.reduce((all, size) => all * size, 2);
    if (filled + bytes > shardBytes) {
      shards.push([]);
      filled = 0;
    }
    filled += bytes;
    shards.at(-1)!.push(source);
  }
  const fileOf = (index: number) => `model-${index + 1}-of-${shards.length}.safetensors`;
  const map = shards.flatMap((shard, i) => shard.map(({ name }) => [name, fileOf(i)] as const));
  const index = { metadata: {}, weight_map: Object.fromEntries(map) };
  await writeFile(join(folder, 'model.safetensors.index.json'), JSON.stringify(index));
  for (const [i, shard] of shards.entries()) await writeSafetensors(join(folder, fileOf(i)), shard);
}

const random = createRandom('weights');
const pattern = Float32Array.from({ length: 65_521 }, () => random.normal() * 0.02);
const bytes = Uint8Array.from(pattern, () => random.integer(256));

/** A matrix of few bits, with as wide a spread as the others. */
function roundedSources(name: string, dims: readonly number[], bits: 4 | 8): Source[] {
  const [outputs = 1, inputs = 1] = dims;
  const blocks = Math.ceil(inputs / block);
  const values = [outputs, blocks, (block * bits) / 8];
  const zeros = [outputs * Math.ceil((blocks * bits) / 8)];
  const scale = Float32Array.of((0.02 * Math.sqrt(12)) / 2 ** bits);
  const middle = Uint8Array.of(bits === 4 ? 0x88 : 0x80);
  const part = (end: string, dtype: DType, of: readonly number[], piece: Numbers): Source => ({
    ...{ name: `${name}.${end}`, dtype, dims: of },
    load: () => repeated(dtype, of, piece),
  });
  return [
    part('values', 'uint8', values, bytes),
    part('scales', 'float32', [outputs * blocks], scale),
    part('zero_points', 'uint8', zeros, middle),
  ];
}

type Numbers = Float32Array | Uint16Array | Uint8Array;

/** A tensor of numbers that come again and again. */
function repeated(dtype: DType, dims: readonly number[], piece: Numbers): Tensor {
  const count = dims.reduce((product, size) => product * size, 1);
  const Kind = piece.constructor as new (length: number) => Numbers;
  const all = new Kind(count);
  for (let at = 0; at < count; at += piece.length) {
    all.set(piece.subarray(0, Math.min(piece.length, count - at)), at);
  }
  return tensor(dtype, dims, all as never);
}

/** Bits of a number between 2^-14 and 2 in a narrow type, cut off; smaller ones become 0. */
function bitsOf(dtype: DType): (value: number) => number {
  const words = new Uint32Array(1);
  const floats = new Float32Array(words.buffer);
  return (value) => {
    floats[0] = value;
    const word = words[0] as number;
    if (dtype === 'bfloat16') return word >>> 16;
    const half = ((word & 0x7fffffff) - 0x38000000) >> 13;
    return half <= 0x400 ? 0 : ((word >>> 16) & 0x8000) | half;
  };
}
