import type { Random } from '@skinr1/core';
import { noise, smoothstep } from '../noise.ts';
import {
  blend,
  forBox,
  forLesion,
  mix,
  onSkin,
  type Painter,
  pigmentOnSkin,
  type Rgb,
  type Scene,
} from '../scene.ts';

type PigmentName =
  | 'lightBrown'
  | 'brown'
  | 'darkBrown'
  | 'black'
  | 'blue'
  | 'steel'
  | 'gray'
  | 'red'
  | 'pink'
  | 'violaceous'
  | 'yellow'
  | 'white'
  | 'silver'
  | 'pearl';

/** Colors of lesions, as on light skin. */
export const palette: Readonly<Record<PigmentName, Rgb>> = {
  lightBrown: [176, 122, 80],
  brown: [134, 84, 50],
  darkBrown: [84, 50, 32],
  black: [36, 28, 28],
  blue: [72, 92, 142],
  steel: [128, 150, 188],
  gray: [126, 126, 136],
  red: [196, 44, 50],
  pink: [226, 124, 116],
  violaceous: [146, 82, 132],
  yellow: [226, 192, 98],
  white: [246, 240, 232],
  silver: [240, 241, 246],
  pearl: [240, 206, 196],
};

/** Signs that say which color the lesion has, strongest claim to the ground color first. */
const ground: readonly (readonly [sign: string, color: Rgb, alpha: number])[] = [
  ['structureless-blue', palette.blue, 0.94],
  ['black-color', palette.black, 0.86],
  ['brown-color', palette.brown, 0.8],
  ['blue-color', palette.blue, 0.85],
  ['violaceous-color', palette.violaceous, 0.78],
  ['red-color', palette.red, 0.82],
  ['erythema', palette.pink, 0.7],
  ['yellow-color', palette.yellow, 0.72],
  ['hyperpigmentation', palette.brown, 0.5],
  ['hypopigmentation', palette.white, 0.55],
  ['white-color', palette.white, 0.7],
];

/** The color that most of the lesion takes, and how strongly. */
function groundColor(scene: Scene): { color: Rgb; alpha: number; sign: string | null } {
  const found = ground.find(([sign]) => scene.signs.has(sign));
  if (found) return { color: groundOnSkin(scene, found), alpha: found[2], sign: found[0] };
  return { color: mix(scene.skin, onSkin(scene, palette.pink), 0.5), alpha: 0.5, sign: null };
}

const pigments = new Set<Rgb>([palette.brown, palette.black]);

function groundOnSkin(scene: Scene, [, color]: (typeof ground)[number]): Rgb {
  return pigments.has(color) ? pigmentOnSkin(scene, color) : onSkin(scene, color);
}

/**
 * Ground color of the lesion, uneven as real ones are, then patches of the other colors that the
 * signs name.
 */
export function paintGround(scene: Scene, random: Random, strength: number): void {
  const { color, alpha, sign } = groundColor(scene);
  const darker = mix(color, [20, 14, 14], 0.22);
  const lighter = mix(color, scene.skin, 0.25);
  const hollow = scene.signs.has('central-clearing') || scene.signs.has('annular-shape');
  forLesion(scene, (index, u, v, mask) => {
    const uneven = noise(u * 3.1 + scene.noiseX, v * 3.1 + scene.noiseY);
    let amount = alpha * strength * mask;
    if (hollow) amount *= 1 - 0.86 * smoothstep(0.3, 0.55, scene.depth[index]!);
    blend(
      scene,
      index,
      uneven < 0.5 ? mix(color, darker, 1 - uneven * 2) : mix(color, lighter, uneven * 2 - 1),
      amount,
    );
  });
  const others = ground.filter(([name]) => name !== sign && scene.signs.has(name));
  for (const other of others) {
    if (other[0] === 'erythema') flush(scene, random);
    else paintPatches(scene, random, groundOnSkin(scene, other), other[2], 0.5);
  }
}

/** Patches of a color over the lesion; `cover` is about the share of the lesion they take. */
function paintPatches(
  scene: Scene,
  random: Random,
  color: Rgb,
  alpha: number,
  cover: number,
): void {
  const offsetX = random.next() * 50;
  const offsetY = random.next() * 50;
  const threshold = 0.72 - cover * 0.5;
  forLesion(scene, (index, u, v, mask) => {
    const value = noise(u * 2.4 + offsetX, v * 2.4 + offsetY);
    const amount = smoothstep(threshold - 0.07, threshold + 0.07, value);
    if (amount > 0) blend(scene, index, color, alpha * amount * mask);
  });
}

