import { type RgbImage, resizeBicubic } from '../image/resize.ts';

/** How many pixels an image has across and down when its details are taken away. */
const blurredSide = 7;

/** An image with its colors and light as they are at large, and no detail. */
export function withoutDetails(image: RgbImage): RgbImage {
  const few = resizeBicubic(image, blurredSide, blurredSide);
  return resizeBicubic(few, image.width, image.height);
}
