import type { BenchmarkResult, ItemResult } from '../evaluate.ts';
import { type Proportion, proportionOf } from '../statistics/wilson.ts';

/** How a part of the cases was answered. */
export interface GroupRow {
  readonly group: string;
  readonly accuracy: Proportion;
  readonly malignancy: Proportion;
  readonly format: Proportion;
}

/** One row per diagnosis, by id. */
export function classTable(result: BenchmarkResult): GroupRow[] {
  return groupTable(result, ({ item }) => item.of.diagnosisId);
}

/**
 * One row per value of a metadata field (`skinTone`, `sex`, `localization` …); cases without it are in
 * the row `unknown`, never left out.
 */
export function subgroupTable(result: BenchmarkResult, field: string): GroupRow[] {
  return groupTable(result, ({ item }) => String(item.of.metadata[field] ?? 'unknown'));
}

/** One row per group that a function names, sorted by name (numbers by value). */
export function groupTable(
  result: BenchmarkResult,
  groupOf: (item: ItemResult) => string,
): GroupRow[] {
  const groups = new Map<string, ItemResult[]>();
  for (const item of result.items) {
    const group = groupOf(item);
    const members = groups.get(group);
    if (members) members.push(item);
    else groups.set(group, [item]);
  }
  return [...groups]
    .sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))
    .map(([group, items]) => ({
      group,
      accuracy: proportionOf(items.map(({ correct }) => correct)),
      malignancy: proportionOf(items.map(({ malignancyCorrect }) => malignancyCorrect)),
      format: proportionOf(items.map(({ wellFormed }) => wellFormed)),
    }));
}
