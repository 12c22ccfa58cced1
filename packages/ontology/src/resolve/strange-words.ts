import type { Hierarchy } from '../hierarchy.ts';
import type { ResolutionCandidate } from '../types.ts';
import type { Match } from './match.ts';
import { createMisspellingMatcher } from './misspelling.ts';
import type { NameIndex } from './name-index.ts';
import { createSpeller } from './spelling.ts';
import { createSuggest, type Suggest } from './suggest.ts';

/** What is left to do with a label that holds words of no name: correct them, or say what comes near. */
export interface StrangeWords {
  /** The label with misspelled words corrected; `null` where nothing comes near enough. */
  match(forms: readonly string[]): Match | null;
  /** Conditions that a person may have meant. */
  suggest(forms: readonly string[]): readonly ResolutionCandidate[];
  /** Which words kept the label from being understood, in a sentence. */
  explain(forms: readonly string[]): string;
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
  let suggest: Suggest | undefined;
  return {
    match: (forms) => misspellings(forms, isKnown),
    suggest(forms) {
      suggest ??= createSuggest(hierarchy.nodes.values(), speller.similar);
      return suggest(forms, isKnown);
    },
    explain(forms) {
      const strange = [...new Set(forms.filter((form) => !isKnown(form)))];
      if (strange.length === 0) return 'Its words are known, but no condition has just this name.';
      const named = strange.slice(0, maximumNamed).map((form) => `"${form.slice(0, 40)}"`);
      const more = strange.length - named.length;
      return `Not understood: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
    },
  };
}
