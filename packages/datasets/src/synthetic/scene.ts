import type { Random } from '@skinr1/core';
import { smoothstep } from './noise.ts';

/** Red, green, blue in 0…255. */
export type Rgb = readonly [number, number, number];

/** One patch of lesion: a closed outline around a center. Lengths in half image widths. */
export interface Blob {
  readonly x: number;
  readonly y: number;
  /** Mean radius. */
  readonly radius: number;
  /** Radius by angle, `outlineSteps` values over a full turn. */
  readonly outline: Float32Array;
}

/** Angles at which an outline is tabulated. */
export const outlineSteps = 128;

/**
 * What the painters of the signs share. Coordinates run from -1 to 1 over the image, so that every size
 * shows the same lesion; per-pixel arrays are row-major.
 */
export interface Scene {
  readonly size: number;
  /** Interleaved color, `size * size * 3`, 0…255. */
  readonly rgb: Float32Array;
  /** Relief for the light to fall on, in half image widths. */
  readonly height: Float32Array;
  /** 0 (matt) to 1 (wet). */
  readonly gloss: Float32Array;
  /** How much a pixel belongs to the lesion, 0…1. */
  readonly mask: Float32Array;
  /** 1 at the center of the lesion, 0 on its border, negative outside. */
  readonly depth: Float32Array;
  readonly blobs: readonly Blob[];
  readonly skin: Rgb;
  /** How much darker lesion colors are on this skin: 1 on the lightest. */
  readonly shade: number;
  readonly signs: ReadonlySet<string>;
  readonly random: Random;
  /** Where this image reads the noise. */
  readonly noiseX: number;
  readonly noiseY: number;
}

/** Draws one sign into a scene; `random` is the sign's own stream. */
export type Painter = (scene: Scene, random: Random) => void;

/** The outline's radius at an angle in radians. */
export function radiusAt(blob: Blob, angle: number): number {
  const turns = angle / (2 * Math.PI);
  const position = (turns - Math.floor(turns)) * outlineSteps;
  const index = Math.floor(position);
  const from = blob.outline[index % outlineSteps]!;
  const to = blob.outline[(index + 1) % outlineSteps]!;
  return from + (to - from) * (position - index);
}

/** Fills `depth` and `mask` from the blobs; `edge` is the softness of the border (share of radius). */
export function fillField(scene: Scene, edge: number): void {
  const { size, depth, mask } = scene;
  depth.fill(-9);
  for (const blob of scene.blobs) {
    const reach = blob.radius * 2.2;
    forBox(scene, blob.x, blob.y, reach, (index, dx, dy) => {
      const value = 1 - Math.hypot(dx, dy) / radiusAt(blob, Math.atan2(dy, dx));
      if (value > depth[index]!) depth[index] = value;
    });
  }
  for (let index = 0; index < size * size; index++) {
    mask[index] = smoothstep(-edge, edge, depth[index]!);
  }
}

/** Visits the pixels of a square around a point, with their offsets from it. */
export function forBox(
  scene: Scene,
  x: number,
  y: number,
  reach: number,
  visit: (index: number, dx: number, dy: number) => void,
): void {
  const { size } = scene;
  const half = size / 2;
  const left = Math.max(0, Math.floor((x - reach + 1) * half));
  const right = Math.min(size - 1, Math.ceil((x + reach + 1) * half));
  const top = Math.max(0, Math.floor((y - reach + 1) * half));
  const bottom = Math.min(size - 1, Math.ceil((y + reach + 1) * half));
  for (let row = top; row <= bottom; row++) {
    const dy = (row + 0.5) / half - 1 - y;
    for (let column = left; column <= right; column++) {
      visit(row * size + column, (column + 0.5) / half - 1 - x, dy);
    }
  }
}

/** Visits the pixels of the lesion with their coordinates and how much they belong to it. */
export function forLesion(
  scene: Scene,
  visit: (index: number, u: number, v: number, mask: number) => void,
): void {
  const { size, mask } = scene;
  const half = size / 2;
  for (let row = 0, index = 0; row < size; row++) {
    const v = (row + 0.5) / half - 1;
    for (let column = 0; column < size; column++, index++) {
      const amount = mask[index]!;
      if (amount > 0.004) visit(index, (column + 0.5) / half - 1, v, amount);
    }
  }
}

/** Moves a pixel's color towards another. */
export function blend(scene: Scene, index: number, color: Rgb, alpha: number): void {
  const { rgb } = scene;
  const at = index * 3;
  rgb[at] = rgb[at]! + (color[0] - rgb[at]!) * alpha;
  rgb[at + 1] = rgb[at + 1]! + (color[1] - rgb[at + 1]!) * alpha;
  rgb[at + 2] = rgb[at + 2]! + (color[2] - rgb[at + 2]!) * alpha;
}

/** A lesion color as it looks on this skin. */
export function onSkin(scene: Scene, [red, green, blue]: Rgb): Rgb {
  return [red * scene.shade, green * scene.shade, blue * scene.shade];
}

/** A pigment as it looks on this skin: darker skin needs a darker pigment to stand out. */
export function pigmentOnSkin(scene: Scene, [red, green, blue]: Rgb): Rgb {
  const shade = scene.shade ** 2;
  return [red * shade, green * shade, blue * shade];
}

/** The color between two, `share` of the way from the first to the second. */
export function mix(from: Rgb, to: Rgb, share: number): Rgb {
  return [
    from[0] + (to[0] - from[0]) * share,
    from[1] + (to[1] - from[1]) * share,
    from[2] + (to[2] - from[2]) * share,
  ];
}
