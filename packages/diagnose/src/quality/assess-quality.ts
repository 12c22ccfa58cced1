import { type PixelImage, toFloatImage } from '@skinr1/datasets';
import { exposureOf } from './exposure.ts';
import { laplacianVariance } from './sharpness.ts';
import { skinShare } from './skin-share.ts';

/** What of a picture is looked at before anything is said of it. */
export type QualityCheckName = 'size' | 'sharpness' | 'brightness' | 'burnt out' | 'black' | 'skin';

/** One look at the picture. */
export interface QualityCheck {
  readonly name: QualityCheckName;
  /** What was measured; pixels, or a number without unit. */
  readonly value: number;
  /** What it must be, in words: `at least 64 pixels`. */
  readonly needs: string;
  readonly passed: boolean;
  /** What is wrong and what to do about it; `null` where it passed. */
  readonly problem: string | null;
}

/** Whether a picture is good enough to say something of. */
export interface ImageQuality {
  readonly isGood: boolean;
  readonly checks: readonly QualityCheck[];
}

/** Longer side, in pixels, at which all but the size is measured. */
const workingSize = 256;

/*
 * The limits. Those of sharpness and skin let 99 of 100 dermoscopic pictures of HAM10000 pass; the others are
 * further from any of them. `docs/results.md` has the figures, `bench image-quality` gives them again.
 */
const limits = {
  shortSide: 64,
  sharpness: 20,
  darkest: 0.15,
  brightest: 0.9,
  white: 0.25,
  black: 0.5,
  skin: 0.4,
} as const;

/**
 * Looks whether a picture can be judged at all: large enough, sharp, neither dark nor burnt out, and of the colors of
 * skin. It finds pictures that are no good; that a picture passes does not mean that it shows a lesion.
 *
 * @throws RangeError never: a picture of one pixel is too small, and nothing else is measured of it
 */
export function assessQuality(image: PixelImage): ImageQuality {
  const shortSide = Math.min(image.width, image.height);
  const checks = [
    check('size', shortSide, shortSide >= limits.shortSide, {
      needs: `a short side of at least ${limits.shortSide} pixels`,
      problem: `The picture is ${image.width} × ${image.height} pixels: too small. Take it from nearer, or do not shrink it so far.`,
    }),
  ];
  // Nothing has an edge in so few pixels.
  if (shortSide >= 8) checks.push(...measuredChecks(image));
  return { isGood: checks.every(({ passed }) => passed), checks };
}

function measuredChecks(image: PixelImage): QualityCheck[] {
  const small = toFloatImage(image, workingSize);
  const sharpness = laplacianVariance(small);
  const { mean, white, black } = exposureOf(small);
  const skin = skinShare(small);
  return [
    check('sharpness', sharpness, sharpness >= limits.sharpness, {
      needs: `a variance of the Laplacian of at least ${limits.sharpness}`,
      problem: 'The picture is blurred, or shows nothing with an edge. Focus on the lesion.',
    }),
    check('brightness', mean, mean >= limits.darkest && mean <= limits.brightest, {
      needs: `a mean lightness from ${limits.darkest} to ${limits.brightest}`,
      problem: `The picture is too ${mean < 0.5 ? 'dark' : 'bright'}. Change the light.`,
    }),
    check('burnt out', white, white <= limits.white, {
      needs: `at most ${limits.white * 100} % of it white`,
      problem: 'Much of the picture is white: it is burnt out, or a page. Use less light.',
    }),
    check('black', black, black <= limits.black, {
      needs: `at most ${limits.black * 100} % of it black`,
      problem: 'Much of the picture is black. Use more light, or crop the rim.',
    }),
    check('skin', skin, skin >= limits.skin, {
      needs: `at least ${limits.skin * 100} % of it of a color that skin has`,
      problem: 'The picture has hardly any color of skin: show the lesion with the skin around it.',
    }),
  ];
}

function check(
  name: QualityCheckName,
  value: number,
  passed: boolean,
  { needs, problem }: Pick<QualityCheck, 'needs'> & { readonly problem: string },
): QualityCheck {
  return { name, value, needs, passed, problem: passed ? null : problem };
}
