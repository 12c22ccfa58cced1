import { type FloatImage, lightness } from '@skinr1/datasets';

/** Lightness from which nothing is told apart any more, and below which. */
const white = 0.97;
const black = 0.04;

/** How light a picture is; all in 0 to 1. */
export interface Exposure {
  /** Mean lightness. */
  readonly mean: number;
  /** Share of pixels that are burnt out. */
  readonly white: number;
  /** Share of pixels that are black. */
  readonly black: number;
}

/** Mean lightness and the two ends of its histogram, where detail is lost. */
export function exposureOf({ width, height, data }: FloatImage): Exposure {
  const count = width * height;
  let sum = 0;
  let whites = 0;
  let blacks = 0;
  for (let at = 0; at < count * 3; at += 3) {
    const light = lightness(data[at] as number, data[at + 1] as number, data[at + 2] as number);
    sum += light;
    if (light >= white) whites++;
    if (light <= black) blacks++;
  }
  return { mean: sum / count, white: whites / count, black: blacks / count };
}
