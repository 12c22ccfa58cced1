import type { NdArray } from 'ndarray';
import type { RgbImage } from '../image/resize.ts';

/** Share of the color where a map is farthest from 0. */
const strongest = 0.75;
/** From little to much above 0: nothing, yellow, red. */
const above = { weak: [255, 214, 64], strong: [214, 24, 32] } as const;
/** From little to much below 0: nothing, light blue, blue. */
const below = { weak: [120, 205, 255], strong: [24, 64, 200] } as const;

/**
 * An image with a map over it: gray where the map is near 0, by yellow to red where it is above, by light blue to
 * blue where it is below. The map is stretched over the image without steps and taken relative to its largest value
 * without sign.
 *
 * @param map `[rows, columns]`, such as a {@link SaliencyMap}'s
 */
export function overlayMap(image: RgbImage, map: NdArray<Float32Array>): RgbImage {
  const { width, height, data } = image;
  const largest = map.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const result = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const value = valueAt(map, (y + 0.5) / height, (x + 0.5) / width) / largest;
      const size = Math.abs(value);
      const { weak, strong } = value < 0 ? below : above;
      const at = (y * width + x) * 3;
      const gray =
        0.2126 * (data[at] as number) +
        0.7152 * (data[at + 1] as number) +
        0.0722 * (data[at + 2] as number);
      const share = strongest * size;
      for (let channel = 0; channel < 3; channel++) {
        const [low, high] = [weak[channel] as number, strong[channel] as number];
        result[at + channel] = Math.round((1 - share) * gray + share * (low + size * (high - low)));
      }
    }
  }
  return { width, height, data: result };
}

/** Between the centers of the map's cells, by both neighbors along both axes; at the rim, the last cell's. */
function valueAt(map: NdArray<Float32Array>, down: number, across: number): number {
  const [rows = 1, columns = 1] = map.shape;
  const y = between(down * rows - 0.5, rows);
  const x = between(across * columns - 0.5, columns);
  const upper = mix(map.get(y.first, x.first), map.get(y.first, x.second), x.share);
  const lower = mix(map.get(y.second, x.first), map.get(y.second, x.second), x.share);
  return mix(upper, lower, y.share);
}

function between(at: number, count: number): { first: number; second: number; share: number } {
  const inside = Math.min(count - 1, Math.max(0, at));
  const first = Math.floor(inside);
  return { first, second: Math.min(count - 1, first + 1), share: inside - first };
}

function mix(a: number, b: number, share: number): number {
  return a + share * (b - a);
}
