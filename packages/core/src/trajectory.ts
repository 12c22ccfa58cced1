import type { ImageSource } from './case.ts';
import type { MalignancyClass } from './malignancy.ts';
import type { TextRange } from './text-range.ts';

/** A passage of a source document's extracted text; `quote` equals it from `start` to `end`. */
export interface SourceSpan extends TextRange {
  /** SHA-256 of the document's bytes, in hex. */
  readonly documentId: string;
  readonly quote: string;
  /** Headings above the passage, outermost first. */
  readonly headingPath: readonly string[];
  /** Page number from 1, where the source has pages. */
  readonly page: number | null;
}

/** What a reasoning step does. */
export type StepKind = 'observe' | 'match' | 'consider' | 'exclude' | 'conclude';

/** One step of reasoning; every claim about a disease cites the passage that supports it. */
export interface TrajectoryStep {
  readonly kind: StepKind;
  readonly text: string;
  readonly citations: readonly SourceSpan[];
}

/** A grounded reasoning example: an image, a question, and the reasoning to its diagnosis. */
export interface Trajectory {
  readonly id: string;
  /** How it reasons: the name of a type, such as `direct` (Skin-R1, stage 0). */
  readonly type: string;
  /** The case or figure that the image belongs to. */
  readonly recordId: string;
  readonly image: ImageSource;
  readonly steps: readonly TrajectoryStep[];
  /** Ontology id of the final diagnosis. */
  readonly diagnosisId: string;
  /** The diagnosis that was considered beside it, if any. */
  readonly consideredId: string | null;
  /** Display names from the diagnosis up to its most general ancestor. */
  readonly path: readonly string[];
  readonly malignancy: MalignancyClass;
  /** The body of `<thinking>`: the steps as running text. */
  readonly thinking: string;
}
