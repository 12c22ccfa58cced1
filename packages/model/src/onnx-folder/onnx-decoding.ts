import { type Feeds, type Tensor, type TensorHandle, tensor } from '@skinr1/autograd';
import type { EncodedPrompt } from '../batch/encoded-prompt.ts';
import type { ModelConfig, TextConfig } from '../config.ts';
import { narrowHalves, widenHalves } from '../weights/half.ts';
import type { OnnxSessions, PositionForm } from './onnx-sessions.ts';

/** Keys and values of what was read, by the names of the decoder's inputs. The holder releases them. */
export type OnnxCache = Readonly<Record<string, Tensor | TensorHandle>>;

/** What follows a step. */
export interface OnnxStep {
  /** Of the token that comes next. */
  readonly logits: Float32Array;
  readonly cache: OnnxCache;
  /** Tokens that were read. */
  readonly length: number;
}

/** Reads a prompt with its images. */
export async function readPrompt(
  sessions: OnnxSessions,
  prompt: EncodedPrompt,
  config: ModelConfig,
): Promise<OnnxStep> {
  const { tokenIds, positions } = prompt;
  const features: Float32Array[] = [];
  for (const image of prompt.images) features.push(await see(sessions, image));
  const embedded = await embedPrompt(sessions, tokenIds, features, config);
  const none: OnnxCache = Object.fromEntries(
    sessions.decoder.cache.map(({ past }) => [past.name, emptyCache(past.dtype, config.text)]),
  );
  return decode(sessions, embedded, positions, { cache: none, length: 0 });
}

/** Reads one token more. */
export async function readToken(
  sessions: OnnxSessions,
  tokenId: number,
  position: number,
  axes: number,
  before: Pick<OnnxStep, 'cache' | 'length'>,
): Promise<OnnxStep> {
  const { session } = sessions.embedding;
  const { kept } = await session.run(embeddingFeeds(sessions, [tokenId], []), { fetch: [] });
  const embedded = kept.inputs_embeds as TensorHandle;
  try {
    const positions = new Int32Array(axes).fill(position);
    return await decode(sessions, embedded, positions, before);
  } finally {
    embedded.release();
  }
}

/** An image's features, row after row. Pixels have an axis of images in some exports. */
async function see(
  { vision }: OnnxSessions,
  { pixels, gridHeight, gridWidth }: EncodedPrompt['images'][number],
): Promise<Float32Array> {
  const patches = gridHeight * gridWidth;
  const axes = [...ones(vision.pixels.shape.length - 2), patches, pixels.length / patches];
  const { outputs } = await vision.session.run({
    [vision.pixels.name]: floats(vision.pixels.dtype, axes, pixels),
    [vision.grid.name]: integers([1, 3], [1, gridHeight, gridWidth]),
  });
  return toFloats(Object.values(outputs)[0] as Tensor);
}

/** Embeddings of a prompt `[1, length, hiddenSize]`, with features in the images' places. */
async function embedPrompt(
  sessions: OnnxSessions,
  tokenIds: Int32Array,
  features: readonly Float32Array[],
  { imageTokenId, text }: ModelConfig,
): Promise<Tensor> {
  const { session, features: takesFeatures } = sessions.embedding;
  const name = 'inputs_embeds';
  const feeds = embeddingFeeds(sessions, tokenIds, features, text.hiddenSize);
  const { outputs, kept } = await session.run(feeds, { fetch: [name] });
  kept[name]?.release();
  const embedded = outputs[name] as Tensor;
  if (takesFeatures) return embedded;
  const numbers = toFloats(embedded);
  const places = [...tokenIds.keys()].filter((place) => tokenIds[place] === imageTokenId);
  let next = 0;
  for (const ofImage of features) {
    for (let at = 0; at < ofImage.length; at += text.hiddenSize) {
      const place = places[next++] as number;
      numbers.set(ofImage.subarray(at, at + text.hiddenSize), place * text.hiddenSize);
    }
  }
  return floats(embedded.dtype, embedded.dims, numbers);
}

function embeddingFeeds(
  { embedding: { ids, features } }: OnnxSessions,
  tokenIds: ArrayLike<number>,
  images: readonly Float32Array[],
  hiddenSize = 0,
): Feeds {
  const feeds = { [ids.name]: integers([1, tokenIds.length], tokenIds) };
  if (!features) return feeds;
  const width = hiddenSize || Number(features.shape[1]);
  const all = new Float32Array(images.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const image of images) {
    all.set(image, at);
    at += image.length;
  }
  return { ...feeds, [features.name]: floats(features.dtype, [all.length / width, width], all) };
}

/** @param positions `[axes, length]` */
async function decode(
  { decoder }: OnnxSessions,
  embedded: Tensor | TensorHandle,
  positions: Int32Array,
  { cache, length: before }: Pick<OnnxStep, 'cache' | 'length'>,
): Promise<OnnxStep> {
  const added = embedded.dims[1] as number;
  const length = before + added;
  const { keptLogits } = decoder;
  const { outputs, kept } = await decoder.session.run({
    [decoder.embedded.name]: embedded,
    [decoder.mask.name]: integers([1, length], new Int32Array(length).fill(1)),
    ...(decoder.positions
      ? { [decoder.positions.name]: arrangePositions(positions, added, decoder.positionForm) }
      : {}),
    ...(keptLogits
      ? {
          [keptLogits.name]: integers(ones(keptLogits.shape.length), [1]),
        }
      : {}),
    ...cache,
  });
  const logits = outputs.logits as Tensor;
  const next = decoder.cache.map(
    ({ past, present }) => [past.name, kept[present] as TensorHandle] as const,
  );
  const width = logits.dims.at(-1) as number;
  return { logits: toFloats(logits).slice(-width), cache: Object.fromEntries(next), length };
}

/** Positions in the form that the decoder takes. */
function arrangePositions(positions: Int32Array, length: number, form: PositionForm): Tensor {
  if (form === 'one axis') return integers([1, length], positions.subarray(0, length));
  const axes = positions.length / length;
  if (form === 'axes first') return integers([axes, 1, length], positions);
  const last = positions.map(
    (_, i) => positions[(i % axes) * length + Math.floor(i / axes)] as number,
  );
  return integers([1, length, axes], last);
}

function emptyCache(dtype: Tensor['dtype'], { keyValueHeadCount, headSize }: TextConfig): Tensor {
  return floats(dtype, [1, keyValueHeadCount, 0, headSize], new Float32Array(0));
}

function ones(count: number): number[] {
  return new Array<number>(count).fill(1);
}

function integers(dims: readonly number[], values: ArrayLike<number>): Tensor {
  return tensor('int64', dims, BigInt64Array.from(Array.from(values, BigInt)));
}

/** Numbers as float16 where a session takes those. */
function floats(dtype: Tensor['dtype'], dims: readonly number[], values: Float32Array): Tensor {
  if (dtype === 'float16') return tensor(dtype, dims, narrowHalves(values));
  return tensor('float32', dims, values);
}

function toFloats({ dtype, data }: Tensor): Float32Array {
  return dtype === 'float16' ? widenHalves(data as Uint16Array) : (data as Float32Array);
}
