import type { Case, MalignancyClass, SkippedRow } from '@skinr1/core';
import type { LabelHierarchy } from '../hierarchy.ts';
import type { SplitShares } from '../splits.ts';

/** How a data set is read. */
export interface LoadOptions {
  /** Resolves labels to diagnoses. */
  readonly ontology: LabelHierarchy;
  /** Fixes the split. */
  readonly seed: number | string;
  /** @defaultValue 70 % train, 10 % validation, 20 % test */
  readonly shares?: SplitShares;
}

/** What was read, and what was not. */
export interface LoadedDataset {
  readonly name: string;
  readonly directory: string;
  readonly cases: readonly Case[];
  /** Rows that could not become cases, in the order of the file. */
  readonly skipped: readonly SkippedRow[];
}

/** Reads one public data set in the layout it is published in. */
export interface DatasetAdapter {
  readonly name: string;
  /** What {@link detect} looks for, for error messages. */
  readonly layout: string;
  /** True if the folder holds this data set; false also where it does not exist. */
  detect(directory: string): Promise<boolean>;
  /**
   * Reads labels and finds images; images are not decoded. Throws NotFoundError if the folder or its
   * label table is missing, InvalidInputError if no row can become a case.
   */
  load(directory: string, options: LoadOptions): Promise<LoadedDataset>;
}

/** What an adapter says about a row of its table; the common reader does the rest. */
export interface RowReading {
  readonly imageId: string;
  readonly label: string;
  readonly lesionId: string | null;
  readonly patientId: string | null;
  readonly metadata: Case['metadata'];
  /** Malignancy that the data set's documentation states, for labels whose node varies. */
  readonly publishedMalignancy?: MalignancyClass | undefined;
}
