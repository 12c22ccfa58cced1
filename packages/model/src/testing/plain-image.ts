import type { ImageSource } from '@skinr1/core';

/** A square picture of one color, 0 to 255 a channel. */
export function plainImage(red: number, green: number, blue: number, side = 32): ImageSource {
  const data = new Uint8Array(side * side * 3);
  for (let i = 0; i < data.length; i += 3) data.set([red, green, blue], i);
  return { kind: 'pixels', width: side, height: side, data };
}
