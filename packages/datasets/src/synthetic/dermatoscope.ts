import type { RenderedLesion } from './render-lesion.ts';

/**
 * What another device shows of a drawn lesion: nearer, through a round window, in colder and duller light. What is
 * there stays; how it looks does not. It stands for what a model meets whose textbook has photographs and whose labeled
 * images come from dermatoscopes, and imitates no device.
 *
 * @returns an image of the same size
 */
export function throughDermatoscope({ width, height, data }: RenderedLesion): RenderedLesion {
  const seen = new Uint8Array(data.length);
  for (let row = 0, at = 0; row < height; row++) {
    const y = nearer(row, height);
    for (let column = 0; column < width; column++, at += 3) {
      const x = nearer(column, width);
      const red = sample(data, width, y, x, 0);
      const green = sample(data, width, y, x, 1);
      const blue = sample(data, width, y, x, 2);
      const gray = 0.3 * red + 0.59 * green + 0.11 * blue;
      const light = isInWindow(row, column, width, height) ? 1 : outsideLight;
      seen[at] = light * filter(red, gray, gain.red);
      seen[at + 1] = light * filter(green, gray, gain.green);
      seen[at + 2] = light * filter(blue, gray, gain.blue);
    }
  }
  return { width, height, data: seen };
}

/** How much larger a lesion appears. */
const zoom = 1.4;

/** What of each color the light has. */
const gain = { red: 0.85, green: 0.95, blue: 1.15 } as const;

/** 0: gray. */
const saturation = 0.9;

/** How much darker middle tones become; black and white stay. */
const darkening = 0.1;

/** Radius of the window, of half the image. */
const windowRadius = 0.95;

/** Light that is left outside the window. */
const outsideLight = 0.08;

/** Where in the image a row or column of the enlarged one comes from; off by half a pixel, as pixels are areas. */
function nearer(index: number, size: number): number {
  return (index + 0.5 - size / 2) / zoom + size / 2 - 0.5;
}

/** A channel between the four pixels around a place. */
function sample(data: Uint8Array, width: number, y: number, x: number, channel: number): number {
  const top = Math.floor(y);
  const left = Math.floor(x);
  const down = y - top;
  const right = x - left;
  const at = (top * width + left) * 3 + channel;
  const below = at + width * 3;
  const upper = data[at]! * (1 - right) + data[at + 3]! * right;
  const lower = data[below]! * (1 - right) + data[below + 3]! * right;
  return upper * (1 - down) + lower * down;
}

function isInWindow(row: number, column: number, width: number, height: number): boolean {
  const across = (column + 0.5) / (width / 2) - 1;
  const along = (row + 0.5) / (height / 2) - 1;
  return across * across + along * along <= windowRadius * windowRadius;
}

/** Duller, in the color of the light, darker in the middle; 0 to 255. */
function filter(value: number, gray: number, gained: number): number {
  const share = Math.min(1, ((gray + saturation * (value - gray)) * gained) / 255);
  return 255 * share * (1 - darkening * (1 - share));
}
