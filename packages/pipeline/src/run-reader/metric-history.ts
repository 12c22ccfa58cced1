import { followLines } from './follow-lines.ts';

/** A figure over the steps at which it was reported. */
export interface MetricSeries {
  readonly steps: readonly number[];
  readonly values: readonly number[];
}

/** What a stage has reported so far. */
export interface StageHistory {
  readonly stage: string;
  /** The last step reported. */
  readonly step: number;
  /** Steps in all, as far as known. */
  readonly steps: number | null;
  /** By the figure's name, in the order of first report. */
  readonly series: ReadonlyMap<string, MetricSeries>;
}

/** The rows of `metrics.jsonl`, by stage and figure, as far as they are written. */
export interface MetricHistory {
  /** Takes in what was written since. */
  update(): Promise<void>;
  /** In the order in which they began. */
  stages(): readonly StageHistory[];
  /** Lines that are no row of metrics: not JSON, without a step, too long. */
  readonly damagedLines: number;
  /** Grows with every change. */
  readonly version: number;
}

/** More figures than these of one stage are left out: no run has them. */
const maxSeries = 2000;

interface GrowingStage {
  readonly stage: string;
  step: number;
  steps: number | null;
  readonly series: Map<string, { readonly steps: number[]; readonly values: number[] }>;
}

/** Opens the metrics of a run, which need not have begun. Rows of stages that are not known count like others. */
export function openMetricHistory(file: string): MetricHistory {
  const stages = new Map<string, GrowingStage>();
  let damagedLines = 0;
  let version = 0;
  const follower = followLines(file, {
    onRestart: () => {
      stages.clear();
      damagedLines = 0;
      version++;
    },
  });
  const take = (text: string | null): void => {
    if (text === '') return;
    const row = text === null ? null : parseRow(text);
    if (row === null) {
      damagedLines++;
      return;
    }
    const known = stages.get(row.stage);
    const stage = known ?? { stage: row.stage, step: 0, steps: null, series: new Map() };
    if (!known) stages.set(row.stage, stage);
    stage.step = row.step;
    stage.steps = row.steps ?? stage.steps;
    for (const [name, value] of row.metrics) {
      const series = stage.series.get(name) ?? { steps: [], values: [] };
      if (series.steps.length === 0) {
        if (stage.series.size >= maxSeries) continue;
        stage.series.set(name, series);
      }
      series.steps.push(row.step);
      series.values.push(value);
    }
  };
  return {
    get damagedLines() {
      return damagedLines;
    },
    get version() {
      return version;
    },
    stages: () => [...stages.values()],
    update: () =>
      follower.read(({ text }) => {
        version++;
        take(text);
      }),
  };
}

interface MetricRow {
  readonly stage: string;
  readonly step: number;
  readonly steps: number | null;
  readonly metrics: readonly (readonly [name: string, value: number])[];
}

function parseRow(text: string): MetricRow | null {
  const row = parseObject(text);
  if (row === null || !isCount(row.step)) return null;
  const metrics = asObject(row.metrics);
  if (metrics === null) return null;
  return {
    stage: typeof row.stage === 'string' ? row.stage.slice(0, 200) : '',
    step: row.step,
    steps: isCount(row.steps) ? row.steps : null,
    metrics: Object.entries(metrics).filter((entry): entry is [string, number] =>
      Number.isFinite(entry[1]),
    ),
  };
}

/** A JSON object, or `null` for any other text. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The value if it is an object and no list. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> | null {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Record<string, unknown>) : null;
}

/** Whether a value is a whole number from 0. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
