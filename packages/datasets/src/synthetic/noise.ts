import { createRandom } from '@skinr1/core';

/*
 * Value noise: random values on a lattice, smoothly interpolated. One fixed lattice serves every image;
 * images differ by the offset they read it at, which costs nothing to draw.
 */
const period = 128;
let lattice: Float32Array | null = null;

function values(): Float32Array {
  if (!lattice) {
    const random = createRandom('synthetic lesions: noise lattice');
    lattice = Float32Array.from({ length: period * period }, () => random.next());
  }
  return lattice;
}

/** Smooth noise in [0, 1] that varies over about one unit of `x` and `y`. */
export function noise(x: number, y: number): number {
  const table = lattice ?? values();
  const floorX = Math.floor(x);
  const floorY = Math.floor(y);
  const left = floorX & (period - 1);
  const right = (floorX + 1) & (period - 1);
  const top = (floorY & (period - 1)) * period;
  const bottom = ((floorY + 1) & (period - 1)) * period;
  const fractionX = x - floorX;
  const fractionY = y - floorY;
  const weightX = fractionX * fractionX * (3 - 2 * fractionX);
  const weightY = fractionY * fractionY * (3 - 2 * fractionY);
  const upper = table[top + left]! + (table[top + right]! - table[top + left]!) * weightX;
  const lower = table[bottom + left]! + (table[bottom + right]! - table[bottom + left]!) * weightX;
  return upper + (lower - upper) * weightY;
}

/** The lattice value at whole coordinates: a cheap random number for a grid cell. */
export function cellValue(x: number, y: number): number {
  const table = lattice ?? values();
  return table[(y & (period - 1)) * period + (x & (period - 1))]!;
}

/** 0 below `from`, 1 above `to`, smooth between; `from > to` turns it round. */
export function smoothstep(from: number, to: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

/**
 * How near a point is to the lines between cells of a jittered grid: 0 in the middle of a cell, 1 on a
 * line. With little jitter the cells look like a honeycomb, with much like cracked mud.
 *
 * @param jitter - 0 (regular) to 1 (as irregular as the grid allows)
 */
export function cellEdge(x: number, y: number, jitter: number): number {
  const cellY = Math.floor(y);
  let nearest = 9;
  let second = 9;
  for (let row = cellY - 1; row <= cellY + 1; row++) {
    const shift = (row & 1) * 0.5;
    const cellX = Math.floor(x - shift);
    for (let column = cellX - 1; column <= cellX + 1; column++) {
      const dx = column + shift + 0.5 + (cellValue(column, row) - 0.5) * jitter - x;
      const dy = row + 0.5 + (cellValue(column + 61, row + 17) - 0.5) * jitter - y;
      const distance = dx * dx + dy * dy;
      if (distance < nearest) {
        second = nearest;
        nearest = distance;
      } else if (distance < second) second = distance;
    }
  }
  return 1 - Math.min(1, (Math.sqrt(second) - Math.sqrt(nearest)) * 1.6);
}
