import { InvalidInputError } from '@skinr1/core';

/** Throws InvalidInputError for an image of more pixels than are read, before memory is taken for them. */
export function checkPixelCount(
  { width, height }: { readonly width: number; readonly height: number },
  maxPixels: number,
  source?: string,
): void {
  if (width * height <= maxPixels) return;
  throw new InvalidInputError(
    `is an image of ${width}×${height} pixels, over the limit of ${maxPixels.toLocaleString('en')} in all.`,
    { source, mend: 'Shrink the image, or raise maxInputPixels.' },
  );
}
