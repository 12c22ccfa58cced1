/** The middle of some numbers; of an even count the upper one of the two. */
export function median(values: readonly number[]): number {
  const order = [...values].sort((a, b) => a - b);
  return order[order.length >> 1] as number;
}
