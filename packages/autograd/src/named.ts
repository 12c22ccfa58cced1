/** Things of one kind by name: parameters, gradients, optimizer state. */
export type Named<T> = Readonly<Record<string, T>>;

/** Applies a function to each entry of a record. */
export function mapNamed<T, R>(
  record: Named<T>,
  map: (value: T, name: string) => R,
): Record<string, R> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, map(value, name)]),
  );
}

/** The entries that a test holds for. */
export function filterNamed<T>(
  record: Named<T>,
  test: (value: T, name: string) => boolean,
): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name, value]) => test(value, name)));
}

/** The same entries under longer names. */
export function withPrefix<T>(record: Named<T>, prefix: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [prefix + name, value]));
}

/** The entries whose names start so, under the rest of their names. */
export function withoutPrefix<T>(record: Named<T>, prefix: string): Record<string, T> {
  const prefixed = Object.entries(record).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(prefixed.map(([name, value]) => [name.slice(prefix.length), value]));
}
