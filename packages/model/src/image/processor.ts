import { type ImageSource, InvalidInputError } from '@skinr1/core';
import * as z from 'zod';
import type { VisionConfig } from '../config.ts';
import { type DecodeLimits, decodeImage } from './decode.ts';
import { clipStatistics, cutPatches, type ImagePatches, type PixelStatistics } from './patches.ts';
import { type PixelBounds, resizeBicubic, smartResize } from './resize.ts';

/** What `preprocessor_config.json` fixes. */
export interface ImageProcessorConfig extends PixelBounds, PixelStatistics {}

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

/** The bounds of the published models: 4 to 1,280 tokens an image. */
export const defaultImageProcessorConfig: ImageProcessorConfig = {
  minPixels: 56 * 56,
  maxPixels: 28 * 28 * 1280,
  ...clipStatistics,
};

/** Makes an image processor for a vision tower. */
export function createImageProcessor(
  vision: VisionConfig,
  config: ImageProcessorConfig = defaultImageProcessorConfig,
  options: ImageProcessorOptions = {},
): ImageProcessor {
  const cache = new PatchCache(options.cacheBytes ?? 256 * 2 ** 20);
  const factor = vision.patchSize * vision.spatialMergeSize;
  const work = async (source: ImageSource): Promise<ImagePatches> => {
    const image = await decodeImage(source, options);
    const size = smartResize(image.height, image.width, factor, config);
    return cutPatches(resizeBicubic(image, size.width, size.height), vision, config);
  };
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

const triple = z.tuple([z.number(), z.number(), z.number()]);
const positive = z.number().positive();
const preprocessorSchema = z.object({
  min_pixels: positive.nullish(),
  max_pixels: positive.nullish(),
  size: z.object({ shortest_edge: positive.nullish(), longest_edge: positive.nullish() }).nullish(),
  image_mean: triple.optional(),
  image_std: z.tuple([positive, positive, positive]).optional(),
});

/**
 * Reads a Hugging Face `preprocessor_config.json`, with the pixel bounds as `min_pixels`/`max_pixels`
 * or as `size.shortest_edge`/`size.longest_edge`.
 *
 * @throws InvalidInputError naming the field
 */
export function parsePreprocessorConfig(
  json: unknown,
  source = 'preprocessor_config.json',
): ImageProcessorConfig {
  const result = preprocessorSchema.safeParse(json);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new InvalidInputError(`${issue?.message}.`, {
      source,
      place: issue?.path.join('.') || '(top level)',
      mend: 'Use the preprocessor_config.json of a Qwen2-VL or Qwen2.5-VL model.',
    });
  }
  const { data } = result;
  const defaults = defaultImageProcessorConfig;
  const minPixels = data.min_pixels ?? data.size?.shortest_edge ?? defaults.minPixels;
  const maxPixels = data.max_pixels ?? data.size?.longest_edge ?? defaults.maxPixels;
  if (minPixels > maxPixels) {
    throw new InvalidInputError(`min_pixels (${minPixels}) is above max_pixels (${maxPixels}).`, {
      source,
      mend: 'Swap them.',
    });
  }
  return {
    minPixels,
    maxPixels,
    mean: data.image_mean ?? defaults.mean,
    standardDeviation: data.image_std ?? defaults.standardDeviation,
  };
}

/** The `preprocessor_config.json` of an image processor. */
export function formatPreprocessorConfig(
  config: ImageProcessorConfig,
  vision: VisionConfig,
): Record<string, unknown> {
  return {
    image_processor_type: 'Qwen2VLImageProcessor',
    processor_class: 'Qwen2_5_VLProcessor',
    do_convert_rgb: true,
    do_resize: true,
    do_rescale: true,
    do_normalize: true,
    resample: 3,
    rescale_factor: 1 / 255,
    image_mean: config.mean,
    image_std: config.standardDeviation,
    min_pixels: config.minPixels,
    max_pixels: config.maxPixels,
    size: { shortest_edge: config.minPixels, longest_edge: config.maxPixels },
    patch_size: vision.patchSize,
    merge_size: vision.spatialMergeSize,
    temporal_patch_size: vision.temporalPatchSize,
  };
}
