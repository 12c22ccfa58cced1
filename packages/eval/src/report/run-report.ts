import type { SummaryRow } from '../tables/summary.ts';

/** What a report shows of a run; {@link renderReport} makes one page of it. */
export interface RunReport {
  /** Name of the run. */
  readonly name: string;
  /** ISO date and time. */
  readonly createdAt: string;
  /** One sentence on what was run. */
  readonly description?: string;
  /** Rows of the results table, in order. */
  readonly summary: readonly SummaryRow[];
  /** Further lines below the table: paired tests, what the intervals mean. */
  readonly notes?: readonly string[];
  /** Learning curves; {@link curvesFromMetrics} makes them from logged rows. */
  readonly curves: readonly CurveChart[];
  readonly examples: readonly ExampleCase[];
  /** Sampled answers, oldest first; the page keeps the last ones. */
  readonly rollouts: readonly ReportRollout[];
  /** The run's configuration; anything JSON. */
  readonly config: unknown;
  /** Where the result comes from: versions, seed, device, data, hashes. */
  readonly provenance: Readonly<Record<string, string | number | boolean | null>>;
}

/** One chart with its lines. */
export interface CurveChart {
  readonly title: string;
  readonly series: readonly CurveSeries[];
}

/** One line of a chart. */
export interface CurveSeries {
  readonly name: string;
  readonly points: readonly (readonly [step: number, value: number])[];
}

/** A case shown in full. */
export interface ExampleCase {
  readonly title: string;
  /** The image as a `data:image/png;base64,…` address (JPEG and WebP work too). */
  readonly image: string;
  /** Said below the image: `synthetic`, the data set and its license. */
  readonly caption?: string;
  readonly prompt: string;
  /** Answers to show side by side: before and after training, say. */
  readonly answers: readonly ExampleAnswer[];
  /** The right diagnosis. */
  readonly truth: string;
  readonly malignancy: string;
  /** Names from the most general node to the diagnosis. */
  readonly path: readonly string[];
  /** Differential diagnoses with what tells them apart. */
  readonly differential: readonly { readonly name: string; readonly sign: string }[];
  /** Signs known to be visible. */
  readonly signs?: readonly string[];
}

/** One model's answer to an example. */
export interface ExampleAnswer {
  readonly model: string;
  readonly completion: string;
  /** The reasoning, where the answer could be read; `null` otherwise. */
  readonly reasoning: string | null;
  /** The chosen option as text, `null` where the answer could not be read. */
  readonly chosen: string | null;
  readonly malignancy: string | null;
  /** The chosen option is the right one. */
  readonly correct: boolean;
  /** The stated malignancy is right; left out where none was stated. */
  readonly malignancyCorrect?: boolean;
}

/** A sampled answer with what it earned; the rows of a rollout log fit. */
export interface ReportRollout {
  readonly step: number;
  /** Which training it belongs to. */
  readonly stage?: string;
  readonly promptId: string;
  readonly prompt: string;
  readonly completion: string;
  readonly rewards: Readonly<Record<string, number | null>>;
  readonly reward: number | null;
  readonly advantage: number;
}
