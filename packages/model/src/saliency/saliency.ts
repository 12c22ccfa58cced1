import { freeMemory, type Tensor, tensor } from '@skinr1/autograd';
import { checkWholeNumber, UsageError } from '@skinr1/core';
import ndarray, { type NdArray } from 'ndarray';
import type { EncodedPrompt } from '../batch/encoded-prompt.ts';
import { createSequenceBatch } from '../batch/sequence-batch.ts';
import { decodeImage } from '../image/decode.ts';
import type { ImagePatches } from '../image/patches.ts';
import type { Model } from '../model.ts';
import { messagesOf, type Question } from '../question.ts';
import { buildSaliencyGraph } from './saliency-graph.ts';
import { withoutDetails } from './without-details.ts';

/** How {@link saliency} looks. */
export interface SaliencyOptions {
  /**
   * What stands before the answer and is taken as given, such as the reasoning: the map is of the answer alone.
   * @defaultValue nothing
   */
  readonly given?: string;
  /** Gradients along the way from the blurred image to the image; more are more exact. @defaultValue 8 */
  readonly steps?: number;
  /** The adapter beside the weights, by name; null: none. @defaultValue the one added last */
  readonly adapter?: string | null;
  readonly signal?: AbortSignal;
}

/** What the details of each patch of an image add to an answer's probability. */
export interface SaliencyMap {
  /**
   * `[gridHeight, gridWidth]`, float32, row by row from the top left, in nats: what each patch adds to log p(answer)
   * over the image without details; below 0 where it speaks against the answer. Over all images of the question the
   * maps sum to `logProb - blurredLogProb`, as nearly as `steps` allows.
   */
  readonly map: NdArray<Float32Array>;
  /** log p(answer) with the images as they are. */
  readonly logProb: number;
  /** log p(answer) with the images blurred until no detail is left. */
  readonly blurredLogProb: number;
}

/**
 * Where in the images of a question an answer comes from, one map an image: integrated gradients (M. Sundararajan et
 * al., "Axiomatic attribution for deep networks", 2017, equation 1) along the straight way from the images blurred to
 * 7 pixels across ({@link withoutDetails}), as the vision tower gets them, summed over the values of each patch:
 *
 *     map(patch) = Σ_{i in patch} (x_i − b_i) · mean over k of ∂ log p(answer) / ∂x_i at b + (k − ½)/steps · (x − b)
 *
 * The sizes of its parts go with how much the answer changes when those parts of the image are blurred
 * (`bench saliency`), which those of the plain gradient do less. The map tells which details matter beside what is
 * left without them, colors and light at large, and not why.
 *
 * @throws UsageError for a question without images, an empty answer or an adapter that the model does not have
 * @throws the signal's reason when aborted
 */
export async function saliency(
  model: Model,
  question: Question,
  answer: string,
  options: SaliencyOptions = {},
): Promise<SaliencyMap[]> {
  model.weights.checkOpen();
  checkWholeNumber('steps', options.steps ?? 1, 1);
  return model.weights.calls.run(() => integrate(model, question, answer, options));
}

async function integrate(
  model: Model,
  question: Question,
  answer: string,
  options: SaliencyOptions,
): Promise<SaliencyMap[]> {
  const { engine, tokenizer, weights, family, config } = model;
  const { given = '', steps = 8, adapter = weights.defaultAdapter, signal } = options;
  signal?.throwIfAborted();
  if (adapter !== null) weights.adapter(adapter);
  const prompt = await model.encodePrompt(question);
  const before = tokenizer.encode(given);
  const explained = tokenizer.encode(answer);
  if (prompt.images.length === 0 || explained.length === 0) {
    throw new UsageError('saliency needs a question with an image, and an answer to it.');
  }
  const tokenIds = Int32Array.from([...before, ...explained]);
  const batchOf = (encoded: EncodedPrompt) =>
    createSequenceBatch([{ prompt: encoded, completions: [tokenIds] }], model);
  const batch = batchOf(prompt);
  const image = pixelsOf(batch.feeds);
  const blurred = pixelsOf(
    batchOf({ ...prompt, images: await blurredImages(model, question) }).feeds,
  );
  const start = (batch.rowStarts[0] ?? 0) + prompt.tokenIds.length;
  const targets = targetFeeds(start, tokenIds, before.length);
  const session = await engine.load(buildSaliencyGraph(model, weights.declared), {
    source: 'saliency',
  });
  try {
    const at = async (share: number): Promise<Gradient> => {
      signal?.throwIfAborted();
      const { outputs } = await session.run({
        ...weights.feeds(session, adapter),
        ...batch.feeds,
        ...targets,
        pixels: between(blurred, image, share),
      });
      return outputs as unknown as Gradient;
    };
    const logProbAt = async (share: number): Promise<number> => {
      const { logProb, gradient } = await at(share);
      freeMemory(gradient);
      return Number(logProb.data[0]);
    };
    const [blurredLogProb, logProb] = [await logProbAt(0), await logProbAt(1)];
    const added = new Float32Array(image.data.length);
    for (let step = 0; step < steps; step++) {
      const { gradient } = await at((step + 0.5) / steps);
      addProducts(added, gradient, 1 / steps, blurred, image);
    }
    const { featureRows } = family.layOutImages(prompt.images, config);
    const width = image.dims.at(-1) as number;
    return prompt.images.map((each) => ({
      map: patchMap(each, featureRows(each), added, width),
      ...{ logProb, blurredLogProb },
    }));
  } finally {
    await session.release();
  }
}

