import type { SkippedRow } from '@skinr1/core';

/** Reasons with the number of rows they took, most frequent first. */
export function summarizeSkips(
  skipped: Iterable<SkippedRow>,
): { readonly reason: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { reason } of skipped) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => ({ reason, count }))
    .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1));
}
