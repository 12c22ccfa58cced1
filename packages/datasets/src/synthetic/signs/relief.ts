import type { Random } from '@skinr1/core';
import { smoothstep } from '../noise.ts';
import { blend, forLesion, mix, onSkin, type Painter, type Rgb, type Scene } from '../scene.ts';
import { disc, type Point, scatter } from '../stamps.ts';
import { palette } from './color.ts';

/** A dome over every part of the lesion, `rise` high as a share of its radius. */
function domes(scene: Scene, rise: number, gloss: number): void {
  const radius = scene.blobs.reduce((sum, blob) => sum + blob.radius, 0) / scene.blobs.length;
  forLesion(scene, (index, _u, _v, mask) => {
    const inside = Math.min(1, Math.max(0, scene.depth[index]!));
    const dome = Math.sqrt(1 - (1 - inside) ** 2);
    scene.height[index] = scene.height[index]! + rise * radius * dome;
    scene.gloss[index] = Math.max(scene.gloss[index]!, gloss * mask);
  });
}

/** A flat-topped elevation: the slope is all at the border. */
const plaque: Painter = (scene) => {
  forLesion(scene, (index) => {
    scene.height[index] = scene.height[index]! + 0.05 * smoothstep(0, 0.2, scene.depth[index]!);
  });
};

const nodule: Painter = (scene) => domes(scene, 0.62, 0.35);
const domeShape: Painter = (scene) => domes(scene, 0.6, 0.5);

/** A wall around the lesion. */
const raisedBorder: Painter = (scene) => {
  forLesion(scene, (index) => {
    const depth = scene.depth[index]!;
    const wall = smoothstep(-0.02, 0.12, depth) * smoothstep(0.34, 0.16, depth);
    scene.height[index] = scene.height[index]! + wall * 0.085;
  });
};

/** A rolled, shining, translucent rim. */
const pearlyBorder: Painter = (scene) => {
  forLesion(scene, (index) => {
    const depth = scene.depth[index]!;
    const wall = smoothstep(-0.04, 0.1, depth) * smoothstep(0.36, 0.18, depth);
    if (wall <= 0) return;
    blend(scene, index, mix(palette.pearl, palette.white, 0.3), wall * 0.72);
    scene.height[index] = scene.height[index]! + wall * 0.13;
    scene.gloss[index] = Math.max(scene.gloss[index]!, wall);
  });
};

/** A dimple in the middle of each part. */
const umbilication: Painter = (scene) => {
  for (const { x, y, radius } of scene.blobs) {
    const pit = mix(onSkin(scene, palette.brown), scene.skin, 0.2);
    disc(scene, { x, y }, radius * 0.4, {
      color: palette.white,
      alpha: 0.5,
      soft: 0.8,
      dome: -1.1,
    });
    disc(scene, { x, y }, radius * 0.24, { color: pit, alpha: 0.92, soft: 0.5 });
  }
};

/** A blister: clear or colored dome on a red base. */
function blister(scene: Scene, at: Point, radius: number, fill: Rgb, alpha: number): void {
  disc(scene, at, radius * 1.55, { color: onSkin(scene, palette.pink), alpha: 0.6, soft: 0.8 });
  disc(scene, at, radius, { color: fill, alpha, soft: 0.2, dome: 0.95, gloss: 1 });
}

const clear: Rgb = [242, 214, 200];

const vesicles: Painter = (scene, random) => {
  for (const point of scatter(scene, random, 8 + random.integer(4), 0.24)) {
    blister(scene, point, 0.075 + random.next() * 0.03, clear, 0.75);
  }
};

/** Blisters packed into a few clusters. */
const groupedVesicles: Painter = (scene, random) => {
  const clusters = scatter(scene, random, 3, 0.5, 0.15);
  const red = onSkin(scene, [208, 76, 74]);
  for (const center of clusters) {
    disc(scene, center, 0.36, { color: red, alpha: 0.7, soft: 0.6, uneven: 0.2 });
    const count = 6 + random.integer(3);
    for (let index = 0; index < count; index++) {
      const angle = index * 2.4 + random.next() * 0.5;
      const away = 0.088 * Math.sqrt(index);
      const at = { x: center.x + Math.cos(angle) * away, y: center.y + Math.sin(angle) * away };
      disc(scene, at, 0.066 + random.next() * 0.014, {
        color: clear,
        alpha: 0.8,
        soft: 0.2,
        dome: 0.95,
        gloss: 1,
      });
    }
  }
};

const pustules: Painter = (scene, random) => {
  for (const point of scatter(scene, random, 6 + random.integer(4), 0.25)) {
    blister(scene, point, 0.062 + random.next() * 0.022, [240, 224, 140], 0.95);
  }
};

const bullae: Painter = (scene, random) => {
  for (const point of scatter(scene, random, 1 + random.integer(2), 0.55, 0.25)) {
    blister(scene, point, 0.27 + random.next() * 0.06, clear, 0.6);
  }
};

/** Blackheads, and skin-colored closed ones. */
const comedones: Painter = (scene, random) => {
  for (const point of scatter(scene, random, 12 + random.integer(5), 0.16)) {
    const open = random.next() < 0.65;
    const bump = mix(scene.skin, palette.white, open ? 0.1 : 0.6);
    disc(scene, point, 0.06, { color: bump, alpha: 0.6, soft: 0.5, dome: 0.5 });
    if (open) disc(scene, point, 0.034, { color: [34, 26, 24], alpha: 0.95, soft: 0.4 });
  }
};

/** Raises the papules that sit on a larger body. */
export function paintPapules(
  scene: Scene,
  papules: readonly { readonly point: Point; readonly radius: number }[],
  random: Random,
): void {
  const violet = scene.signs.has('violaceous-color');
  const color = onSkin(scene, violet ? palette.violaceous : [206, 84, 80]);
  for (const { point, radius } of papules) {
    const alpha = 0.55 + random.next() * 0.2;
    disc(scene, point, radius, { color, alpha, soft: 0.5, dome: 0.6, gloss: 0.25 });
  }
}

/** Raises the separate bumps of a scattered lesion. */
export const paintBumps: Painter = (scene) => domes(scene, 0.5, 0.3);

/** Painters of relief and of blisters; body relief first. */
export const bodyRelief: Readonly<Record<string, Painter>> = {
  plaque,
  nodule,
  'dome-shape': domeShape,
  'raised-border': raisedBorder,
  'pearly-border': pearlyBorder,
};

/** Painters of raised marks on the lesion. */
export const elementSigns: Readonly<Record<string, Painter>> = {
  'central-umbilication': umbilication,
  comedones,
  bullae,
  vesicles,
  'grouped-vesicles': groupedVesicles,
  pustules,
};