/** What the saliency graph gives at one place of the way. */
interface Gradient {
  readonly logProb: Tensor;
  readonly gradient: Tensor;
}

/** The images of a question with colors and light as they are at large, and no detail. */
function blurredImages({ imageProcessor }: Model, question: Question): Promise<ImagePatches[]> {
  const blurred = messagesOf(question).images.map(async (source) => {
    // The processor has held the image to its own limit.
    const image = await decodeImage(source, { maxInputPixels: Number.MAX_SAFE_INTEGER });
    return imageProcessor.process({ kind: 'pixels', ...withoutDetails(image) });
  });
  return Promise.all(blurred);
}

function pixelsOf({ pixels }: Readonly<Record<string, Tensor>>): Pixels {
  return pixels as Pixels;
}

type Pixels = Tensor & { readonly data: Float32Array };

/** The place on the straight way from one to the other. */
function between(from: Pixels, to: Pixels, share: number): Tensor {
  const data = from.data.map((value, i) => value + share * (to.data[i]! - value));
  return tensor('float32', from.dims, data);
}

/** sums += share · gradient · (to − from), value by value. */
function addProducts(
  sums: Float32Array,
  gradient: Tensor,
  share: number,
  from: Pixels,
  to: Pixels,
): void {
  const values = gradient.data as Float32Array;
  for (let i = 0; i < sums.length; i++) {
    sums[i]! += share * values[i]! * (to.data[i]! - from.data[i]!);
  }
  freeMemory(gradient);
}

/**
 * One answer as what is scored, each token predicted by the place before it.
 *
 * @param start place of the first token among all
 * @param given so many tokens are not explained
 */
function targetFeeds(start: number, ids: Int32Array, given: number): Record<string, Tensor> {
  const upTo = Int32Array.from(ids, (_, i) => i);
  return {
    targetPlaces: tensor(
      'int32',
      [ids.length],
      upTo.map((i) => start + i - 1),
    ),
    targetIds: tensor('int32', [ids.length], ids),
    targetLayout: tensor('int32', [1, ids.length], upTo),
    inverseTemperature: tensor('float32', [ids.length, 1], new Float32Array(ids.length).fill(1)),
    explained: tensor(
      'float32',
      [1, ids.length],
      Float32Array.from(upTo, (i) => (i < given ? 0 : 1)),
    ),
  };
}

/**
 * Sums of one image's values over each patch.
 *
 * @param rows the row of each merge block in the batch
 * @param width values of a patch
 */
function patchMap(
  image: ImagePatches,
  rows: Int32Array,
  values: Float32Array,
  width: number,
): NdArray<Float32Array> {
  const { gridHeight, gridWidth, tokenCount } = image;
  const map = ndarray(new Float32Array(gridHeight * gridWidth), [gridHeight, gridWidth]);
  const unit = (gridHeight * gridWidth) / tokenCount;
  const merge = Math.sqrt(unit);
  const across = gridWidth / merge;
  rows.forEach((row, block) => {
    for (let k = 0; k < unit; k++) {
      const y = Math.floor(block / across) * merge + Math.floor(k / merge);
      const x = (block % across) * merge + (k % merge);
      const start = (row * unit + k) * width;
      const patch = values.subarray(start, start + width);
      const sum = patch.reduce((total, value) => total + value, 0);
      map.set(y, x, sum);
    }
  });
  return map;
}
