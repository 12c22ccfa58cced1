/*
 * Statistics that leave nulls out. In typed arrays a null ("does not apply") is NaN.
 */

/** Mean of the values that are not NaN; NaN when there are none. Exact when all values are equal. */
export function nanMean(values: Float64Array): number {
  let first = Number.NaN;
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    if (count === 0) first = value;
    // Summing differences keeps the mean of equal values exact, so that a tied group is exactly tied.
    sum += value - first;
    count += 1;
  }
  return first + sum / count;
}

/** Sample standard deviation (ddof 1) of the values that are not NaN; NaN for fewer than two. */
export function nanStd(values: Float64Array): number {
  const mean = nanMean(values);
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += (value - mean) ** 2;
    count += 1;
  }
  return count < 2 ? Number.NaN : Math.sqrt(sum / (count - 1));
}

/**
 * `(value − mean) / (std + epsilon)`, element by element. NaN (a null) becomes 0, and so does everything
 * when there is no standard deviation, because then at most one value remains and it is the mean.
 */
export function normalize(
  values: Float64Array,
  mean: number,
  std: number,
  epsilon: number,
): Float64Array {
  return values.map((value) => {
    const scaled = (value - mean) / (std + epsilon);
    return Number.isNaN(scaled) ? 0 : scaled;
  });
}
