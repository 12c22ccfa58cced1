import { checkNumber, checkOptions, type OptionNames, type RewardWeight } from '@skinr1/core';

/**
 * Checks what a built-in reward was made with, before anything is judged.
 *
 * @param what the factory, for the error
 * @throws UsageError for an option that it does not have, a value that is negative or not finite, or a weight that is
 *   neither a finite number nor a schedule
 */
export function checkRewardOptions<
  Options extends { readonly weight?: RewardWeight; readonly value?: number },
>(what: string, options: Options, known: OptionNames<Options>): void {
  checkOptions(what, options, known);
  const { value = 0, weight = 1 } = options;
  checkNumber(`${what}: value`, value, { from: 0 });
  if (typeof weight !== 'function') checkNumber(`${what}: weight`, weight);
}
