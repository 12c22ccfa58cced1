import { checkWholeNumber, InvalidInputError, type Random, UsageError } from '@skinr1/core';
import { compose } from './compose.ts';
import { develop } from './light.ts';
import { fillField, type Painter, type Scene } from './scene.ts';
import { colorSigns, groundSigns, paintGround } from './signs/color.ts';
import { pigmentSigns } from './signs/pigment.ts';
import { bodyRelief, elementSigns, paintBumps, paintPapules } from './signs/relief.ts';
import { surfaceSigns, textureSigns } from './signs/surface.ts';
import { vesselSigns } from './signs/vessels.ts';
import { lesionShade, paintHairs, paintSkin, type SkinTone, skinColor, skinTones } from './skin.ts';

/** What to draw. */
export interface LesionOptions {
  /** Width and height in pixels, 32 to 1024. */
  readonly size: number;
  /** Fitzpatrick type. */
  readonly skinTone: SkinTone;
  /** Morphology term ids, each of {@link renderableSigns}; every one of them is drawn. */
  readonly signs: readonly string[];
  readonly random: Random;
  /** Hairs across the image. @defaultValue in one image of eight, by `random` */
  readonly hairs?: boolean;
}

/** Decoded pixels: row-major RGB, 8 bits a channel. */
export interface RenderedLesion {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Signs that {@link compose} turns into outline, border and layout. */
const layoutSigns = [
  'asymmetry',
  'symmetry',
  'irregular-border',
  'well-defined-border',
  'ill-defined-border',
  'annular-shape',
  'central-clearing',
  'papules',
  'patch',
  'macule',
];

/** Later painters lie over earlier ones. */
const painters: readonly (readonly [string, Painter])[] = [
  ...Object.entries(bodyRelief),
  ...Object.entries(textureSigns),
  ...Object.entries(colorSigns),
  ...Object.entries(pigmentSigns),
  ...Object.entries(vesselSigns),
  ...Object.entries(surfaceSigns),
  ...Object.entries(elementSigns),
];

/** Every morphology term that the renderer can draw. */
export const renderableSigns: readonly string[] = [
  ...layoutSigns,
  ...groundSigns,
  ...painters.map(([sign]) => sign),
].sort();

const renderable = new Set(renderableSigns);

/**
 * Draws a synthetic skin lesion that shows the given visual signs. The same options and random state
 * give the same pixels on every machine. It is a drawing for tests, demonstrations and teaching
 * machines to look; it is no photograph and no medical image.
 *
 * Throws UsageError for a size or tone out of range, InvalidInputError for a sign it cannot draw.
 */
export function renderLesion(options: LesionOptions): RenderedLesion {
  check(options);
  const { size, skinTone } = options;
  const signs = new Set(options.signs);
  // One draw from the caller's stream, so that the next image differs whatever this one used.
  const details = options.random.fork(`lesion ${options.random.integer(2 ** 32)}`);
  const composition = compose(signs, details.fork('outline'));
  const scene = emptyScene(size, skinTone, signs, composition.blobs, details);
  fillField(scene, composition.edge);
  paintSkin(scene);
  if (composition.scattered) paintBumps(scene, details);
  paintGround(scene, details.fork('ground'), groundStrength(signs, composition.faint));
  for (const [sign, paint] of painters) {
    if (signs.has(sign)) paint(scene, details.fork(sign));
    if (sign === 'raised-border') paintPapules(scene, composition.papules, details.fork('papules'));
  }
  if (options.hairs ?? details.next() < 1 / 8) paintHairs(scene, details.fork('hairs'));
  return { width: size, height: size, data: develop(scene, details.fork('light')) };
}

/** Bare marks on skin get a tint only if a sign names a color. */
function groundStrength(signs: ReadonlySet<string>, faint: boolean): number {
  if (!faint) return 1;
  return groundSigns.some((sign) => signs.has(sign)) ? 0.55 : 0;
}

function emptyScene(
  size: number,
  tone: SkinTone,
  signs: ReadonlySet<string>,
  blobs: Scene['blobs'],
  random: Random,
): Scene {
  const pixels = size * size;
  return {
    size,
    rgb: new Float32Array(pixels * 3),
    height: new Float32Array(pixels),
    gloss: new Float32Array(pixels),
    mask: new Float32Array(pixels),
    depth: new Float32Array(pixels),
    blobs,
    skin: skinColor(tone, random),
    shade: lesionShade(tone),
    signs,
    random,
    noiseX: random.next() * 100,
    noiseY: random.next() * 100,
  };
}

function check({ size, skinTone, signs }: LesionOptions): void {
  checkWholeNumber('size of a synthetic lesion in pixels', size, 32, 1024);
  if (!skinTones.includes(skinTone)) {
    throw new UsageError(`skin tone is a Fitzpatrick type from 1 to 6, not ${skinTone}.`);
  }
  const unknown = signs.find((sign) => !renderable.has(sign));
  if (unknown !== undefined) {
    throw new InvalidInputError(`no painter for the sign '${unknown}'.`, {
      source: 'renderLesion',
      place: 'signs',
      mend: 'Use ids listed in renderableSigns.',
    });
  }
}
