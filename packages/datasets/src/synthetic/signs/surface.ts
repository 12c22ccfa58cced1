import type { Random } from '@skinr1/core';
import { cellEdge, cellValue, noise, smoothstep } from '../noise.ts';
import {
  blend,
  forBox,
  forLesion,
  mix,
  onSkin,
  type Painter,
  type Rgb,
  type Scene,
} from '../scene.ts';
import { disc, pointAt, randomPoint, scatter, stroke, wander } from '../stamps.ts';
import { palette } from './color.ts';

/** White flakes: `cover` is about the share of the lesion they take, `coarse` their number per width. */
function flakes(scene: Scene, random: Random, color: Rgb, cover: number, coarse: number): void {
  const shift = random.next() * 60;
  const ring = scene.signs.has('annular-shape');
  forLesion(scene, (index, u, v, mask) => {
    if (ring && scene.depth[index]! > 0.42) return;
    const edge = cellEdge(u * coarse + shift, v * coarse, 0.9);
    const here = noise(u * coarse * 0.55 + shift, v * coarse * 0.55 - shift);
    const amount =
      smoothstep(0.86, 0.6, edge) * smoothstep(0.78 - cover, 0.92 - cover, here) * mask;
    if (amount <= 0) return;
    const light = 0.9 + cellValue(Math.floor(u * coarse * 2), Math.floor(v * coarse * 2)) * 0.1;
    blend(scene, index, [color[0] * light, color[1] * light, color[2] * light], amount * 0.88);
    scene.height[index] = scene.height[index]! + amount * 0.014;
  });
}

const scale: Painter = (scene, random) => flakes(scene, random, [240, 232, 222], 0.3, 7);

/** Thick, bright, close-set plates. */
const silveryScale: Painter = (scene, random) => {
  flakes(scene, random, palette.silver, 0.52, 4.2);
};

/** A thin ring of scale inside the border, free edge inwards. */
const collaretteScale: Painter = (scene, random) => {
  const shift = random.next() * 60;
  forLesion(scene, (index, u, v) => {
    const broken = noise(u * 6 + shift, v * 6);
    const ring = Math.abs(scene.depth[index]! - 0.24 - (broken - 0.5) * 0.08);
    const amount = smoothstep(0.085, 0.045, ring) * smoothstep(0.22, 0.4, broken);
    if (amount <= 0) return;
    blend(scene, index, palette.silver, amount * 0.92);
    scene.height[index] = scene.height[index]! + amount * 0.03;
  });
};

/** Dry plates over a part of the lesion. */
function plates(scene: Scene, random: Random, color: Rgb, dark: Rgb, gloss: number): void {
  const shift = random.next() * 60;
  forLesion(scene, (index, u, v) => {
    const lump = noise(u * 3 + shift, v * 3) + noise(u * 9, v * 9 + shift) * 0.3;
    const amount = smoothstep(0.56, 0.68, lump) * smoothstep(0, 0.18, scene.depth[index]!);
    if (amount <= 0) return;
    const crack = smoothstep(0.82, 0.95, cellEdge(u * 6 + shift, v * 6, 0.9));
    const rough = noise(u * 14, v * 14 + shift);
    blend(scene, index, mix(mix(color, dark, rough * 0.7), dark, crack), amount * 0.94);
    scene.height[index] = scene.height[index]! + amount * (0.05 + rough * 0.04 - crack * 0.03);
    scene.gloss[index] = Math.max(scene.gloss[index]!, gloss * amount);
  });
}

const crust: Painter = (scene, random) =>
  plates(scene, random, onSkin(scene, [138, 84, 44]), onSkin(scene, [62, 28, 20]), 0.1);

const honeyCrust: Painter = (scene, random) =>
  plates(scene, random, [230, 172, 60], [176, 110, 24], 0.6);

