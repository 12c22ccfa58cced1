import type { ImageSource, SourceSpan, Trajectory, TrajectoryStep } from '@skinr1/core';
import type { LesionMeasurement } from '@skinr1/datasets';
import type { TrajectoryType } from './trajectory-types/index.ts';
import type { TrajectoryStyle } from './wording.ts';

/** Where it is known from what an image shows. */
export type RecordBasis =
  /** The data set lists the visible signs. */
  | 'annotated'
  /** A textbook figure: its own caption. */
  | 'figure'
  /** A textbook figure: the caption or list of signs that a person gave it. */
  | 'reviewer'
  /** Measured in the pixels. */
  | 'measured';

/** An image with what is known to be visible in it. */
export interface TrajectoryRecord {
  readonly id: string;
  readonly image: ImageSource;
  readonly diagnosisId: string;
  /** Ids of morphology terms. */
  readonly shown: readonly string[];
  /** Ids of terms that the image positively does not show: measured, or contradicted by what it shows. */
  readonly absent: readonly string[];
  /** True if a sign that is not listed is known to be absent. */
  readonly complete: boolean;
  readonly basis: RecordBasis;
  readonly measurement: LesionMeasurement | null;
  /** The words that say what a figure shows; `null` for an image of a data set. */
  readonly caption: string | null;
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

/** What licenses setting a disease aside. Silence of its card is none. */
export type ExclusionLicense =
  /** Its card denies a sign that the image shows; `spans` are the denials. */
  | ExclusionGround<'denied'>
  /** A typical sign of it is known to be absent from the image; `spans` call it typical. */
  | ExclusionGround<'missing'>
  /** A passage tells the two apart by a sign that the image shows; `spans` is that passage. */
  | ExclusionGround<'discriminating'>;

interface ExclusionGround<Basis extends string> {
  readonly basis: Basis;
  readonly termIds: readonly string[];
  readonly spans: readonly SourceSpan[];
}

/** A trajectory whose every claim can be checked. */
export interface GroundedTrajectory extends Trajectory {
  readonly type: TrajectoryType;
  readonly steps: readonly GroundedStep[];
  /** `null` where no other disease is considered. */
  readonly exclusion: ExclusionLicense | null;
  readonly basis: RecordBasis;
  readonly style: TrajectoryStyle;
}
