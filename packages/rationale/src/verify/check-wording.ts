import { splitWords, type TextWord } from '@skinr1/ontology';
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
  const words = steps.flatMap(({ text }) => splitWords(text));
  const quotes = new Set(steps.flatMap(({ citations }) => citations.map(({ quote }) => quote)));
  const tooLong = Math.max(1, Math.floor(maxCopiedWords) + 1);
  let isCopied = false;
  for (const quote of quotes) isCopied ||= sharesRun(words, splitWords(quote), tooLong);
  checks.expect(
    !isCopied,
    'copied_wording',
    () => `more than ${maxCopiedWords} words in a row equal a cited passage`,
  );
}

type Words = readonly Pick<TextWord, 'form'>[];

/** True if a quotation shares a run of so many words: any such run has one that stands at a multiple of its length. */
function sharesRun(words: Words, quoted: Words, length: number): boolean {
  for (let at = length - 1; at < words.length; at += length) {
    for (let place = 0; place < quoted.length; place++) {
      if (runAround(words, at, quoted, place) >= length) return true;
    }
  }
  return false;
}

/** How many words in a row are the same about two places; 0 where the words there are not. */
function runAround(words: Words, at: number, quoted: Words, place: number): number {
  const shift = place - at;
  let end = at;
  while (end < words.length && words[end]?.form === quoted[end + shift]?.form) end++;
  if (end === at) return 0;
  let start = at;
  while (start > 0 && words[start - 1]?.form === quoted[start - 1 + shift]?.form) start--;
  return end - start;
}
