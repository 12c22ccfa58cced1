import { checkWholeNumber, described, UsageError } from '@skinr1/core';
import type { AnswerSoFar } from './logits-processor.ts';

/** How an answer ends. */
export interface Stop {
  /** `stop`: it came to its end; `length`: the budget ran out. */
  readonly reason: 'stop' | 'length';
  /** Characters of the text that count; tokens stay as they were drawn. @defaultValue all */
  readonly textLength?: number;
}

/** Says after each token whether an answer is over; null goes on. The first that stops it decides how. */
export interface StoppingCriterion {
  (answer: AnswerSoFar): Stop | null;
  /** How many characters at the end of an answer's text may yet be cut off: a stream waits with them. */
  readonly heldBack?: (text: string) => number;
}

/** Stops when one of these tokens was drawn. */
export function stopAtTokens(ids: Iterable<number>): StoppingCriterion {
  const set = new Set(ids);
  return described('stopAtTokens', { ids: [...set] }, ({ tokenIds }: AnswerSoFar) =>
    set.has(tokenIds.at(-1) as number) ? { reason: 'stop' as const } : null,
  );
}

/** Stops when the answer has so many tokens. Throws UsageError below 1. */
export function stopAfter(maxTokens: number): StoppingCriterion {
  checkWholeNumber('maxTokens', maxTokens, 1);
  return described('stopAfter', { maxTokens }, ({ tokenIds }: AnswerSoFar) =>
    tokenIds.length >= maxTokens ? { reason: 'length' as const } : null,
  );
}

/** Stops where the text comes to one of these strings, which is left out of it. Throws UsageError for an empty one. */
export function stopStrings(strings: readonly string[]): StoppingCriterion {
  if (strings.includes('')) throw new UsageError('a stop string must not be empty.');
  const longest = strings.reduce((most, { length }) => Math.max(most, length), 0);
  /** Where each answer's text was looked through up to. */
  const seen = new WeakMap<AnswerSoFar, number>();
  const criterion = (answer: AnswerSoFar): Stop | null => {
    const { text } = answer;
    const from = Math.max(0, (seen.get(answer) ?? 0) - longest + 1);
    seen.set(answer, text.length);
    const places = strings.map((each) => text.indexOf(each, from)).filter((place) => place >= 0);
    if (places.length === 0) return null;
    return { reason: 'stop', textLength: Math.min(...places) };
  };
  const heldBack = (text: string): number => {
    for (let length = Math.min(longest - 1, text.length); length > 0; length--) {
      const end = text.slice(-length);
      if (strings.some((each) => each.startsWith(end))) return length;
    }
    return 0;
  };
  return described('stopStrings', { strings }, Object.assign(criterion, { heldBack }));
}
