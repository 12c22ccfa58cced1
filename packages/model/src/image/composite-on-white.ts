/**
 * RGB of pixels with alpha, laid on white, to the last level as Pillow's `Image.alpha_composite` does over an
 * opaque white image (integers, seven bits of extra precision). Transformers shows transparency so.
 *
 * @param data `[pixels, 4]`: red, green, blue, alpha
 */
export function compositeOnWhite(data: Uint8Array): Uint8Array {
  const rgb = new Uint8Array((data.length / 4) * 3);
  for (let from = 0, to = 0; from < data.length; from += 4, to += 3) {
    const alpha = data[from + 3] as number;
    const [front, back] = [
      alphaShares[alpha] as number,
      wholeShare - (alphaShares[alpha] as number),
    ];
    for (let channel = 0; channel < 3; channel++) {
      const sum = (data[from + channel] as number) * front + 255 * back + half;
      rgb[to + channel] = (((sum >> 8) + sum) >> 8) >> extraBits;
    }
  }
  return rgb;
}

const extraBits = 7;
const wholeShare = 255 << extraBits;
const half = 0x80 << extraBits;

/** What of {@link wholeShare} a pixel of each alpha has over an opaque one: `alpha * 255² * 2⁷ / 255²`. */
const alphaShares = Uint16Array.from({ length: 256 }, (_, alpha) => alpha << extraBits);
