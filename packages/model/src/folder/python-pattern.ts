import { runInNewContext } from 'node:vm';
import { InvalidInputError } from '@skinr1/core';

/** How long one pattern may look at all the names of a model. A sensible one takes some milliseconds. */
const timeoutMs = 2000;

/**
 * Those texts that a Python regular expression matches as a whole (`re.fullmatch`). The pattern comes from
 * a file, so it may not take for ever, and what JavaScript would read otherwise than Python is refused.
 *
 * @param source file and field, for errors
 * @throws InvalidInputError for a pattern that cannot be read, or that takes too long
 */
export function fullMatches(
  pattern: string,
  texts: readonly string[],
  { source, place }: { readonly source: string; readonly place: string },
): ReadonlySet<string> {
  const expression = `^(?:${pattern.replaceAll('(?P<', '(?<')})$`;
  const refuse = (message: string, cause: unknown) =>
    new InvalidInputError(`${JSON.stringify(pattern.slice(0, 200))} ${message}.`, {
      source,
      place,
      mend: 'Write the modules as a list of names.',
      cause,
    });
  try {
    // With the flag u, escapes that only Python knows (\Z, \A) are errors instead of plain letters.
    new RegExp(expression, 'u');
  } catch (cause) {
    throw refuse('is no regular expression that is read here', cause);
  }
  try {
    const script = 'texts.filter((text) => new RegExp(expression, "u").test(text))';
    const names = { expression, texts: [...texts] };
    return new Set(runInNewContext(script, names, { timeout: timeoutMs }) as string[]);
  } catch (cause) {
    if ((cause as { code?: unknown }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw cause;
    throw refuse('takes too long to match', cause);
  }
}
