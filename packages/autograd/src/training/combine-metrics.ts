/**
 * Joins figures of one name that several parts of a whole report: the least where the name ends in `min`, the
 * largest where it ends in `max`, else what `otherwise` makes of them.
 */
export function combineMetric(
  name: string,
  values: readonly number[],
  otherwise: (values: readonly number[]) => number,
): number {
  if (/(^|[/_])min$/.test(name)) return values.reduce((least, value) => Math.min(least, value));
  if (/(^|[/_])max$/.test(name)) return values.reduce((most, value) => Math.max(most, value));
  return otherwise(values);
}
