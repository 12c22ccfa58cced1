import type { TextRange } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import { findNamedThings } from './named-things.ts';
import { type Assertion, readAssertion } from './negation.ts';

/** A visible sign that a sentence names. */
export interface FoundSign extends TextRange, Assertion {
  readonly termId: string;
}

/**
 * Visible signs named in a sentence, each with whether the sentence affirms it. Words that only look like
 * signs are left out: colors of people ("white patients"), symmetry of a distribution ("symmetrical on
 * the elbows"), parts of disease names ("blue nevus").
 */
export function findSigns(text: string, sentence: TextRange, ontology: Ontology): FoundSign[] {
  const found: FoundSign[] = [];
  for (const { start, end, value } of findNamedThings(text, sentence, ontology).signs) {
    if (isOtherSense(text, start, end, value)) continue;
    found.push({ termId: value, start, end, ...readAssertion(text, sentence, { start, end }) });
  }
  return found;
}

function isOtherSense(text: string, start: number, end: number, termId: string): boolean {
  const after = text.slice(end, end + 40);
  const before = text.slice(Math.max(0, start - 40), start);
  if (termId.endsWith('-color')) {
    if (
      /^\s+(?:patients?|people|persons?|races?|skins?\b|children|adults|men|women|wine)/i.test(
        after,
      )
    ) {
      return true;
    }
    if (/\b(?:dark|fair)\s+$/i.test(before) && /^\s+skin/i.test(after)) return true;
  }
  if (termId === 'symmetry' || termId === 'asymmetry') {
    return (
      /^(?:ly)?\s+(?:on|over|upon|in|about|distribut|arrang|of the|eruption|rash)/i.test(after) ||
      isOfDistribution(before)
    );
  }
  if (termId === 'scale') return /^\s+(?:of\s+\d|bar\b)/i.test(after);
  return termId === 'ulceration' && /\b(?:peptic|gastric|leg)\s+$/i.test(before);
}

/** True if one of the last three words speaks of a distribution: "distributed in a symmetrical …". */
function isOfDistribution(before: string): boolean {
  const last = before.trimEnd().split(/\s+/).slice(-3).reverse();
  for (const word of last) {
    if (/\w$/.test(word) && word.toLowerCase().includes('distribut')) return true;
    if (!/^\w+$/.test(word)) return false;
  }
  return false;
}
