import type { ImageSource, Trajectory, TrajectoryStep } from '@skinr1/core';
import type { LesionMeasurement } from '@skinr1/datasets';

/** Where it is known from what an image shows. */
export type RecordBasis =
  /** The data set lists the visible signs. */
  | 'annotated'
  /** A textbook figure: its caption and the paragraphs that speak of it. */
  | 'figure'
  /** Measured in the pixels. */
  | 'measured';

/** An image with what is known to be visible in it. */
export interface TrajectoryRecord {
  readonly id: string;
  readonly image: ImageSource;
  readonly diagnosisId: string;
  /** Ids of morphology terms. */
  readonly shown: readonly string[];
  /** True if a sign that is not listed is known to be absent. */
  readonly complete: boolean;
  readonly basis: RecordBasis;
  readonly measurement: LesionMeasurement | null;
}

/** What a step claims, beside its wording; the verifier checks both. */
export interface SignClaim {
  readonly termId: string;
  /** `seen` and `absent` speak of the image; `expected` of a disease. */
  readonly kind: 'seen' | 'absent' | 'expected';
  /** The disease whose card supports the claim. */
  readonly diseaseId: string;
}

/** A step with its claims. */
export interface GroundedStep extends TrajectoryStep {
  readonly claims: readonly SignClaim[];
  /** Measurements that the step rests on, such as `mirror index 0.31 ± 0.04`. */
  readonly measurements: readonly string[];
}

/** `concise`: 25 to 60 words in a small vocabulary. `full`: a fuller note. */
export type TrajectoryStyle = 'concise' | 'full';

/** A trajectory whose every claim can be checked. */
export interface GroundedTrajectory extends Trajectory {
  readonly steps: readonly GroundedStep[];
  readonly basis: RecordBasis;
  readonly style: TrajectoryStyle;
}
