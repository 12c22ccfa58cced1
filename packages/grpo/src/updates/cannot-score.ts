import { UsageError } from '@skinr1/core';

/** What to say of a policy that does not score. */
export function cannotScore(option: string): UsageError {
  return new UsageError(`${option} needs a policy with \`score\`, and this one has none.`, {
    mend: 'Pass a policy that gives log-probabilities of given answers, as createPolicy makes.',
  });
}
