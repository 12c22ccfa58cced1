import { InvalidInputError } from '@skinr1/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type LesionMeasurement,
  measurableSigns,
  measureLesion,
  type PixelImage,
} from '../src/index.ts';

const skin = [224, 188, 168] as const;
const brown = [120, 72, 40] as const;
const black = [25, 18, 16] as const;
const blue = [70, 90, 150] as const;

type Color = readonly [number, number, number];

/** An image of skin with a lesion where `inside` says so. */
function draw(size: number, color: (x: number, y: number) => Color | null): PixelImage {
  const data = new Uint8Array(size * size * 3);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) data.set(color(x, y) ?? skin, (y * size + x) * 3);
  }
  return { width: size, height: size, data };
}

const disc = (radius: number, color: Color = brown) =>
  measureLesion(draw(128, (x, y) => (Math.hypot(x - 64, y - 64) < radius ? color : null)));

describe('measureLesion', () => {
  it('measures a disc: symmetric, border index 1, area πr²', () => {
    const { asymmetry, borderIrregularity, area, extent, colors, contrast } = disc(30);
    expect(asymmetry.value).toBeLessThan(0.03);
    // P²/4πA is 1 for a disc; the pixel outline is within 6 %.
    expect(borderIrregularity.value).toBeCloseTo(1, 1);
    expect(area.value).toBeCloseTo((Math.PI * 900) / (128 * 128), 2);
    // 60 px across on a diagonal of 128·√2 = 181 px.
    expect(extent.value).toBeCloseTo(60 / 181, 1);
    expect(colors.brown.value).toBeGreaterThan(0.95);
    expect(contrast).toBeGreaterThan(0.5);
  });

  it('measures the border index of a square', () => {
    const square = measureLesion(
      draw(128, (x, y) => (Math.abs(x - 64) < 25 && Math.abs(y - 64) < 25 ? brown : null)),
    );
    // The four-direction estimate of a = 49 px: straight crossings 4a = 196; each diagonal direction has
    // 2a − 1 = 97 lines with two crossings, together 388. P = π/8 · (196 + 388/√2) = 184.7 (true: 196), and
    // P²/4πa² = 1.131.
    expect(square.borderIrregularity.value).toBeCloseTo(1.131, 2);
    expect(square.asymmetry.value).toBeLessThan(0.03);
  });

  it('finds a lesion with a bite out of one side asymmetric', () => {
    // A disc of radius 36 without its upper right quarter: mirrored about the axis through the bite it
    // is itself; mirrored about the other, a quarter of the disc (a third of the rest) finds no partner.
    const bitten = measureLesion(
      draw(128, (x, y) => (Math.hypot(x - 64, y - 64) < 36 && !(x > 64 && y < 64) ? brown : null)),
    );
    expect(bitten.asymmetry.value).toBeGreaterThan(0.12);
    expect(bitten.asymmetry.value).toBeLessThan(0.34);
  });

  it('shares out the colors', () => {
    const { colors } = measureLesion(
      draw(128, (x, y) => {
        if (Math.hypot(x - 64, y - 64) >= 40) return null;
        return x < 50 ? black : x < 78 ? brown : blue;
      }),
    );
    for (const color of ['black', 'brown', 'blue'] as const) {
      expect(colors[color].value).toBeGreaterThan(0.2);
    }
    const sum = Object.values(colors).reduce((total, { value }) => total + value, 0);
    expect(sum).toBeLessThanOrEqual(1.0001);
  });

  it('tells a sharp border from a gradual one', () => {
    const soft = measureLesion(
      draw(128, (x, y) => {
        const share = Math.max(0, Math.min(1, (52 - Math.hypot(x - 64, y - 64)) / 44));
        return skin.map((value, at) => value + share * (brown[at]! - value)) as unknown as Color;
      }),
    );
    expect(disc(30).borderSharpness.value).toBeGreaterThan(0.6);
    expect(soft.borderSharpness.value).toBeLessThan(0.3);
  });

  it('gives the same for an image twice the size', () => {
    const large = measureLesion(
      draw(256, (x, y) => (Math.hypot(x - 128, y - 128) < 60 ? brown : null)),
    );
    const small = disc(30);
    expect(large.area.value).toBeCloseTo(small.area.value, 2);
    expect(large.extent.value).toBeCloseTo(small.extent.value, 1);
  });

  it('refuses what is no image', () => {
    expect(() => measureLesion({ width: 10, height: 10, data: new Uint8Array(5) })).toThrow(
      InvalidInputError,
    );
    expect(() => measureLesion({ width: 2, height: 2, data: new Uint8Array(12) })).toThrow(/8 × 8/);
  });

  it('stays in range for any pixels', () => {
    const pixels = fc.uint8Array({ minLength: 12 * 12 * 3, maxLength: 12 * 12 * 3 });
    fc.assert(
      fc.property(pixels, (data) => {
        const m = measureLesion({ width: 12, height: 12, data });
        for (const { value, uncertainty } of [
          m.asymmetry,
          m.area,
          m.extent,
          m.texture,
          ...Object.values(m.colors),
        ]) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1.1);
          expect(uncertainty).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('measurableSigns', () => {
  const base: LesionMeasurement = disc(30);
  const shown = (change: Partial<LesionMeasurement>): readonly string[] =>
    measurableSigns({ ...base, ...change }).shown;

  it('claims a sign only beyond its threshold by twice the uncertainty', () => {
    expect(shown({ asymmetry: { value: 0.3, uncertainty: 0.01 } })).toContain('asymmetry');
    expect(shown({ asymmetry: { value: 0.3, uncertainty: 0.05 } })).not.toContain('asymmetry');
    expect(shown({ asymmetry: { value: 0.05, uncertainty: 0.01 } })).toContain('symmetry');
    expect(shown({ asymmetry: { value: 0.17, uncertainty: 0 } }).join()).not.toMatch(/symmetry/);
  });

  it('calls three colors multiple, and claims nothing without contrast', () => {
    const share = { value: 0.3, uncertainty: 0.01 };
    const colors = { ...base.colors, brown: share, black: share, blue: share };
    expect(shown({ colors })).toContain('multiple-colors');
    expect(shown({ colors, contrast: 0.1 })).toEqual([]);
  });
});
