import { type Tensor, tensor } from '@skinr1/autograd';
import { masked } from '../architecture/attention.ts';
import type { Architecture, VisionBatch } from '../families/family.ts';
import type { EncodedPrompt } from './encoded-prompt.ts';
import { imagePlaces } from './image-places.ts';
import { padded } from './sequence-batch.ts';

/** Prompts as feeds of the graphs that generate. */
export interface PromptBatch {
  /** Of the language graph, but for features and cache. */
  readonly feeds: Readonly<Record<string, Tensor>>;
  /** For the vision tower; null without images. */
  readonly vision: VisionBatch | null;
  /** Tokens of the longest prompt, with padding. */
  readonly promptLength: number;
}

/**
 * Lays out prompts one below the other, padded at their ends to the longest.
 *
 * @param isPadded whether that is rounded up, so that fewer different shapes reach the runtime
 */
export function createPromptBatch(
  prompts: readonly EncodedPrompt[],
  { family, config }: Architecture,
  isPadded = true,
): PromptBatch {
  const longest = prompts.reduce((most, { tokenIds }) => Math.max(most, tokenIds.length), 0);
  const [count, axes] = [prompts.length, family.positionAxes];
  const length = isPadded ? padded(longest) : longest;
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
  const last = prompts.map(({ tokenIds: ids }, row) => row * length + ids.length - 1);
  const images = prompts.flatMap((prompt) => prompt.images);
  const vision = family.layOutImages(images, config);
  return {
    promptLength: length,
    vision: images.length > 0 ? vision : null,
    feeds: {
      tokenIds: tensor('int32', [count, 1, length], tokenIds),
      positions: tensor('float32', [axes, count, 1, length], positions),
      columns: tensor(
        'int32',
        [length],
        Int32Array.from({ length }, (_, i) => i),
      ),
      // Nothing comes before a prompt: one column of cache that nobody sees.
      promptBias: promptPadding(new Array<number>(count).fill(0), 1),
      places: tensor('int32', [count], last),
      ...imagePlaces(prompts, starts, config.imageTokenId, vision.featureRows, null),
    },
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
