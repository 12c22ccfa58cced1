import { type Dim, multiplyDims, ops, type Value } from '@skinr1/autograd';

/** Rows cut into `count` parts of `length` rows, to be computed one after another. */
export interface Parts {
  readonly count: number;
  readonly length: Dim;
}

/**
 * Applies a function that looks at each row by itself, part by part, so that what it computes inside is never there for
 * all rows; null: to all rows at once.
 *
 * @param values of `[rows, …]` each
 * @returns the function's results of all rows
 */
export function inParts(
  values: readonly Value[],
  parts: Parts | null,
  apply: (values: readonly Value[]) => readonly Value[],
): readonly Value[] {
  if (!parts) return apply(values);
  const { count, length } = parts;
  const results = Array.from({ length: count }, (_, part) => {
    const [start, end] = [multiplyDims(length, part), multiplyDims(length, part + 1)];
    return apply(values.map((value) => ops.slice(value, [start], [end], [0])));
  });
  const [first = []] = results;
  return first.map((_, i) =>
    ops.concat(
      results.map((result) => result[i] as Value),
      0,
    ),
  );
}
