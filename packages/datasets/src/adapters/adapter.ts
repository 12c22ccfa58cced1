import type { Case, MalignancyClass, SkippedRow, Split } from '@skinr1/core';
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

/** Something about a data set that a person should know, though its rows are used. */
export interface DatasetWarning {
  readonly source: string;
  /** Images or labels that it is about. */
  readonly place: string;
  readonly message: string;
}

/** What was read, and what was not. */
export interface LoadedDataset {
  readonly name: string;
  readonly directory: string;
  readonly cases: readonly Case[];
  /** Rows that could not become cases, in the order of the file. */
  readonly skipped: readonly SkippedRow[];
  /** One image under unlike labels, labels of which only a coarser one is known, tables that were not read. */
  readonly warnings: readonly DatasetWarning[];
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
  /** Path of the image inside the folder, where its name alone does not find it. */
  readonly imagePath?: string;
  readonly label: string;
  /** Coarser names of the same diagnosis, the finest first, for where the label itself is not known. */
  readonly coarserLabels?: readonly string[];
  readonly lesionId: string | null;
  readonly patientId: string | null;
  readonly metadata: Case['metadata'];
  /**
   * Malignancy that the data set states, in the row or in its documentation: taken for labels whose node varies. A
   * row that states benign for a malignant diagnosis, or the reverse, is listed and not used.
   */
  readonly publishedMalignancy?: MalignancyClass | undefined;
  /** The part that the data set puts the image in, if it is published in parts. */
  readonly publishedSplit?: Split | undefined;
}

/** A row with its place in a source. */
export interface SourceRow {
  readonly source: string;
  readonly place: string;
  readonly row: RowReading;
}
