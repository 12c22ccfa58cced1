import type { Random } from '@skinr1/core';
import { cellEdge, noise, smoothstep } from '../noise.ts';
import { blend, forLesion, mix, onSkin, type Painter, type Rgb, type Scene } from '../scene.ts';
import { disc, type Point, pointAt, randomPoint, scatter, stroke, wander } from '../stamps.ts';
import { palette } from './color.ts';

/** Thick bright vessels that branch like a tree, in focus. */
const arborizing: Painter = (scene, random) => {
  const blob = scene.blobs[0]!;
  const color = onSkin(scene, [188, 24, 40]);
  const count = 3 + random.integer(2);
  const start = random.next() * 7;
  for (let tree = 0; tree < count; tree++) {
    const angle = start + (tree / count) * 2 * Math.PI + (random.next() - 0.5) * 0.5;
    const root = pointAt(blob, angle, 0.98);
    branch(scene, root, angle + Math.PI, blob.radius * 0.42, 0.048, 3, color, random);
  }
};

function branch(
  scene: Scene,
  from: Point,
  direction: number,
  length: number,
  width: number,
  level: number,
  color: Rgb,
  random: Random,
): void {
  const line = wander(from, direction, 5, length / 5, 0.28, random);
  stroke(scene, line, width, color, 0.92);
  if (level <= 1) return;
  const tip = line.at(-1)!;
  for (const side of [-1, 1]) {
    const aside = direction + side * (0.45 + random.next() * 0.4);
    branch(scene, tip, aside, length * 0.72, width * 0.66, level - 1, color, random);
  }
}

/** Pin-point red dots, evenly spread. */
const dotted: Painter = (scene, random) => {
  const color = onSkin(scene, [176, 20, 36]);
  for (const point of scatter(scene, random, 46, 0.105, 0.06)) {
    disc(scene, point, 0.026 + random.next() * 0.006, { color, alpha: 0.92, soft: 0.5 });
  }
};

/** Coiled vessels, like glomeruli, in groups. */
const glomerular: Painter = (scene, random) => {
  const color = onSkin(scene, [158, 18, 40]);
  const centers = scatter(scene, random, 4, 0.3, 0.25);
  for (const center of centers) {
    for (let coil = 0; coil < 4; coil++) {
      const x = center.x + (random.next() - 0.5) * 0.3;
      const y = center.y + (random.next() - 0.5) * 0.3;
      const phase = random.next() * 7;
      const spiral = Array.from({ length: 15 }, (_, step) => ({
        x: x + Math.cos(phase + step * 0.85) * 0.0046 * (step + 3),
        y: y + Math.sin(phase + step * 0.85) * 0.0046 * (step + 3),
      }));
      stroke(scene, spiral, 0.02, color, 0.85);
    }
  }
};

/** Thin winding red lines that hardly branch. */
const telangiectasia: Painter = (scene, random) => {
  const color = onSkin(scene, [190, 36, 52]);
  const count = 8 + random.integer(5);
  for (let index = 0; index < count; index++) {
    const start = randomPoint(scene, random, 0, 1);
    const line = wander(start, random.next() * 7, 9, 0.055, 0.75, random);
    stroke(scene, line, 0.019, color, 0.85);
  }
};

/** Sharply bounded red to purple lagoons, divided by pale walls. */
const redLacunae: Painter = (scene, random) => {
  const shift = random.next() * 60;
  const wall = mix(onSkin(scene, palette.pink), palette.white, 0.35);
  forLesion(scene, (index, u, v, mask) => {
    const edge = cellEdge(u * 4 + shift, v * 4, 0.7);
    const purple = noise(u * 4 + shift, v * 4 + shift);
    const lagoon = mix([206, 22, 40], [112, 20, 66], smoothstep(0.35, 0.75, purple));
    const open = smoothstep(0.8, 0.62, edge);
    blend(scene, index, onSkin(scene, mix(wall, lagoon, open)), mask * 0.93);
    scene.height[index] = scene.height[index]! + open * 0.035 * mask;
    scene.gloss[index] = Math.max(scene.gloss[index]!, 0.35 * mask);
  });
};

/** A red net around pale follicle openings with a yellowish middle: the skin of a strawberry. */
const strawberry: Painter = (scene, random) => {
  const color = onSkin(scene, [206, 66, 66]);
  forLesion(scene, (index, _u, _v, mask) => blend(scene, index, color, mask * 0.55));
  for (const point of scatter(scene, random, 30, 0.19, 0.05)) {
    const radius = 0.062 + random.next() * 0.015;
    disc(scene, point, radius, { color: palette.white, alpha: 0.85, soft: 0.5 });
    disc(scene, point, radius * 0.5, { color: [206, 152, 72], alpha: 0.9, soft: 0.5 });
  }
};

/** Painters of vessels. */
export const vesselSigns: Readonly<Record<string, Painter>> = {
  'red-lacunae': redLacunae,
  'strawberry-pattern': strawberry,
  'dotted-vessels': dotted,
  'glomerular-vessels': glomerular,
  telangiectasia,
  'arborizing-vessels': arborizing,
};
