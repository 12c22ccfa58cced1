import type { ImageSource } from '@skinr1/core';
import type { Architecture } from '../families/family.ts';
import { type DecodeLimits, decodeImage } from './decode.ts';
import type { ImagePatches } from './patches.ts';
import { defaultImageProcessorConfig, type ImageProcessorConfig } from './processor-config.ts';

/** Turns image sources into patches; results are kept, so that a second epoch decodes nothing. */
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

/** Makes an image processor for a vision tower. */
export function createImageProcessor(
  { family, config: model }: Architecture,
  config: ImageProcessorConfig = defaultImageProcessorConfig,
  options: ImageProcessorOptions = {},
): ImageProcessor {
  const cache = new PatchCache(options.cacheBytes ?? 256 * 2 ** 20);
  const work = async (source: ImageSource): Promise<ImagePatches> =>
    family.cutImage(await decodeImage(source, options), config, model);
  return { config, process: (source) => cache.get(source, () => work(source)) };
}

/** Keeps patches by file path, or by the pixel buffer itself, up to a number of bytes. */
class PatchCache {
  private readonly limit: number;
  private bytes = 0;
  private readonly entries = new Map<string | Uint8Array, ImagePatches>();

  constructor(limit: number) {
    this.limit = limit;
  }

  async get(source: ImageSource, make: () => Promise<ImagePatches>): Promise<ImagePatches> {
    const key = source.kind === 'file' ? source.path : source.data;
    const known = this.entries.get(key);
    if (known) return known;
    const patches = await make();
    if (!this.entries.has(key)) this.add(key, patches);
    return patches;
  }

  private add(key: string | Uint8Array, patches: ImagePatches): void {
    this.entries.set(key, patches);
    this.bytes += patches.pixels.byteLength;
    for (const [oldest, entry] of this.entries) {
      if (this.bytes <= this.limit) break;
      this.entries.delete(oldest);
      this.bytes -= entry.pixels.byteLength;
    }
  }
}
