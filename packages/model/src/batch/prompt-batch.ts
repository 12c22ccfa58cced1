import { type Tensor, tensor } from '@skinr1/autograd';
import { masked } from '../architecture/attention.ts';
import type { Architecture, VisionBatch } from '../families/family.ts';
import type { EncodedPrompt } from './encoded-prompt.ts';
import { imagePlaces } from './image-places.ts';

/** Prompts as feeds of the graphs that generate. */
export interface PromptBatch {
  /** Of the first pass over some columns, but for features and what was read before them. */
  feeds(from: number, to: number): Readonly<Record<string, Tensor>>;
  /** For the vision tower; null without images. */
  readonly vision: VisionBatch | null;
}

/**
 * Lays out prompts one below the other, padded at their ends.
 *
 * @param length columns, at least the longest prompt's tokens
 */
export function createPromptBatch(
  prompts: readonly EncodedPrompt[],
  { family, config }: Architecture,
  length: number,
): PromptBatch {
  const [count, axes] = [prompts.length, family.positionAxes];
  const tokenIds = new Int32Array(count * length).fill(config.padTokenId ?? 0);
  const positions = new Float32Array(axes * count * length);
  prompts.forEach((prompt, row) => {
    const promptLength = prompt.tokenIds.length;
    tokenIds.set(prompt.tokenIds, row * length);
    for (let axis = 0; axis < axes; axis++) {
      const part = prompt.positions.subarray(axis * promptLength, (axis + 1) * promptLength);
      positions.set(part, (axis * count + row) * length);
    }
  });
  const starts = prompts.map((_, row) => row * length);
  const images = prompts.flatMap((prompt) => prompt.images);
  const vision = family.layOutImages(images, config);
  const shown = imagePlaces(prompts, starts, config.imageTokenId, vision.featureRows, null);
  return {
    vision: images.length > 0 ? vision : null,
    feeds(from, to) {
      const width = to - from;
      return {
        tokenIds: tensor(
          'int32',
          [count, 1, width],
          columnsOf(tokenIds, length, from, to, Int32Array),
        ),
        positions: tensor(
          'float32',
          [axes, count, 1, width],
          columnsOf(positions, length, from, to, Float32Array),
        ),
        places: tensor(
          'int32',
          [count],
          prompts.map(({ tokenIds: ids }, row) => row * width + lastOf(ids.length, from, to)),
        ),
        ...placesWithin(shown, length, from, to),
      };
    },
  };
}

/** Columns of rows of a length. */
function columnsOf<Numbers extends Int32Array | Float32Array>(
  rows: Numbers,
  length: number,
  from: number,
  to: number,
  make: new (size: number) => Numbers,
): Numbers {
  if (from === 0 && to === length) return rows;
  const count = rows.length / length;
  const part = new make(count * (to - from));
  for (let row = 0; row < count; row++) {
    part.set(rows.subarray(row * length + from, row * length + to), row * (to - from));
  }
  return part;
}

/** Column, counted from `from`, of a prompt's last token among columns; of one that ends elsewhere, any. */
function lastOf(tokens: number, from: number, to: number): number {
  return Math.min(Math.max(tokens, from + 1), to) - 1 - from;
}

/** Those images' places that lie within columns. */
function placesWithin(
  { featureIndex, imagePlace }: Record<'featureIndex' | 'imagePlace', Tensor>,
  length: number,
  from: number,
  to: number,
): Record<'featureIndex' | 'imagePlace', Tensor> {
  const features: number[] = [];
  const places: bigint[] = [];
  (imagePlace.data as BigInt64Array).forEach((place, i) => {
    const row = Math.floor(Number(place) / length);
    const column = Number(place) - row * length;
    if (column < from || column >= to) return;
    features.push(Number(featureIndex.data[i]));
    places.push(BigInt(row * (to - from) + column - from));
  });
  return {
    featureIndex: tensor('int32', [features.length], Int32Array.from(features)),
    imagePlace: tensor('int64', [places.length, 1], BigInt64Array.from(places)),
  };
}

/** `[prompts, length]`: 0 for the first columns of each prompt, {@link masked} for those behind. */
export function promptPadding(lengths: readonly number[], length: number): Tensor {
  const bias = new Float32Array(lengths.length * length);
  lengths.forEach((own, row) => {
    bias.fill(masked, row * length + own, (row + 1) * length);
  });
  return tensor('float32', [lengths.length, length], bias);
}
