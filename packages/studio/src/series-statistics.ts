import type { MetricSeries } from '@skinr1/pipeline';

/** The mean of the last values; `null` where there are fewer. */
export function latest(series: MetricSeries | undefined, count: number): number | null {
  if (!series || series.values.length < count) return null;
  return meanOf(series.values.slice(-count));
}

/** Means of the first and of the last values, which do not overlap; `null` where there are too few. */
export function changeOf(
  series: MetricSeries | undefined,
  count: number,
): { readonly first: number; readonly last: number } | null {
  if (!series || series.values.length < 2 * count) return null;
  return {
    first: meanOf(series.values.slice(0, count)),
    last: meanOf(series.values.slice(-count)),
  };
}

/** The highest mean of so many values in a row. */
export function highestWindow({ values }: MetricSeries, count: number): number {
  let sum = 0;
  let highest = Number.NEGATIVE_INFINITY;
  for (const [index, value] of values.entries()) {
    sum += value - (index >= count ? (values[index - count] as number) : 0);
    if (index >= count - 1) highest = Math.max(highest, sum / count);
  }
  return highest;
}

/** The median; `null` of nothing. */
export function typical(series: MetricSeries | undefined): number | null {
  if (!series || series.values.length === 0) return null;
  const sorted = [...series.values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * A series of at most so many points, each the mean of steps in a row at the last of them, so that a page can
 * draw a run of any length.
 */
export function thinOut({ steps, values }: MetricSeries, most: number): MetricSeries {
  const size = Math.ceil(values.length / most);
  if (size <= 1) return { steps, values };
  const starts = Array.from({ length: Math.ceil(values.length / size) }, (_, at) => at * size);
  return {
    steps: starts.map((start) => steps[Math.min(start + size, steps.length) - 1] as number),
    values: starts.map((start) => meanOf(values.slice(start, start + size))),
  };
}