/** A raw, dark red hollow. */
const ulceration: Painter = (scene, random) => {
  const blob = scene.blobs[0]!;
  const angle = random.next() * 7;
  const x = blob.x + Math.cos(angle) * blob.radius * 0.12;
  const y = blob.y + Math.sin(angle) * blob.radius * 0.12;
  const radius = blob.radius * (0.36 + random.next() * 0.1);
  forBox(scene, x, y, radius * 1.6, (index, dx, dy) => {
    const rough = noise(dx * 6 + scene.noiseX, dy * 6 + scene.noiseY);
    const distance = Math.hypot(dx, dy) / radius + (rough - 0.5) * 0.7;
    const amount = smoothstep(1, 0.82, distance);
    if (amount <= 0) return;
    const color = mix([84, 10, 18], [170, 36, 36], noise(dx * 14, dy * 14 + scene.noiseX));
    blend(scene, index, color, amount * 0.95);
    scene.height[index] = scene.height[index]! - amount * 0.12;
    scene.gloss[index] = Math.max(scene.gloss[index]!, amount * 0.5);
  });
};

/** A rough horny mass that fills a crater in the middle. */
const keratinPlug: Painter = (scene) => {
  for (const blob of scene.blobs) {
    const radius = blob.radius * 0.42;
    forBox(scene, blob.x, blob.y, radius * 1.5, (index, dx, dy) => {
      const rough = noise(dx * 11 + scene.noiseX, dy * 11 + scene.noiseY);
      const distance = Math.hypot(dx, dy) / radius + (rough - 0.5) * 0.3;
      const amount = smoothstep(1, 0.85, distance);
      if (amount <= 0) return;
      const wall = smoothstep(0.6, 0.9, distance);
      const horn = mix([222, 196, 140], [140, 100, 56], rough);
      blend(scene, index, mix(horn, onSkin(scene, palette.darkBrown), wall * 0.8), amount * 0.95);
      scene.height[index] = scene.height[index]! + amount * (0.04 + rough * 0.1 - wall * 0.1);
    });
  }
};

/** Cobblestones with dark points, as of thrombosed capillaries. */
const verrucous: Painter = (scene, random) => {
  const shift = random.next() * 60;
  const tint = mix(scene.skin, [214, 196, 168], 0.55);
  forLesion(scene, (index, u, v, mask) => {
    const edge = cellEdge(u * 6.5 + shift, v * 6.5, 0.7);
    const top = smoothstep(0.95, 0.3, edge);
    blend(
      scene,
      index,
      mix(onSkin(scene, palette.darkBrown), tint, top),
      mask * (0.75 - top * 0.3),
    );
    scene.height[index] = scene.height[index]! + top * 0.05 * mask;
  });
  for (const point of scatter(scene, random, 9, 0.16, 0.2)) {
    disc(scene, point, 0.024, { color: [40, 12, 14], alpha: 0.9 });
  }
};

/** Thickened skin with deep criss-cross lines. */
const lichenification: Painter = (scene, random) => {
  const angle = random.next() * Math.PI;
  const dark = onSkin(scene, [128, 72, 58]);
  const lines = [angle, angle + 1.15].map((across) => [
    Math.cos(across) * 7.5,
    Math.sin(across) * 7.5,
  ]);
  forLesion(scene, (index, u, v, mask) => {
    const bend = noise(u * 3 + scene.noiseX, v * 3) * 0.9;
    let furrow = 0;
    for (const [a, b] of lines as [number, number][]) {
      const wave = u * a + v * b + bend;
      furrow = Math.max(furrow, 1 - Math.abs(wave - Math.floor(wave) - 0.5) * 4.4);
    }
    if (furrow <= 0) return;
    blend(scene, index, dark, furrow * mask * 0.62);
    scene.height[index] = scene.height[index]! - furrow * mask * 0.035;
  });
};

