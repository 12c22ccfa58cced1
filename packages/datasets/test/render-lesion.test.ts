import { createRandom, InvalidInputError, UsageError } from '@skinr1/core';
import { loadOntology } from '@skinr1/ontology';
import { describe, expect, it } from 'vitest';
import { renderableSigns, renderLesion, type SkinTone } from '../src/index.ts';

function draw(signs: readonly string[], seed: string | number, size = 112, skinTone: SkinTone = 2) {
  return renderLesion({ size, skinTone, signs, random: createRandom(seed), hairs: false });
}

/** Mean absolute difference per channel. */
function difference(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]! - b[i]!);
  return sum / a.length;
}

/** Mean color of the middle fifth of an image. */
function centerColor({ width, height, data }: ReturnType<typeof draw>): [number, number, number] {
  const sum: [number, number, number] = [0, 0, 0];
  let count = 0;
  for (let y = Math.floor(height * 0.4); y < height * 0.6; y++) {
    for (let x = Math.floor(width * 0.4); x < width * 0.6; x++, count++) {
      for (const c of [0, 1, 2] as const) sum[c] += data[(y * width + x) * 3 + c]!;
    }
  }
  return sum.map((value) => value / count) as [number, number, number];
}

describe('renderLesion', () => {
  it('draws the same pixels from the same random state, and others from the next', () => {
    const signs = ['brown-color', 'pigment-network'];
    expect(draw(signs, 1).data).toEqual(draw(signs, 1).data);
    const random = createRandom(1);
    const first = renderLesion({ size: 56, skinTone: 2, signs, random });
    const second = renderLesion({ size: 56, skinTone: 2, signs, random });
    expect(difference(first.data, second.data)).toBeGreaterThan(3);
  });

  it('gives width × height × 3 bytes at every size asked for', () => {
    for (const size of [32, 56, 112, 448]) {
      const { width, height, data } = draw(['brown-color'], 3, size);
      expect([width, height, data.length]).toEqual([size, size, size * size * 3]);
    }
  });

  it('shows the same lesion at 56 and 112 pixels', () => {
    const large = draw(['black-color', 'asymmetry'], 5, 112).data;
    const small = draw(['black-color', 'asymmetry'], 5, 56).data;
    const halved = new Uint8Array(small.length);
    for (let y = 0; y < 56; y++) {
      for (let x = 0; x < 56; x++) {
        for (let c = 0; c < 3; c++) {
          const at = (dx: number, dy: number) => large[((y * 2 + dy) * 112 + x * 2 + dx) * 3 + c]!;
          halved[(y * 56 + x) * 3 + c] = (at(0, 0) + at(0, 1) + at(1, 0) + at(1, 1)) / 4;
        }
      }
    }
    expect(difference(small, halved)).toBeLessThan(4);
  });

  it.each(renderableSigns)('%s changes the picture', (sign) => {
    // On a plain body, so that signs that need one (border, relief) have it.
    const body = sign === 'erythema' ? [] : ['erythema'];
    const changes = [1, 2, 3].map((seed) =>
      difference(draw([...body, sign], seed).data, draw(body, seed).data),
    );
    expect(Math.max(...changes)).toBeGreaterThan(1);
  });

  it('paints the colors that the signs name', () => {
    const [brownRed, , brownBlue] = centerColor(draw(['brown-color', 'symmetry'], 1));
    expect(brownRed - brownBlue).toBeGreaterThan(40);
    const [blueRed, , blueBlue] = centerColor(draw(['structureless-blue', 'symmetry'], 1));
    expect(blueBlue - blueRed).toBeGreaterThan(40);
    const [redRed, redGreen] = centerColor(draw(['red-color', 'symmetry'], 1));
    expect(redRed - redGreen).toBeGreaterThan(80);
    expect(Math.max(...centerColor(draw(['black-color', 'symmetry'], 1)))).toBeLessThan(90);
  });

  it('keeps a brown lesion darker than the skin around it on every skin tone', () => {
    for (const tone of [1, 2, 3, 4, 5, 6] as const) {
      const image = draw(['brown-color', 'symmetry'], 2, 112, tone);
      const [red] = centerColor(image);
      const corner = image.data[(4 * 112 + 4) * 3]!;
      expect(red).toBeLessThan(corner * 0.85);
    }
  });

  it('knows a painter for every sign of the ontology that an image can show, and no other', () => {
    const terms = new Set(
      loadOntology()
        .morphology()
        .map(({ id }) => id),
    );
    expect(renderableSigns.filter((sign) => !terms.has(sign))).toEqual([]);
    expect(new Set(renderableSigns).size).toBe(renderableSigns.length);
  });

  it('refuses what it cannot draw, naming it', () => {
    expect(() => draw(['glitter'], 1)).toThrow(InvalidInputError);
    expect(() => draw(['glitter'], 1)).toThrow(/'glitter'.*renderableSigns/);
    for (const size of [0, 31, 2000, 56.5, Number.NaN]) {
      expect(() => draw([], 1, size)).toThrow(UsageError);
    }
    expect(() => draw([], 1, 56, 7 as SkinTone)).toThrow(UsageError);
  });
});
