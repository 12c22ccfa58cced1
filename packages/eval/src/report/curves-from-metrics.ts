import type { CurveChart, CurveSeries } from './sections/curves.ts';

/** One logged row: a step and figures by name. */
export type MetricsRow = Readonly<Record<string, unknown>>;

/** How logged rows become charts. */
export interface CurveOptions {
  /** Field with the step. @defaultValue 'step' */
  readonly stepField?: string;
  /** Field whose values become the lines of a chart. @defaultValue 'stage' */
  readonly seriesField?: string;
  /** Figures to chart, in order. @defaultValue all numeric ones, as first seen */
  readonly metrics?: readonly string[];
  /** @defaultValue 24 */
  readonly maximumCharts?: number;
  /** Points kept per line; more are averaged in equal bins. @defaultValue 600 */
  readonly maximumPoints?: number;
}

/**
 * One chart per figure with one line per stage. A figure that has no number in any row, or is the same
 * everywhere it is logged once, gives no chart. Rows without a numeric step are left out.
 */
export function curvesFromMetrics(
  rows: readonly MetricsRow[],
  options: CurveOptions = {},
): CurveChart[] {
  const { stepField = 'step', seriesField = 'stage' } = options;
  const { maximumCharts = 24, maximumPoints = 600 } = options;
  const skip = new Set([stepField, seriesField]);
  const named = options.metrics ?? numericFields(rows, skip);
  const charts: CurveChart[] = [];
  for (const title of named) {
    if (charts.length === maximumCharts) break;
    const lines = new Map<string, [number, number][]>();
    for (const row of rows) {
      const [step, value] = [row[stepField], row[title]];
      if (!isNumber(step) || !isNumber(value)) continue;
      const name = String(row[seriesField] ?? 'run');
      const points = lines.get(name);
      if (points) points.push([step, value]);
      else lines.set(name, [[step, value]]);
    }
    const series = [...lines].map(([name, points]) => makeSeries(name, points, maximumPoints));
    if (series.some(({ points }) => points.length > 1)) charts.push({ title, series });
  }
  return charts;
}

function makeSeries(name: string, points: [number, number][], most: number): CurveSeries {
  points.sort((a, b) => a[0] - b[0]);
  const size = Math.ceil(points.length / most);
  if (size <= 1) return { name, points };
  const binned: [number, number][] = [];
  for (let start = 0; start < points.length; start += size) {
    const bin = points.slice(start, start + size);
    const mean = bin.reduce((sum, [, value]) => sum + value, 0) / bin.length;
    binned.push([bin.at(-1)![0], mean]);
  }
  return { name, points: binned };
}

function numericFields(rows: readonly MetricsRow[], skip: ReadonlySet<string>): string[] {
  const fields = new Set<string>();
  for (const row of rows) {
    for (const [name, value] of Object.entries(row)) {
      if (!skip.has(name) && isNumber(value)) fields.add(name);
    }
  }
  return [...fields];
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
