import type { ImageSource } from '@skinr1/core';
import type { Benchmark } from './benchmark.ts';

/**
 * The same questions with gray squares in place of the images. What a model still answers rightly it reads off
 * the words (options that lie on one path, the commonest class) and not off the image; a model that looks
 * does clearly worse here. Question ids stay, so that both runs can be compared pair by pair.
 *
 * @param side width and height of the squares in pixels
 */
export function hideImages(benchmark: Benchmark, side: number): Benchmark {
  const data = new Uint8Array(side * side * 3).fill(128);
  const gray: ImageSource = { kind: 'pixels', width: side, height: side, data };
  const items = benchmark.items.map(({ of, prompt }) => ({
    of,
    prompt: { ...prompt, images: prompt.images.map(() => gray) },
  }));
  return { ...benchmark, items };
}
