import { createHash } from 'node:crypto';
import type { ImageSource } from '@skinr1/core';
import type { Architecture } from '../families/family.ts';
import {
  checkPixels,
  type DecodeLimits,
  decodeBytes,
  nameOfImage,
  readImageBytes,
} from './decode.ts';
import type { ImagePatches } from './patches.ts';
import { checkPixelBounds, type ImageProcessorConfig } from './processor-config.ts';
import type { RgbImage } from './resize.ts';

/**
 * Turns image sources into patches. Results are kept by content, so that a second epoch decodes nothing and
 * a file or buffer that is written anew is seen anew.
 */
export interface ImageProcessor {
  readonly config: ImageProcessorConfig;
  /** @throws InvalidInputError, NotFoundError naming the file */
  process(source: ImageSource): Promise<ImagePatches>;
}

/** Options of {@link createImageProcessor}. */
export interface ImageProcessorOptions extends DecodeLimits {
  /** Bytes of patches to keep between calls; the oldest go first. @defaultValue 256 MiB */
  readonly cacheBytes?: number;
}

/**
 * Makes an image processor for a vision tower.
 *
 * @throws InvalidInputError for bounds that are no sizes, or that ask for more than {@link mostPixels}
 */
export function createImageProcessor(
  { family, config: model }: Architecture,
  config: ImageProcessorConfig = family.imageDefaults,
  options: ImageProcessorOptions = {},
): ImageProcessor {
  checkPixelBounds(config, 'the image processor');
  const cache = new PatchCache(options.cacheBytes ?? 256 * 2 ** 20);
  const cut = (image: RgbImage): ImagePatches => family.cutImage(image, config, model);
  return {
    config,
    async process(source) {
      if (source.kind === 'pixels') {
        // All in one go: whoever owns the pixels may write the next image over them.
        const image = checkPixels(source, options);
        const key = contentKey(image.data, `${image.width}×${image.height}`);
        return cache.find(key) ?? cache.keep(key, cut(image));
      }
      const bytes = await readImageBytes(source, options);
      const key = contentKey(bytes, 'file');
      const known = cache.find(key);
      return known ?? cache.keep(key, cut(await decodeBytes(bytes, nameOfImage(source), options)));
    },
  };
}

/** What bytes are known by: neither a path nor a buffer, whose content changes. */
function contentKey(bytes: Uint8Array, form: string): string {
  return `${form} ${createHash('sha256').update(bytes).digest('base64')}`;
}

/** Keeps patches by the content of their image, up to a number of bytes. */
class PatchCache {
  private readonly limit: number;
  private bytes = 0;
  private readonly entries = new Map<string, ImagePatches>();

  constructor(limit: number) {
    this.limit = limit;
  }

  find(key: string): ImagePatches | undefined {
    return this.entries.get(key);
  }

  /** Keeps patches; gives those that are there already, if the same image was worked on twice at once. */
  keep(key: string, patches: ImagePatches): ImagePatches {
    const known = this.entries.get(key);
    if (known) return known;
    this.entries.set(key, patches);
    this.bytes += patches.pixels.byteLength;
    for (const [oldest, entry] of this.entries) {
      if (this.bytes <= this.limit) break;
      this.entries.delete(oldest);
      this.bytes -= entry.pixels.byteLength;
    }
    return patches;
  }
}