/** Redness that runs out into the skin around the lesion. */
function flush(scene: Scene, random: Random): void {
  const color = onSkin(scene, palette.pink);
  const reach = 0.3 + random.next() * 0.15;
  for (const blob of scene.blobs) {
    forBox(scene, blob.x, blob.y, blob.radius * 2, (index, dx, dy) => {
      const away = Math.hypot(dx, dy) / blob.radius - 1;
      const amount = away < 0 ? 0.3 : 0.55 * smoothstep(reach * 2, 0, away);
      if (amount > 0) blend(scene, index, color, amount * 0.8);
    });
  }
}

/** Sharply different patches: light brown, dark brown or black, and red or blue-gray. */
const multipleColors: Painter = (scene, random) => {
  const third = random.pick([palette.red, palette.blue, palette.gray]);
  paintPatches(scene, random, onSkin(scene, palette.lightBrown), 0.85, 0.5);
  paintPatches(scene, random, onSkin(scene, palette.black), 0.85, 0.42);
  paintPatches(scene, random, onSkin(scene, third), 0.8, 0.36);
};

/** A whitish-blue haze over a part of the lesion, without structure. */
const blueWhiteVeil: Painter = (scene, random) => {
  const blob = scene.blobs[0]!;
  const angle = random.next() * 2 * Math.PI;
  const x = blob.x + Math.cos(angle) * blob.radius * 0.25;
  const y = blob.y + Math.sin(angle) * blob.radius * 0.25;
  const radius = blob.radius * (0.5 + random.next() * 0.15);
  forBox(scene, x, y, radius * 1.4, (index, dx, dy) => {
    const rough = noise(dx * 5 + scene.noiseX, dy * 5 + scene.noiseY) * 0.5;
    const distance = Math.hypot(dx, dy) / radius + rough - 0.25;
    const amount = smoothstep(1, 0.6, distance) * scene.mask[index]!;
    if (amount > 0)
      blend(scene, index, mix(palette.blue, palette.steel, rough * 1.8), amount * 0.9);
  });
};

/** White scar-like areas with blue-gray pepper. */
const regression: Painter = (scene, random) => {
  const offset = random.next() * 40;
  forLesion(scene, (index, u, v, mask) => {
    const value = noise(u * 2.6 + offset, v * 2.6 - offset);
    const amount = smoothstep(0.5, 0.62, value) * mask;
    if (amount <= 0) return;
    const pepper = noise(u * 19 + offset, v * 19) > 0.66;
    blend(
      scene,
      index,
      pepper ? palette.gray : mix(scene.skin, palette.white, 0.75),
      amount * 0.85,
    );
  });
};

/** A pale scar in the middle. */
const centralWhitePatch: Painter = (scene) => {
  const color = mix(scene.skin, palette.white, 0.85);
  for (const blob of scene.blobs) {
    const radius = blob.radius * 0.46;
    forBox(scene, blob.x, blob.y, radius * 1.4, (index, dx, dy) => {
      const rough = noise(dx * 8 + scene.noiseX, dy * 8 + scene.noiseY) * 0.35;
      const amount = smoothstep(1.05, 0.55, Math.hypot(dx, dy) / radius + rough - 0.15);
      if (amount > 0) blend(scene, index, color, amount * 0.9);
    });
  }
};

/** A sunken, pale, finely wrinkled middle. */
const atrophy: Painter = (scene, random) => {
  const pale = mix(scene.skin, palette.white, 0.55);
  const angle = random.next() * Math.PI;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  forLesion(scene, (index, u, v) => {
    const amount = smoothstep(0.3, 0.55, scene.depth[index]!);
    if (amount <= 0) return;
    const along = u * cos + v * sin;
    const wrinkle = Math.sin((along + noise(u * 4, v * 4) * 0.16) * 62);
    blend(scene, index, pale, amount * 0.7);
    scene.height[index] = scene.height[index]! - amount * 0.05 + amount * wrinkle * 0.006;
    scene.gloss[index] = Math.max(scene.gloss[index]!, amount * 0.3);
  });
};

/** Painters of signs about color that lie over the ground color. */
export const colorSigns: Readonly<Record<string, Painter>> = {
  'multiple-colors': multipleColors,
  'regression-structures': regression,
  'blue-white-veil': blueWhiteVeil,
  'central-white-patch': centralWhitePatch,
  atrophy,
};

/** Signs that {@link paintGround} draws. */
export const groundSigns: readonly string[] = ground.map(([sign]) => sign);
