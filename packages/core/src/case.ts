import type { MalignancyClass } from './malignancy.ts';

/** Part of a data set. Cases of one lesion (or patient, where known) are always in the same part. */
export type Split = 'train' | 'validation' | 'test';

/** An image: a file not yet read, the bytes of one, or decoded pixels (row-major RGB, 8 bits a channel). */
export type ImageSource =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'bytes'; readonly data: Uint8Array }
  | {
      readonly kind: 'pixels';
      readonly width: number;
      readonly height: number;
      /** `width * height * 3` bytes. */
      readonly data: Uint8Array;
    };

/** One labeled image of a data set. */
export interface Case {
  /** Unique within its data set. */
  readonly id: string;
  readonly dataset: string;
  readonly image: ImageSource;
  /** The label as the data set publishes it. */
  readonly label: string;
  /** The ontology node that the label resolves to. */
  readonly diagnosisId: string;
  /** Ontology ids from the root to the diagnosis, both included. */
  readonly path: readonly string[];
  readonly malignancy: MalignancyClass;
  readonly lesionId: string | null;
  readonly patientId: string | null;
  readonly split: Split;
  /**
   * Visual signs known to be visible in this image (ids of ontology morphology terms), where the data
   * set annotates them; `null` where it does not, which is not the same as none.
   */
  readonly signs: readonly string[] | null;
  readonly metadata: Readonly<Record<string, string | number | boolean | null>>;
}

/** A row that could not become a case; listed, never silently dropped. */
export interface SkippedRow {
  readonly source: string;
  /** Row number, line or image id. */
  readonly place: string;
  readonly reason: string;
}
