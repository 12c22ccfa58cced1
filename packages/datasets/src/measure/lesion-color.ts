import type { LesionColor } from './lesion-measurement.ts';
import { lightness } from './segment-lesion.ts';

/**
 * The color a lesion's pixel would be called, `null` for skin color and what lies between names. Channels
 * in 0 to 1. Hue decides, after black (very dark) and white (pale and lighter than the skin around).
 */
export function colorOf(
  r: number,
  g: number,
  b: number,
  skin: readonly [number, number, number],
): LesionColor | null {
  const maximum = Math.max(r, g, b);
  const minimum = Math.min(r, g, b);
  const saturation = maximum === 0 ? 0 : (maximum - minimum) / maximum;
  const light = lightness(r, g, b);
  const skinLight = lightness(...skin);
  if (light < 0.18) return 'black';
  if (saturation < 0.16 && light > 0.72 && light > skinLight + 0.03) return 'white';
  const hue = hueOf(r, g, b);
  if (hue >= 190 && hue < 265 && saturation > 0.12) return 'blue';
  if (hue >= 265 && hue < 340 && saturation > 0.12) return 'violaceous';
  if (saturation < 0.2) return null;
  if (hue >= 42 && hue < 70 && saturation > 0.35) return 'yellow';
  if (isRed(r, g, b, hue, skin)) return 'red';
  if (hue >= 8 && hue < 45 && light < skinLight - 0.08) return 'brown';
  return null;
}

/** Redder than the skin around by far, and not merely darker. */
function isRed(
  r: number,
  g: number,
  b: number,
  hue: number,
  [skinR, skinG, skinB]: readonly [number, number, number],
): boolean {
  if (hue > 18 && hue < 340) return false;
  const redness = r - (g + b) / 2;
  return redness > skinR - (skinG + skinB) / 2 + 0.1 && r > 0.4;
}

/** Hue in degrees, 0 to 360. */
function hueOf(r: number, g: number, b: number): number {
  const maximum = Math.max(r, g, b);
  const range = maximum - Math.min(r, g, b);
  if (range === 0) return 0;
  const sextant =
    maximum === r ? (g - b) / range : maximum === g ? 2 + (b - r) / range : 4 + (r - g) / range;
  return (sextant * 60 + 360) % 360;
}
