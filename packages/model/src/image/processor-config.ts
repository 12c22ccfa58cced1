import { clipStatistics, type PixelStatistics } from './patches.ts';
import type { PixelBounds } from './resize.ts';

/** What a model folder fixes about its images: area after resizing, and statistics. */
export interface ImageProcessorConfig extends PixelBounds, PixelStatistics {}

/** The bounds of the published Qwen models: 4 to 1,280 tokens an image. */
export const defaultImageProcessorConfig: ImageProcessorConfig = {
  minPixels: 56 * 56,
  maxPixels: 28 * 28 * 1280,
  ...clipStatistics,
};
