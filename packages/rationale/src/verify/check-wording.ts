import { splitWords } from '@skinr1/ontology';
import type { GroundedTrajectory } from '../trajectories/types.ts';
import type { Checks } from './reasons.ts';

/** The running text is the steps, holds no markup, and copies no long run of words from what it cites. */
export function checkWording(
  checks: Checks,
  trajectory: GroundedTrajectory,
  maxCopiedWords: number,
): void {
  const { steps, thinking } = trajectory;
  checks.expect(
    thinking === steps.map(({ text }) => text).join(' '),
    'steps_inconsistent',
    () => 'the running text is not that of the steps',
  );
  checks.expect(
    !/[<>]/.test(thinking),
    'markup',
    () => 'the text holds angle brackets, which the answer form reserves',
  );
  const words = splitWords(thinking).map(({ form }) => form);
  const quotes = new Set(steps.flatMap(({ citations }) => citations.map(({ quote }) => quote)));
  let longest = 0;
  for (const quote of quotes) longest = Math.max(longest, longestRun(words, quote, maxCopiedWords));
  checks.expect(
    longest <= maxCopiedWords,
    'copied_wording',
    () => `more than ${maxCopiedWords} words in a row equal a cited passage`,
  );
}

/** Length of the longest shared run of words, counted up to `limit + 1`. */
function longestRun(words: readonly string[], quote: string, limit: number): number {
  const cited = splitWords(quote).map(({ form }) => form);
  let previous = new Uint8Array(cited.length + 1);
  let longest = 0;
  for (const word of words) {
    const current = new Uint8Array(cited.length + 1);
    for (let at = 0; at < cited.length; at++) {
      if (word !== cited[at]) continue;
      const run = Math.min(limit + 1, (previous[at] as number) + 1);
      current[at + 1] = run;
      if (run > longest) longest = run;
    }
    previous = current;
  }
  return longest;
}
