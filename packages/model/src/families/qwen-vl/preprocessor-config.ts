import { InvalidInputError } from '@skinr1/core';
import * as z from 'zod';
import { clipStatistics } from '../../image/patches.ts';
import { checkPixelBounds, type ImageProcessorConfig } from '../../image/processor-config.ts';
import type { QwenVisionConfig } from './config-types.ts';

/** What published Qwen2-VL and Qwen2.5-VL models have: 4 to 1,280 tokens an image. */
export const qwen2ImageDefaults: ImageProcessorConfig = {
  minPixels: 56 * 56,
  maxPixels: 28 * 28 * 1280,
  ...clipStatistics,
};

/** Pillow's number of the filter. */
const bicubic = 3;

const triple = z.tuple([z.number(), z.number(), z.number()]);
const positive = z.number().positive();
const preprocessorSchema = z.object({
  min_pixels: positive.nullish(),
  max_pixels: positive.nullish(),
  size: z
    .object({
      shortest_edge: positive.nullish(),
      longest_edge: positive.nullish(),
      min_pixels: positive.nullish(),
      max_pixels: positive.nullish(),
    })
    .nullish(),
  image_mean: triple.optional(),
  image_std: z.tuple([positive, positive, positive]).optional(),
  // Other values would give other pixels, which are not made here.
  do_resize: z.literal(true).nullish(),
  do_rescale: z.literal(true).nullish(),
  do_normalize: z.literal(true).nullish(),
  do_center_crop: z.literal(false).nullish(),
  resample: z.literal(bicubic).nullish(),
  rescale_factor: z
    .number()
    .min(0.999 / 255)
    .max(1.001 / 255)
    .nullish(),
});

/**
 * Reads a Hugging Face `preprocessor_config.json`, with the pixel bounds as `min_pixels`/`max_pixels`
 * or, in `size`, as those or as `shortest_edge`/`longest_edge`.
 *
 * @throws InvalidInputError naming the field: one that is of the wrong form, or asks for pixels made otherwise
 */
export function parsePreprocessorConfig(
  json: unknown,
  source: string,
  defaults: ImageProcessorConfig = qwen2ImageDefaults,
): ImageProcessorConfig {
  const result = preprocessorSchema.safeParse(json);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new InvalidInputError(`${issue?.message}.`, {
      source,
      place: issue?.path.join('.') || '(top level)',
      mend: 'Use the preprocessor_config.json of a Qwen-VL model.',
    });
  }
  const { data } = result;
  const size = data.size ?? {};
  const minPixels = data.min_pixels ?? size.min_pixels ?? size.shortest_edge ?? defaults.minPixels;
  const maxPixels = data.max_pixels ?? size.max_pixels ?? size.longest_edge ?? defaults.maxPixels;
  checkPixelBounds({ minPixels, maxPixels }, source);
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
  vision: QwenVisionConfig,
  processorClass: string,
): Record<string, unknown> {
  return {
    image_processor_type: 'Qwen2VLImageProcessor',
    processor_class: processorClass,
    do_convert_rgb: true,
    do_resize: true,
    do_rescale: true,
    do_normalize: true,
    resample: bicubic,
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
