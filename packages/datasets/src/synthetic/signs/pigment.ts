import { cellEdge, noise, smoothstep } from '../noise.ts';
import { blend, forLesion, mix, type Painter, pigmentOnSkin, radiusAt } from '../scene.ts';
import { disc, pointAt, scatter, stroke } from '../stamps.ts';
import { palette } from './color.ts';

/** A regular brown honeycomb that thins out towards the border. */
const pigmentNetwork: Painter = (scene, random) => {
  const line = pigmentOnSkin(scene, palette.darkBrown);
  const scale = 6.4 + random.next() * 1.2;
  const angle = random.next() * Math.PI;
  const [cos, sin] = [Math.cos(angle) * scale, Math.sin(angle) * scale];
  forLesion(scene, (index, u, v, mask) => {
    const edge = cellEdge(u * cos - v * sin + scene.noiseX, u * sin + v * cos, 0.18);
    const amount = smoothstep(0.5, 0.82, edge) * mask * smoothstep(0, 0.25, scene.depth[index]!);
    if (amount > 0) blend(scene, index, line, amount * 0.78);
  });
};

/** A network of uneven mesh, thickness and color that ends abruptly. */
const atypicalNetwork: Painter = (scene, random) => {
  const black = pigmentOnSkin(scene, palette.black);
  const brown = pigmentOnSkin(scene, palette.darkBrown);
  const scale = 4.6 + random.next() * 0.8;
  const shift = random.next() * 60;
  forLesion(scene, (index, u, v, mask) => {
    const thickness = noise(u * 2 + shift, v * 2);
    if (noise(u * 1.6, v * 1.6 + shift) < 0.3) return;
    const edge = cellEdge(u * scale + shift, v * scale, 0.95);
    const amount = smoothstep(0.78 - thickness * 0.5, 0.95 - thickness * 0.3, edge) * mask;
    if (amount > 0) blend(scene, index, mix(brown, black, thickness), amount * 0.92);
  });
};

/** Round brown clods. */
const globules: Painter = (scene, random) => {
  const color = pigmentOnSkin(scene, mix(palette.darkBrown, palette.black, 0.25));
  for (const point of scatter(scene, random, 16 + random.integer(7), 0.13, 0.1)) {
    const radius = 0.042 + random.next() * 0.026;
    disc(scene, point, radius, { color, alpha: 0.92, soft: 0.3 });
  }
};

/** Dark spokes with round ends that stick out of the border. */
const streaks: Painter = (scene, random) => {
  const color = pigmentOnSkin(scene, palette.black);
  const blob = scene.blobs[0]!;
  const start = random.next() * 2 * Math.PI;
  const sweep = Math.PI * (1.1 + random.next() * 0.9);
  const count = Math.round(sweep * 3.2);
  for (let index = 0; index < count; index++) {
    const angle = start + ((index + (random.next() - 0.5) * 0.4) / count) * sweep;
    const length = 0.13 + random.next() * 0.08;
    const reach = 1 + length / radiusAt(blob, angle);
    const tip = pointAt(blob, angle, reach);
    stroke(scene, [pointAt(blob, angle, 0.72), tip], 0.036, color, 0.9);
    disc(scene, tip, 0.034, { color, alpha: 0.9 });
  }
};

/** Brown-gray lobed areas at the edge, like maple leaves. */
const leafLikeAreas: Painter = (scene, random) => {
  const color = pigmentOnSkin(scene, [70, 66, 74]);
  const blob = scene.blobs[0]!;
  const count = 4 + random.integer(2);
  const start = random.next() * 7;
  for (let leaf = 0; leaf < count; leaf++) {
    const angle = start + (leaf / count) * 2 * Math.PI;
    const root = pointAt(blob, angle, 0.6);
    for (const spread of [-0.75, 0, 0.75]) {
      for (let step = 0; step <= 3; step++) {
        const away = step * 0.06;
        const place = {
          x: root.x + Math.cos(angle + spread) * away,
          y: root.y + Math.sin(angle + spread) * away,
        };
        disc(scene, place, 0.075 - step * 0.009, { color, alpha: 0.75, soft: 0.25 });
      }
    }
  }
};

/** Bright round dots, white to yellow, with a soft halo. */
const miliaLikeCysts: Painter = (scene, random) => {
  for (const point of scatter(scene, random, 9 + random.integer(6), 0.17, 0.12)) {
    const radius = 0.035 + random.next() * 0.025;
    disc(scene, point, radius * 1.9, { color: palette.yellow, alpha: 0.4, soft: 1 });
    disc(scene, point, radius, { color: [255, 250, 232], alpha: 0.97, soft: 0.5, dome: 0.4 });
  }
};

/** Dark plugged pits with a pale rim. */
const comedoLikeOpenings: Painter = (scene, random) => {
  const rim = mix(scene.skin, pigmentOnSkin(scene, palette.lightBrown), 0.4);
  const plug = pigmentOnSkin(scene, palette.black);
  for (const point of scatter(scene, random, 7 + random.integer(5), 0.2, 0.12)) {
    const radius = 0.055 + random.next() * 0.03;
    disc(scene, point, radius * 1.45, { color: rim, alpha: 0.6, soft: 0.5, uneven: 0.25 });
    disc(scene, point, radius, { color: plug, alpha: 0.9, soft: 0.3, dome: -0.7, uneven: 0.3 });
  }
};

/** Painters of pigmented structures. */
export const pigmentSigns: Readonly<Record<string, Painter>> = {
  'pigment-network': pigmentNetwork,
  'atypical-pigment-network': atypicalNetwork,
  globules,
  streaks,
  'leaf-like-areas': leafLikeAreas,
  'milia-like-cysts': miliaLikeCysts,
  'comedo-like-openings': comedoLikeOpenings,
};
