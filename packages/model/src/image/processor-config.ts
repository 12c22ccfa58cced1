import { InvalidInputError } from '@skinr1/core';
import type { PixelStatistics } from './patches.ts';
import type { PixelBounds } from './resize.ts';

/** What a model folder fixes about its images: area after resizing, and statistics. */
export interface ImageProcessorConfig extends PixelBounds, PixelStatistics {}

/** No image is enlarged beyond this. 16 million pixels are some 21,000 tokens. */
export const mostPixels: number = 2 ** 24;

/**
 * Checks bounds on an image's area.
 *
 * @param source what to name in errors
 * @throws InvalidInputError naming the bound
 */
export function checkPixelBounds({ minPixels, maxPixels }: PixelBounds, source: string): void {
  const fail = (place: string, problem: string, mend: string): never => {
    throw new InvalidInputError(problem, { source, place, mend });
  };
  if (!(minPixels >= 1 && minPixels <= mostPixels)) {
    fail('min_pixels', `is ${minPixels}.`, `Use from 1 to ${mostPixels} pixels.`);
  }
  if (!(maxPixels >= 1 && Number.isFinite(maxPixels))) {
    fail('max_pixels', `is ${maxPixels}.`, 'Use a number of pixels.');
  }
  if (minPixels > maxPixels) {
    fail('min_pixels', `(${minPixels}) is above max_pixels (${maxPixels}).`, 'Swap them.');
  }
}
