import { createHash } from 'node:crypto';
import type { Tensor } from '@skinr1/autograd';
import type { EncodedPrompt } from '../batch/encoded-prompt.ts';
import type { ImagePatches } from '../image/patches.ts';
import { releaseAll } from '../weights/weight-part.ts';
import type { PromptTensors } from './cache.ts';

/** The first tokens of a prompt as they were read. */
export interface ReadPrefix {
  readonly tensors: PromptTensors;
  /** Columns of the tensors; those behind the tokens are padding. */
  readonly columns: number;
  /** Of the token behind, `[1, vocabularySize]`. */
  readonly logits: Tensor;
}

/**
 * Keeps keys and values of prompts by what they were computed from, up to a number of bytes; those that were not
 * asked for longest go first. What is kept is freed here, and only here.
 */
export class PrefixCache {
  private readonly limit: number;
  private bytes = 0;
  private readonly entries = new Map<string, ReadPrefix>();

  constructor(limit: number) {
    this.limit = limit;
  }

  get isOn(): boolean {
    return this.limit > 0;
  }

  find(key: string): ReadPrefix | undefined {
    const found = this.entries.get(key);
    if (!found) return undefined;
    this.entries.delete(key);
    this.entries.set(key, found);
    return found;
  }

  /** Whether it takes a prefix over: not if that alone is over the limit. */
  keep(key: string, prefix: ReadPrefix): boolean {
    const size = sizeOfPrefix(prefix);
    if (size > this.limit) return false;
    this.entries.set(key, prefix);
    this.bytes += size;
    for (const [oldest, entry] of this.entries) {
      if (this.bytes <= this.limit) break;
      this.drop(oldest, entry);
    }
    return true;
  }

  clear(): void {
    for (const [key, entry] of this.entries) this.drop(key, entry);
  }

  private drop(key: string, entry: ReadPrefix): void {
    this.entries.delete(key);
    this.bytes -= sizeOfPrefix(entry);
    releaseAll(entry.tensors);
  }
}

function sizeOfPrefix({ tensors, logits }: ReadPrefix): number {
  const numbers = [...Object.values(tensors), logits].map(({ dims }) =>
    dims.reduce((product, size) => product * size, 1),
  );
  return 4 * numbers.reduce((sum, count) => sum + count, 0);
}

/**
 * What the first tokens of a prompt are known by: the weights with the adapter, the tokens, and the images among
 * them by their pixels as the processor left them.
 */
export function prefixKey(weights: string, { tokenIds, images }: EncodedPrompt): string {
  const hash = createHash('sha256').update(weights);
  for (const image of images) hash.update(imageKey(image));
  return hash.update(tokenIds).digest('base64');
}

const imageKeys = new WeakMap<ImagePatches, string>();

function imageKey(image: ImagePatches): string {
  const known = imageKeys.get(image);
  if (known) return known;
  const { gridHeight, gridWidth, pixels } = image;
  const hash = createHash('sha256').update(`${gridHeight}×${gridWidth} `).update(pixels);
  const key = hash.digest('base64');
  imageKeys.set(image, key);
  return key;
}
