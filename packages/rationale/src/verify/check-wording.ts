import { splitWords } from '@skinr1/ontology';
import { copiedWording } from './faults/copied-wording.ts';
import type { Checks as ChecksOf } from './reasons.ts';
import type { RuleSubject, VerificationRule } from './rule.ts';

const codes = ['copied_wording', 'markup', 'steps_inconsistent'] as const;

type Checks = ChecksOf<(typeof codes)[number]>;

/** The running text is the steps, holds no markup, and copies no long run of words from what it cites. */
export const wording: VerificationRule<(typeof codes)[number]> = {
  codes,
  check,
  faults: [copiedWording],
};

function check(checks: Checks, { trajectory, maxCopiedWords }: RuleSubject): void {
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
  // The steps' words were split before; the running text is theirs.
  const words = steps.flatMap(({ text }) => splitWords(text).map(({ form }) => form));
  const quotes = new Set(steps.flatMap(({ citations }) => citations.map(({ quote }) => quote)));
  let longest = 0;
  for (const quote of quotes) longest = Math.max(longest, longestRun(words, quote));
  checks.expect(
    longest <= maxCopiedWords,
    'copied_wording',
    () => `more than ${maxCopiedWords} words in a row equal a cited passage`,
  );
}

/** Length of the longest run of words that a quotation shares. */
function longestRun(words: readonly string[], quote: string): number {
  const places = new Map<string, number[]>();
  splitWords(quote).forEach(({ form }, at) => {
    const known = places.get(form);
    if (known) known.push(at);
    else places.set(form, [at]);
  });
  let longest = 0;
  // Of each run that ends in the last word: where in the quotation it ends, and how long it is.
  let runs = new Map<number, number>();
  for (const word of words) {
    const continued = new Map<number, number>();
    for (const at of places.get(word) ?? []) {
      const run = (runs.get(at - 1) ?? 0) + 1;
      continued.set(at, run);
      if (run > longest) longest = run;
    }
    runs = continued;
  }
  return longest;
}
