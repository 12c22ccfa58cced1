import type { RgbImage } from '../../src/image/resize.ts';

/** The picture of `tools/parity/image_files.py`. */
export function picture(width: number, height: number): RgbImage {
  const data = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const [c, x, y] = [i % 3, Math.floor(i / 3) % width, Math.floor(i / 3 / width)];
    const checker = ((Math.floor(x / 5) + Math.floor(y / 3)) % 2) * 90;
    return (x * 7 + y * 13 + c * 50 + checker + ((x * y * (c + 3)) % 11)) % 256;
  });
  return { width, height, data };
}
