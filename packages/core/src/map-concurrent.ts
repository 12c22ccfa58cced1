/** Applies an asynchronous function with at most `limit` calls in flight; results in order. */
export async function mapConcurrent<T, U>(
  items: readonly T[],
  limit: number,
  transform: (item: T, index: number) => Promise<U>,
): Promise<U[]> {
  const results = new Array<U>(items.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      results[index] = await transform(items[index] as T, index);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(limit, items.length)) }, worker));
  return results;
}
