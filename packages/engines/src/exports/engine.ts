import type { Prompt } from '@skinr1/core';

/** Parts of exported data: what is learnt from, and what is held out to measure on. */
export type ExportPart = 'train' | 'test';

/** An image of an exported question: in the folder, or carried along in the data. */
export type ExportedImage =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

/** A question as it is written. */
export interface ExportRow {
  readonly prompt: Prompt;
  readonly images: readonly ExportedImage[];
  /** All that rewards need, as JSON: see `writeGroundTruth`. */
  readonly groundTruth: string;
  readonly part: ExportPart;
  /** Place in its part, from 0. */
  readonly index: number;
}

/** What a written row shows an engine; the linter compares it with what there is. */
export interface ReadRow {
  readonly question: string;
  /** Places for images in the question. */
  readonly places: number;
  readonly images: readonly ExportedImage[];
  readonly groundTruth: string;
}

/** What generated scripts are made for. */
export interface ScriptOptions {
  /** Address of the reward service; `SKINR1_REWARD_URL` goes before it. */
  readonly url: string;
  /** The rewards that the service asks, in their order, with their weights. */
  readonly rewards: readonly { readonly name: string; readonly weight: number }[];
  /** Data files, by part; `null` where there is nothing to measure on. */
  readonly files: { readonly train: string; readonly test: string | null };
}

/** A file of an export. */
export interface ExportFile {
  readonly name: string;
  readonly content: string;
}

/** An engine that others wrote, as an export knows it: its data files, its shim and its launch script. */
export interface Engine {
  /** As it is written on the command line. */
  readonly name: string;
  /** Whether its data files carry images, or name files beside them. */
  readonly imagesIn: ExportedImage['kind'];
  /** Ending of its data files. */
  readonly ending: 'parquet' | 'jsonl';
  /** A row as the engine reads it, by column. */
  writeRow(row: ExportRow): Readonly<Record<string, unknown>>;
  /** All rows, each made by {@link writeRow}, as a file. */
  encode(rows: readonly ExportRow[]): Promise<string | Uint8Array>;
  /** What a row of a file shows; `null` where the engine's columns are missing. */
  readRow(row: Readonly<Record<string, unknown>>): ReadRow | null;
  /** The Python shim that asks the reward service, the launch script, and what else the engine needs. */
  scripts(options: ScriptOptions): readonly ExportFile[];
}
