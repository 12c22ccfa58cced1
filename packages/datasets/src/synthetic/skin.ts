import type { Random } from '@skinr1/core';
import { noise } from './noise.ts';
import { mix, type Rgb, type Scene } from './scene.ts';
import { stroke, wander } from './stamps.ts';

/** Fitzpatrick skin types I to VI. */
export const skinTones = [1, 2, 3, 4, 5, 6] as const;

/** One of {@link skinTones}. */
export type SkinTone = (typeof skinTones)[number];

const toneColors: Readonly<Record<SkinTone, Rgb>> = {
  1: [244, 214, 198],
  2: [234, 196, 173],
  3: [218, 174, 145],
  4: [190, 141, 108],
  5: [146, 102, 75],
  6: [98, 67, 51],
};

/** The skin's color in this image: the tone, a little lighter, darker, redder or paler. */
export function skinColor(tone: SkinTone, random: Random): Rgb {
  const light = 1 + (random.next() - 0.5) * 0.1;
  const warm = (random.next() - 0.5) * 10;
  const [red, green, blue] = toneColors[tone];
  return [red * light + warm, green * light, blue * light - warm * 0.7];
}

/** How much darker than on the lightest skin a lesion's own color looks. */
export function lesionShade(tone: SkinTone): number {
  return [1, 1, 0.96, 0.88, 0.77, 0.64][tone - 1]!;
}

/** Paints skin: color that varies a little, and the fine relief of its lines and pores. */
export function paintSkin(scene: Scene): void {
  const { size, rgb, height, noiseX, noiseY } = scene;
  const [red, green, blue] = scene.skin;
  const half = size / 2;
  for (let row = 0, index = 0; row < size; row++) {
    const v = (row + 0.5) / half - 1;
    for (let column = 0; column < size; column++, index++) {
      const u = (column + 0.5) / half - 1;
      const mottle = noise(u * 2.2 + noiseX, v * 2.2 + noiseY) - 0.5;
      const fine = noise(u * 15 + noiseY, v * 15 + noiseX) - 0.5;
      const light = 1 + mottle * 0.07 + fine * 0.035;
      rgb[index * 3] = red * light + mottle * 5;
      rgb[index * 3 + 1] = green * light - mottle * 3;
      rgb[index * 3 + 2] = blue * light;
      height[index] = fine * 0.009;
    }
  }
}

/** A few hairs across the image. */
export function paintHairs(scene: Scene, random: Random): void {
  const color: Rgb = mix([30, 22, 18], [120, 84, 52], random.next());
  const count = 2 + random.integer(4);
  for (let hair = 0; hair < count; hair++) {
    const start = { x: random.next() * 2 - 1, y: random.next() * 2 - 1 };
    const direction = random.next() * 2 * Math.PI;
    stroke(scene, wander(start, direction, 10, 0.12, 0.16, random), 0.016, color, 0.75);
  }
}
