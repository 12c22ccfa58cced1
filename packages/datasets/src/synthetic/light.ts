import type { Random } from '@skinr1/core';
import { cellValue } from './noise.ts';
import type { Scene } from './scene.ts';

/** Light falls from the upper left, as in clinical photographs with a ring flash held high. */
const light = { x: -0.5, y: -0.6 };

/** Turns colors, relief and gloss into the 8-bit image: shading, highlights, vignette, sensor noise. */
export function develop(scene: Scene, random: Random): Uint8Array {
  const { size, rgb, height, gloss } = scene;
  const data = new Uint8ClampedArray(size * size * 3);
  const half = size / 2;
  const exposure = 0.97 + random.next() * 0.07;
  const vignette = random.next() * 0.16;
  const grain = 2 + random.next() * 4;
  const grainX = random.integer(97);
  const grainY = random.integer(89);
  for (let row = 0, index = 0; row < size; row++) {
    const v = (row + 0.5) / half - 1;
    const up = row > 0 ? -size : 0;
    const down = row < size - 1 ? size : 0;
    for (let column = 0; column < size; column++, index++) {
      const u = (column + 0.5) / half - 1;
      const left = column > 0 ? -1 : 0;
      const right = column < size - 1 ? 1 : 0;
      const slopeX = ((height[index + right]! - height[index + left]!) * half) / 2;
      const slopeY = ((height[index + down]! - height[index + up]!) * half) / 2;
      const facing = Math.max(-0.7, Math.min(0.7, slopeX * light.x + slopeY * light.y));
      const shade = exposure * (1 + facing * 0.55) * (1 - vignette * (u * u + v * v));
      const shine = gloss[index]! * highlight(slopeX, slopeY) * 170;
      const noise = (cellValue(column + grainX, row + grainY) - 0.5) * grain;
      const at = index * 3;
      data[at] = rgb[at]! * shade + shine + noise;
      data[at + 1] = rgb[at + 1]! * shade + shine + noise;
      data[at + 2] = rgb[at + 2]! * shade + shine + noise;
    }
  }
  return new Uint8Array(data.buffer);
}

/** 1 where the surface mirrors the light to the viewer, falling off quickly. */
function highlight(slopeX: number, slopeY: number): number {
  const offX = slopeX - light.x * 0.8;
  const offY = slopeY - light.y * 0.8;
  const near = 1 - (offX * offX + offY * offY) * 2.2;
  return near > 0 ? near * near : 0;
}
