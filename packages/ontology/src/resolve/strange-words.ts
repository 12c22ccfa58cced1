import type { Hierarchy } from '../hierarchy.ts';
import { isPlainAscii } from '../text/characters.ts';
import { words } from '../text/normalize.ts';
import type { ResolutionCandidate } from '../types.ts';
import { createCognates } from './cognates.ts';
import { type Match, matchWhole } from './match.ts';
import { createMisspellingMatcher } from './misspelling.ts';
import type { NameIndex } from './name-index.ts';
import { isHarmless } from './safety.ts';
import { createSpeller } from './spelling.ts';
import { createSuggest, type Suggest } from './suggest.ts';

/** What is left to do with a label that holds words of no name: correct them, or say what comes near. */
export interface StrangeWords {
  /** The label with words of other languages and misspelled ones put right; `null` where nothing comes near enough. */
  match(forms: readonly string[]): Match | null;
  /** Conditions that a person may have meant. */
  suggest(forms: readonly string[]): readonly ResolutionCandidate[];
  /** Which words kept the label from being understood, in a sentence. */
  explain(forms: readonly string[], label: string): string;
}

/** Words named in an explanation; more are counted. */
const maximumNamed = 5;

/** Reads labels that hold words of no name; the names are indexed once. */
export function createStrangeWords(
  index: NameIndex,
  hierarchy: Hierarchy,
  isKnown: (form: string) => boolean,
): StrangeWords {
  const speller = createSpeller(index.vocabulary);
  const misspellings = createMisspellingMatcher(index, hierarchy, speller);
  const cognateOf = createCognates(index.vocabulary);
  let suggest: Suggest | undefined;

  /** A whole name, with each unknown word read as the known one of its origin. */
  const matchCognates = (forms: readonly string[]): Match | null => {
    const read = forms.map((form) => (isKnown(form) ? form : cognateOf(form)));
    if (read.includes(null)) return null;
    const match = matchWhole(read as readonly string[], index);
    if (!match || !('id' in match)) return null;
    // "Melanose" may be a slip for a melanoma as well: left to the correction of slips, which refuses it.
    const isSafe =
      !isHarmless(hierarchy.get(match.id).malignancy) ||
      !forms.some((form, at) => form !== read[at] && speller.nearMalignancy(form));
    return isSafe ? { ...match, confidence: 0.9, note: `Read as "${read.join(' ')}".` } : null;
  };

  return {
    match: (forms) => matchCognates(forms) ?? misspellings(forms, isKnown),
    suggest(forms) {
      suggest ??= createSuggest(hierarchy.nodes.values(), speller.similar);
      return suggest(forms, isKnown);
    },
    explain(forms, label) {
      const strange = [...new Set(forms.filter((form) => !isKnown(form)))];
      if (strange.length === 0) return 'Its words are known, but no condition has just this name.';
      const named = strange
        .slice(0, maximumNamed)
        .map((form) => `"${(isPlainAscii(label) ? form : asWritten(form, label)).slice(0, 40)}"`);
      const more = strange.length - named.length;
      return `Not understood: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
    },
  };
}

/** The word of the label that is compared in this form: "меланома", not the letters it was folded to. */
function asWritten(form: string, label: string): string {
  const written = label.split(/[^\p{L}\p{M}\p{N}]+/u);
  return written.find((word) => words(word).includes(form)) ?? form;
}
