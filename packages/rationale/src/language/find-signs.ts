import type { TextRange } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import { findNamedThings } from './named-things.ts';
import { type Assertion, readAssertion } from './negation.ts';
import { isOtherSense } from './sign-senses.ts';

/** A visible sign that a sentence names. */
export interface FoundSign extends TextRange, Assertion {
  readonly termId: string;
}

/**
 * Visible signs named in a sentence, each with how often the sentence says it is there. Words that only look
 * like signs are left out ({@link isOtherSense}), and parts of disease names ("blue nevus").
 */
export function findSigns(text: string, sentence: TextRange, ontology: Ontology): FoundSign[] {
  const found: FoundSign[] = [];
  for (const { start, end, value } of findNamedThings(text, sentence, ontology).signs) {
    const target = { start, end };
    if (isOtherSense(text, sentence, target, value)) continue;
    found.push({ termId: value, ...target, ...readAssertion(text, sentence, target) });
  }
  return found;
}