/** Scratches: straight raw lines side by side, with dried blood. */
const excoriation: Painter = (scene, random) => {
  const angle = random.next() * Math.PI;
  const count = 3 + random.integer(3);
  for (let index = 0; index < count; index++) {
    const start = randomPoint(scene, random, 0.05, 1);
    const line = wander(start, angle + (random.next() - 0.5) * 0.25, 6, 0.085, 0.08, random);
    stroke(scene, line, 0.036, [158, 26, 28], 0.85, -0.02);
    for (const point of line) {
      if (random.next() < 0.5) disc(scene, point, 0.026, { color: [66, 12, 14], alpha: 0.9 });
    }
  }
};

/** Lacy white lines. */
const wickhamStriae: Painter = (scene, random) => {
  const shift = random.next() * 60;
  forLesion(scene, (index, u, v, mask) => {
    const bend = noise(u * 4 + shift, v * 4) * 0.5;
    const edge = cellEdge(u * 5 + shift + bend, v * 5 - bend, 0.95);
    const amount = smoothstep(0.84, 0.95, edge) * mask;
    if (amount > 0) blend(scene, index, palette.white, amount * 0.9);
  });
};

/** Horny plugs in follicle openings, in regular rows. */
const follicularPlugging: Painter = (scene, random) => {
  const step = 0.19;
  const blob = scene.blobs[0]!;
  const reach = Math.ceil((blob.radius * 1.2) / step);
  for (let row = -reach; row <= reach; row++) {
    for (let column = -reach; column <= reach; column++) {
      const x = blob.x + (column + (row & 1) * 0.5 + (random.next() - 0.5) * 0.25) * step;
      const y = blob.y + (row + (random.next() - 0.5) * 0.25) * step;
      const at = Math.hypot(x - blob.x, y - blob.y);
      if (at > blob.radius * 0.82) continue;
      disc(scene, { x, y }, 0.062, { color: palette.white, alpha: 0.55, soft: 0.6 });
      disc(scene, { x, y }, 0.036, { color: [150, 106, 48], alpha: 0.92, soft: 0.4, dome: -0.5 });
    }
  }
};

/** Fine gray winding tunnels with a dark point at the end. */
const burrows: Painter = (scene, random) => {
  const color = onSkin(scene, [116, 92, 82]);
  const count = 3 + random.integer(3);
  for (let index = 0; index < count; index++) {
    const line = wander(
      randomPoint(scene, random, 0.1, 1),
      random.next() * 7,
      9,
      0.05,
      0.6,
      random,
    );
    stroke(scene, line, 0.058, mix(scene.skin, palette.white, 0.5), 0.7, 0.03);
    stroke(scene, line, 0.028, color, 0.9);
    disc(scene, line.at(-1)!, 0.036, { color: [40, 26, 24], alpha: 0.95 });
  }
};

/** Bites taken out of the border, edged in brown. */
const mothEaten: Painter = (scene, random) => {
  const blob = scene.blobs[0]!;
  const count = 6 + random.integer(3);
  for (let index = 0; index < count; index++) {
    const angle = ((index + random.next() * 0.5) / count) * 2 * Math.PI;
    const bite = pointAt(blob, angle, 0.98);
    disc(scene, bite, 0.1 + random.next() * 0.04, { color: scene.skin, alpha: 1, soft: 0.25 });
  }
};

/** Painters of the surface itself, under everything that lies on it. */
export const textureSigns: Readonly<Record<string, Painter>> = {
  lichenification,
  'verrucous-surface': verrucous,
  'moth-eaten-border': mothEaten,
};

/** Painters of what lies on the surface. */
export const surfaceSigns: Readonly<Record<string, Painter>> = {
  'follicular-plugging': follicularPlugging,
  scale,
  'silvery-scale': silveryScale,
  'collarette-scale': collaretteScale,
  'wickham-striae': wickhamStriae,
  ulceration,
  'keratin-plug': keratinPlug,
  crust,
  'honey-colored-crust': honeyCrust,
  excoriation,
  burrows,
};
