/** Least value over the items, however many; `Infinity` without any. */
export function leastOf<T>(items: readonly T[], measure: (item: T) => number): number {
  return items.reduce((least, item) => Math.min(least, measure(item)), Number.POSITIVE_INFINITY);
}

/** Greatest value over the items, however many; `-Infinity` without any. */
export function greatestOf<T>(items: readonly T[], measure: (item: T) => number): number {
  return items.reduce((most, item) => Math.max(most, measure(item)), Number.NEGATIVE_INFINITY);
}
