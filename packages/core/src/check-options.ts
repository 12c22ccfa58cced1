import { UsageError } from './errors.ts';

/** The names of all options of a type; one that is missing does not compile. */
export type OptionNames<Options> = Readonly<Record<keyof Required<Options>, true>>;

/**
 * Refuses an option that nobody reads: one that is misspelt or of another version would else change nothing, without
 * a word. What is `undefined` counts as absent.
 *
 * @param what that was given the options, for the error
 * @throws UsageError naming it
 */
export function checkOptions<Options extends object>(
  what: string,
  options: Options,
  known: OptionNames<Options>,
): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || Object.hasOwn(known, name)) continue;
    throw new UsageError(`${what} has no option '${name}'.`, {
      mend: `It has ${Object.keys(known).join(', ')}.`,
    });
  }
}
