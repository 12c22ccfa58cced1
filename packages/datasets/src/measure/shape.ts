import type { LesionMask } from './segment-lesion.ts';

/**
 * Asymmetry of a shape: the mean over its two principal axes of |A △ mirror(A)| / (2 |A|). 0 for a shape
 * that is its own mirror image about both axes, towards 1 where nothing overlaps.
 */
export function maskAsymmetry({ width, height, inside, area }: LesionMask): number {
  if (area === 0) return 0;
  let sumX = 0;
  let sumY = 0;
  forEachInside({ width, height, inside, area }, (x, y) => {
    sumX += x;
    sumY += y;
  });
  const centerX = sumX / area;
  const centerY = sumY / area;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  forEachInside({ width, height, inside, area }, (x, y) => {
    xx += (x - centerX) ** 2;
    yy += (y - centerY) ** 2;
    xy += (x - centerX) * (y - centerY);
  });
  const angle = 0.5 * Math.atan2(2 * xy, xx - yy);
  const axes = [angle, angle + Math.PI / 2].map((direction) => {
    const cos = Math.cos(2 * direction);
    const sin = Math.sin(2 * direction);
    let alone = 0;
    forEachInside({ width, height, inside, area }, (x, y) => {
      // Reflection about the axis through the centroid.
      const dx = x - centerX;
      const dy = y - centerY;
      const mirrorX = Math.round(centerX + cos * dx + sin * dy);
      const mirrorY = Math.round(centerY + sin * dx - cos * dy);
      const within = mirrorX >= 0 && mirrorX < width && mirrorY >= 0 && mirrorY < height;
      if (!within || inside[mirrorY * width + mirrorX] === 0) alone++;
    });
    // |A △ mirror(A)| is twice the part of A without partner.
    return alone / area;
  });
  return (axes[0]! + axes[1]!) / 2;
}

/**
 * Length of a shape's outline by the Cauchy–Crofton formula over four directions:
 * P ≈ π/8 · (n₀ + n₉₀ + (n₄₅ + n₁₃₅)/√2), n the crossings of inside and outside along lines of a direction.
 * Unlike counting edges, it does not overrate slanted outlines.
 */
export function maskPerimeter({ width, height, inside }: LesionMask): number {
  const at = (x: number, y: number): number =>
    x < 0 || y < 0 || x >= width || y >= height ? 0 : (inside[y * width + x] as number);
  let straight = 0;
  let slanted = 0;
  for (let y = -1; y < height; y++) {
    for (let x = -1; x < width; x++) {
      const here = at(x, y);
      straight += Math.abs(here - at(x + 1, y)) + Math.abs(here - at(x, y + 1));
      slanted += Math.abs(here - at(x + 1, y + 1)) + Math.abs(at(x + 1, y) - at(x, y + 1));
    }
  }
  return (Math.PI / 8) * (straight + slanted / Math.SQRT2);
}

/** Longest side of the shape's bounding box along its rows, columns and diagonals, in pixels. */
export function maskExtent(mask: LesionMask): number {
  let extent = 0;
  for (const [dx, dy] of [
    [1, 0],
    [0, 1],
    [Math.SQRT1_2, Math.SQRT1_2],
    [Math.SQRT1_2, -Math.SQRT1_2],
  ] as const) {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    forEachInside(mask, (x, y) => {
      const along = x * dx + y * dy;
      low = Math.min(low, along);
      high = Math.max(high, along);
    });
    if (high >= low) extent = Math.max(extent, high - low + 1);
  }
  return extent;
}

function forEachInside(
  { width, height, inside }: LesionMask,
  visit: (x: number, y: number) => void,
): void {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) if (inside[y * width + x] === 1) visit(x, y);
  }
}
