import { freeMemory, type Tensor, tensor } from '@skinr1/autograd';
import { UsageError } from '@skinr1/core';
import ndarray, { type NdArray } from 'ndarray';
import { createSequenceBatch } from '../batch/sequence-batch.ts';
import type { ImagePatches } from '../image/patches.ts';
import type { Model } from '../model.ts';
import type { Question } from '../question.ts';
import { buildSaliencyGraph } from './saliency-graph.ts';

/** How {@link saliency} looks. */
export interface SaliencyOptions {
  /**
   * What stands before the answer and is taken as given, such as the reasoning: the map is of the answer alone.
   * @defaultValue nothing
   */
  readonly given?: string;
  /** The adapter beside the weights, by name; null: none. @defaultValue the one added last */
  readonly adapter?: string | null;
  readonly signal?: AbortSignal;
}

/** How much each patch of an image changes an answer's probability. */
export interface SaliencyMap {
  /**
   * `[gridHeight, gridWidth]`, float32, row by row from the top left: Σ |∂ log p(answer) / ∂ x| over the values x of
   * a patch, as the vision tower gets them. Not normalized.
   */
  readonly map: NdArray<Float32Array>;
  /** log p(answer), whose gradient it is. */
  readonly logProb: number;
}

/**
 * Where in the images of a question an answer's log-probability comes from, one map an image: the gradient by the
 * pixels (K. Simonyan et al., 2014), summed without sign over each patch of the vision tower. Of the methods that
 * J. Adebayo et al. ("Sanity checks for saliency
 * maps", 2018) tried, the plain gradient is one that depends on the weights, which is tested here; that it lights what a
 * taught model looks at is not shown. It tells where a small change matters, not why.
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
  return model.weights.calls.run(() => gradientMaps(model, question, answer, options));
}

async function gradientMaps(
  model: Model,
  question: Question,
  answer: string,
  options: SaliencyOptions,
): Promise<SaliencyMap[]> {
  const { engine, tokenizer, weights, family, config } = model;
  const { given = '', adapter = weights.defaultAdapter, signal } = options;
  signal?.throwIfAborted();
  if (adapter !== null) weights.adapter(adapter);
  const prompt = await model.encodePrompt(question);
  const before = tokenizer.encode(given);
  const explained = tokenizer.encode(answer);
  if (prompt.images.length === 0 || explained.length === 0) {
    throw new UsageError('saliency needs a question with an image, and an answer to it.');
  }
  const tokenIds = Int32Array.from([...before, ...explained]);
  const batch = createSequenceBatch([{ prompt, completions: [tokenIds] }], model);
  const session = await engine.load(buildSaliencyGraph(model, weights.declared), {
    source: 'saliency',
  });
  try {
    signal?.throwIfAborted();
    const { outputs } = await session.run({
      ...weights.feeds(session, adapter),
      ...batch.feeds,
      ...targetFeeds((batch.rowStarts[0] ?? 0) + prompt.tokenIds.length, tokenIds, before.length),
    });
    const { logProb, gradient } = outputs as { logProb: Tensor; gradient: Tensor };
    const { featureRows } = family.layOutImages(prompt.images, config);
    const total = Number(logProb.data[0]);
    const maps = prompt.images.map((image) => ({
      map: patchMap(image, featureRows(image), gradient),
      logProb: total,
    }));
    freeMemory(gradient);
    return maps;
  } finally {
    await session.release();
  }
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
 * Sums of one image's gradient, without sign, over each patch.
 *
 * @param rows the row of each merge block in the batch
 */
function patchMap(image: ImagePatches, rows: Int32Array, gradient: Tensor): NdArray<Float32Array> {
  const { gridHeight, gridWidth, tokenCount } = image;
  const map = ndarray(new Float32Array(gridHeight * gridWidth), [gridHeight, gridWidth]);
  const unit = (gridHeight * gridWidth) / tokenCount;
  const merge = Math.sqrt(unit);
  const across = gridWidth / merge;
  const width = gradient.dims.at(-1) as number;
  const values = gradient.data as Float32Array;
  rows.forEach((row, block) => {
    for (let k = 0; k < unit; k++) {
      const y = Math.floor(block / across) * merge + Math.floor(k / merge);
      const x = (block % across) * merge + (k % merge);
      const start = (row * unit + k) * width;
      const patch = values.subarray(start, start + width);
      map.set(
        y,
        x,
        patch.reduce((sum, value) => sum + Math.abs(value), 0),
      );
    }
  });
  return map;
}
