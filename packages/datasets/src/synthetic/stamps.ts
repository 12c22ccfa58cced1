import type { Random } from '@skinr1/core';
import { smoothstep } from './noise.ts';
import { type Blob, blend, forBox, outlineSteps, type Rgb, radiusAt, type Scene } from './scene.ts';

/** A place in the image, -1…1 both ways. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** How a round mark looks. */
export interface DiscStyle {
  readonly color: Rgb;
  readonly alpha: number;
  /** Share of the radius over which the edge fades. @defaultValue 0.35 */
  readonly soft?: number;
  /** Height of a dome (negative: a pit), as a share of the radius. @defaultValue 0 */
  readonly dome?: number;
  /** @defaultValue 0 */
  readonly gloss?: number;
  /** Unevenness of the outline, share of the radius. @defaultValue 0 */
  readonly uneven?: number;
}

/** A round mark; never thinner than a pixel, so that it survives small images. */
export function disc(scene: Scene, { x, y }: Point, radius: number, style: DiscStyle): void {
  const { color, alpha, soft = 0.35, dome = 0, gloss = 0, uneven = 0 } = style;
  const size = Math.max(radius, 1.1 / scene.size);
  const phase = x * 37 + y * 91;
  forBox(scene, x, y, size * (1 + uneven) * 1.1, (index, dx, dy) => {
    let distance = Math.hypot(dx, dy) / size;
    if (uneven > 0) {
      const angle = Math.atan2(dy, dx);
      distance /=
        1 + uneven * (Math.sin(3 * angle + phase) + Math.sin(5 * angle + 2 * phase)) * 0.5;
    }
    if (distance >= 1) return;
    const cover = smoothstep(1, 1 - soft, distance);
    if (alpha > 0) blend(scene, index, color, alpha * cover);
    if (dome !== 0) {
      scene.height[index] = scene.height[index]! + dome * size * (1 - distance * distance);
    }
    if (gloss > 0) scene.gloss[index] = Math.max(scene.gloss[index]!, gloss * cover);
  });
}

/** A line through points, `width` wide, optionally raised or sunken. */
export function stroke(
  scene: Scene,
  points: readonly Point[],
  width: number,
  color: Rgb,
  alpha: number,
  relief = 0,
): void {
  const half = Math.max(width / 2, 0.9 / scene.size);
  const feather = half + 1 / scene.size;
  for (let i = 1; i < points.length; i++) {
    const from = points[i - 1]!;
    const dx = points[i]!.x - from.x;
    const dy = points[i]!.y - from.y;
    const squared = dx * dx + dy * dy || 1e-9;
    const reach = (Math.abs(dx) + Math.abs(dy)) / 2 + feather;
    forBox(scene, from.x + dx / 2, from.y + dy / 2, reach, (index, bx, by) => {
      const px = bx + dx / 2;
      const py = by + dy / 2;
      const along = Math.min(1, Math.max(0, (px * dx + py * dy) / squared));
      // The end cap belongs to the next piece, else joints would be painted twice.
      if (along === 1 && i < points.length - 1) return;
      const distance = Math.hypot(px - along * dx, py - along * dy);
      if (distance >= feather) return;
      const cover = smoothstep(feather, half * 0.6, distance);
      blend(scene, index, color, alpha * cover);
      if (relief !== 0) scene.height[index] = scene.height[index]! + relief * cover;
    });
  }
}

/** A random place inside the lesion, at least `minDepth` and at most `maxDepth` deep. */
export function randomPoint(scene: Scene, random: Random, minDepth = 0, maxDepth = 1): Point {
  const blob = pickBlob(scene.blobs, random);
  const angle = random.next() * 2 * Math.PI;
  const outer = (1 - minDepth) ** 2;
  const inner = (1 - maxDepth) ** 2;
  const share = Math.sqrt(inner + (outer - inner) * random.next());
  return pointAt(blob, angle, share);
}

/** The point of a blob at an angle; `share` 0 is the center, 1 the border. */
export function pointAt(blob: Blob, angle: number, share: number): Point {
  const radius = radiusAt(blob, angle) * share;
  return { x: blob.x + Math.cos(angle) * radius, y: blob.y + Math.sin(angle) * radius };
}

function pickBlob(blobs: readonly Blob[], random: Random): Blob {
  if (blobs.length === 1) return blobs[0]!;
  const total = blobs.reduce((sum, blob) => sum + blob.radius ** 2, 0);
  let left = random.next() * total;
  for (const blob of blobs) {
    left -= blob.radius ** 2;
    if (left <= 0) return blob;
  }
  return blobs[0]!;
}

/** Up to `count` places in the lesion that keep `spacing` apart. */
export function scatter(
  scene: Scene,
  random: Random,
  count: number,
  spacing: number,
  minDepth = 0,
  maxDepth = 1,
): Point[] {
  const points: Point[] = [];
  for (let tries = 0; points.length < count && tries < count * 8; tries++) {
    const point = randomPoint(scene, random, minDepth, maxDepth);
    const free = points.every(({ x, y }) => (x - point.x) ** 2 + (y - point.y) ** 2 > spacing ** 2);
    if (free) points.push(point);
  }
  return points;
}

/** A wandering line: `steps` pieces of length `step`, turning by up to `greatestBend` radians each. */
export function wander(
  start: Point,
  direction: number,
  steps: number,
  step: number,
  greatestBend: number,
  random: Random,
): Point[] {
  const points = [start];
  let angle = direction;
  for (let i = 0; i < steps; i++) {
    const last = points[i]!;
    angle += (random.next() - 0.5) * 2 * greatestBend;
    points.push({ x: last.x + Math.cos(angle) * step, y: last.y + Math.sin(angle) * step });
  }
  return points;
}

/** A closed outline: a circle bent by waves. `waves` maps waves per turn to amplitude (share of radius). */
export function makeBlob(
  x: number,
  y: number,
  radius: number,
  waves: readonly (readonly [perTurn: number, amplitude: number])[],
  random: Random,
): Blob {
  const phases = waves.map(() => random.next() * 2 * Math.PI);
  const outline = Float32Array.from({ length: outlineSteps }, (_, step) => {
    const angle = (step / outlineSteps) * 2 * Math.PI;
    let factor = 1;
    waves.forEach(([perTurn, amplitude], wave) => {
      factor += amplitude * Math.sin(perTurn * angle + phases[wave]!);
    });
    return radius * Math.max(0.3, factor);
  });
  return { x, y, radius, outline };
}
