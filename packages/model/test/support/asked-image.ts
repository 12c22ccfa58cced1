import type { ImageSource } from '@skinr1/core';

/**
 * The image that folders of exports are asked about. Not a multiple of the window of 16 pixels in either direction:
 * windows at the edges are padded.
 */
export const askedImage: Extract<ImageSource, { kind: 'pixels' }> = {
  kind: 'pixels',
  width: 40,
  height: 24,
  data: Uint8Array.from({ length: 40 * 24 * 3 }, (_, i) => (i * 37 + 11) % 256),
};
