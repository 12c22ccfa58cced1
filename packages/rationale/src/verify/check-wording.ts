import { splitWords, type TextWord } from '@skinr1/ontology';
import { TextMemory } from '../text-memory.ts';
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
  for (const quote of quotes) isCopied ||= sharesRun(words, quotedWords(quote), tooLong);
  checks.expect(
    !isCopied,
    'copied_wording',
    () => `more than ${maxCopiedWords} words in a row equal a cited passage`,
  );
}

type Words = readonly Pick<TextWord, 'form'>[];

/** The words of a quotation, and where each stands in it. */
interface QuotedWords {
  readonly words: Words;
  readonly places: ReadonlyMap<string, readonly number[]>;
}

const quotedBefore = new TextMemory<QuotedWords>();

/** A book's passages are cited often. */
function quotedWords(quote: string): QuotedWords {
  return quotedBefore.of(quote, () => {
    const words = splitWords(quote);
    const places = new Map<string, number[]>();
    words.forEach(({ form }, place) => {
      const known = places.get(form);
      if (known) known.push(place);
      else places.set(form, [place]);
    });
    return { words, places };
  });
}

/** True if a quotation shares a run of so many words: any such run has one that stands at a multiple of its length. */
function sharesRun(words: Words, quoted: QuotedWords, length: number): boolean {
  for (let at = length - 1; at < words.length; at += length) {
    const places = quoted.places.get(words[at]?.form ?? '') ?? [];
    if (places.some((place) => runAround(words, at, quoted.words, place) >= length)) return true;
  }
  return false;
}

/** How many words in a row are the same about two places where the words are the same. */
function runAround(words: Words, at: number, quoted: Words, place: number): number {
  const shift = place - at;
  let end = at;
  while (end < words.length && words[end]?.form === quoted[end + shift]?.form) end++;
  let start = at;
  while (start > 0 && words[start - 1]?.form === quoted[start - 1 + shift]?.form) start--;
  return end - start;
}
