import type { MorphologyTerm, Ontology } from '@skinr1/ontology';
import type { TextRange } from '../document/source-document.ts';
import { type Assertion, readAssertion } from './negation.ts';
import { PhraseIndex } from './phrase-index.ts';
import { signWordings } from './sign-lexicon.ts';

/** A visible sign that a sentence names. */
export interface FoundSign extends TextRange, Assertion {
  readonly termId: string;
}

const indexes = new WeakMap<Ontology, PhraseIndex<string>>();

/** The ontology's sign names, synonyms and this package's wordings as one index; built once. */
export function signIndex(ontology: Ontology): PhraseIndex<string> {
  const known = indexes.get(ontology);
  if (known) return known;
  const index = new PhraseIndex<string>();
  const terms: readonly MorphologyTerm[] = ontology.morphology();
  for (const { id, name } of terms) index.add(name, id);
  for (const { id, synonyms } of terms) for (const synonym of synonyms) index.add(synonym, id);
  for (const { id } of terms) for (const wording of signWordings[id] ?? []) index.add(wording, id);
  indexes.set(ontology, index);
  return index;
}

/**
 * Visible signs named in a sentence, each with whether the sentence affirms it. Words that only look like
 * signs are left out: colors of people ("white patients"), symmetry of a distribution ("symmetrical on
 * the elbows").
 */
export function findSigns(text: string, sentence: TextRange, ontology: Ontology): FoundSign[] {
  const found: FoundSign[] = [];
  for (const { start, end, value } of signIndex(ontology).find(text, sentence)) {
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
      /distribut\w*\s*(?:\w+\s+){0,2}$/i.test(before)
    );
  }
  if (termId === 'scale') return /^\s+(?:of\s+\d|bar\b)/i.test(after);
  return termId === 'ulceration' && /\b(?:peptic|gastric|leg)\s+$/i.test(before);
}
