/** What made a function or an object of functions: a factory and its options. */
export interface Description {
  /** The factory's name. */
  readonly name: string;
  /** Its options with the defaults filled in; whatever else the result depends on. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** Shared by all copies of the package. */
const key = Symbol.for('skinr1.description');

/**
 * Writes on a value what made it. A function does not show what it closes over: two of one factory look
 * alike, whatever their options. Factories of losses, optimizers, advantages and rewards describe what they
 * return, so that a resumed run can be refused when an option has changed.
 *
 *     return described('scaled', { factor }, (x: number) => factor * x);
 *
 * The description belongs to this very value: a copy (`{ ...optimizer, update }`) does not carry it.
 */
export function described<T extends object>(
  name: string,
  options: Readonly<Record<string, unknown>>,
  value: T,
): T {
  const description: Description = { name, options };
  Object.defineProperty(value, key, { value: description, configurable: true });
  return value;
}

/** What {@link described} wrote on a value; `undefined` if nothing did. */
export function descriptionOf(value: object): Description | undefined {
  return Object.hasOwn(value, key)
    ? ((value as Record<symbol, unknown>)[key] as Description)
    : undefined;
}
