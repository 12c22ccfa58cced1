import { UsageError } from '@skinr1/core';
import type { Command } from 'commander';

/**
 * Refuses options that were given and would do nothing.
 *
 * @param names of the options, as in the object of their values
 * @param without what is missing or in the way, such as `needs --model-url.`
 * @param mend what to do about it
 * @throws UsageError that names the first of them
 */
export function refuseIdle(
  command: Command,
  names: readonly string[],
  without: string,
  mend: string,
): void {
  const idle = command.options.find(
    (option) =>
      names.includes(option.attributeName()) &&
      command.getOptionValueSource(option.attributeName()) === 'cli',
  );
  if (idle !== undefined) throw new UsageError(`${idle.long} ${without}`, { mend });
}
