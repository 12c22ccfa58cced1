import { type FloatImage, lightness } from '@skinr1/datasets';

/**
 * Sharpness as the variance of the Laplacian of lightness, on the scale of 0 to 255: the kernel 0 1 0, 1 −4 1,
 * 0 1 0 at every pixel but the rim's (J. L. Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy",
 * ICPR 2000). Low where edges are smeared, and where a picture has none: it cannot tell the two apart.
 */
export function laplacianVariance({ width, height, data }: FloatImage): number {
  const light = new Float32Array(width * height);
  for (let pixel = 0; pixel < light.length; pixel++) {
    const at = pixel * 3;
    light[pixel] =
      255 * lightness(data[at] as number, data[at + 1] as number, data[at + 2] as number);
  }
  let sum = 0;
  let squares = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const across = (light[at - 1] as number) + (light[at + 1] as number);
      const down = (light[at - width] as number) + (light[at + width] as number);
      const response = across + down - 4 * (light[at] as number);
      sum += response;
      squares += response * response;
    }
  }
  const count = Math.max(1, (width - 2) * (height - 2));
  return squares / count - (sum / count) ** 2;
}
