/** A measured quantity with its uncertainty (standard deviation over perturbed segmentations). */
export interface Measured {
  readonly value: number;
  readonly uncertainty: number;
}

/** What can be measured in a photograph of one lesion, without knowing what it is. */
export interface LesionMeasurement {
  /** 0: mirror-symmetric about both main axes; 1: no overlap with the mirror image. */
  readonly asymmetry: Measured;
  /** Perimeter² / (4π · area) of the outline: 1 for a disc, larger for a ragged outline. */
  readonly borderIrregularity: Measured;
  /** Mean step of lightness across the outline, as a share of the lesion's contrast. */
  readonly borderSharpness: Measured;
  /** Share of the lesion's area in each color. */
  readonly colors: Readonly<Record<LesionColor, Measured>>;
  /** Longest extent of the lesion as a share of the frame's diagonal. */
  readonly extent: Measured;
  /** Mean local standard deviation of lightness inside the lesion, 0 to 1. */
  readonly texture: Measured;
  /** Share of the frame that the lesion covers. */
  readonly area: Measured;
  /** 0 to 1: how far the lesion stands out; below about 0.15 nothing should be claimed. */
  readonly contrast: number;
}

/** Colors that are told apart in a lesion. */
export const lesionColors = [
  'brown',
  'black',
  'blue',
  'red',
  'white',
  'yellow',
  'violaceous',
] as const;

/** One of {@link lesionColors}. */
export type LesionColor = (typeof lesionColors)[number];
