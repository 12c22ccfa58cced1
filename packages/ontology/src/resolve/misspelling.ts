import type { Hierarchy } from '../hierarchy.ts';
import { type Match, matchWords } from './match.ts';
import type { NameIndex } from './name-index.ts';
import { isHarmless, sameClass } from './safety.ts';
import { type Correction, isLikelySlip, type Speller } from './spelling.ts';
import { hasKind, kind, wellSpelled } from './word-kinds.ts';

/** Matches words of which some are misspelled; `null` where nothing comes near enough. */
export type MisspellingMatcher = (
  forms: readonly string[],
  isKnown: (form: string) => boolean,
) => Match | null;

/** More combinations of corrections than this are not tried. */
const maximumCombinations = 24;

interface Combination {
  readonly forms: readonly string[];
  readonly distance: number;
}

/**
 * Corrects unknown words to near known ones and matches again. A match stands only if every correction
 * that is as good, or worse by one edit, leads to the same condition.
 */
export function createMisspellingMatcher(
  index: NameIndex,
  hierarchy: Hierarchy,
  speller: Speller,
): MisspellingMatcher {
  return (forms, isKnown) => {
    const options = correctionsOf(forms, isKnown, speller.corrections);
    if (!options) return null;
    const matches = combine(options).map(({ forms: corrected, distance }) => ({
      distance,
      forms: corrected,
      match: matchWords(corrected, index, hierarchy),
    }));
    const wrong = forms.map((form) => !isKnown(form));
    const found = matches.filter(
      (each): each is Combination & { match: Extract<Match, { id: string }> } =>
        each.match !== null &&
        'id' in each.match &&
        // A word that became a mere qualifier ("pedis" read as "penis") confirms nothing.
        (each.match.kind === 'whole' ||
          !each.forms.some((form, at) => wrong[at] && hasKind(form, wellSpelled))),
    );
    const [best] = found;
    if (!best) return null;
    const rivals = found.filter((each) => each.distance <= best.distance + 1);
    const ids = [...new Set(rivals.map((each) => each.match.id))];
    const answer = hierarchy.get(best.match.id);
    if (ids.some((id) => !sameClass(hierarchy.get(id).malignancy, answer.malignancy))) {
      return { refused: 'malignancy_risk', ids };
    }
    if (ids.length > 1) return { refused: 'ambiguous', ids };
    if (
      isHarmless(answer.malignancy) &&
      forms.some((form, at) => wrong[at] && speller.nearMalignancy(form))
    ) {
      return { refused: 'malignancy_risk', ids };
    }
    return {
      id: answer.id,
      kind: 'qualified',
      confidence: Math.max(0.7, best.match.confidence - 0.08 * best.distance),
      note: `Read as "${best.forms.join(' ')}".`,
    };
  };
}

/** For each word what it could be; `null` if none is misspelled or one has no correction. */
function correctionsOf(
  forms: readonly string[],
  isKnown: (form: string) => boolean,
  corrections: (word: string) => readonly Correction[],
): readonly (readonly Correction[])[] | null {
  if (forms.length > 12) return null;
  let misspelled = 0;
  const telling = forms.filter((form) => !hasKind(form, kind.empty | kind.commonHead)).length;
  const options: (readonly Correction[])[] = [];
  for (const form of forms) {
    if (isKnown(form)) {
      options.push([{ word: form, distance: 0 }]);
      continue;
    }
    misspelled++;
    const near = nearWords(form, corrections).filter(({ word, distance }) =>
      isPlausible(form, word, distance, telling === 1),
    );
    if (near.length === 0 || misspelled > 3) return null;
    options.push(near);
  }
  return misspelled > 0 ? options : null;
}

/** Corrections of the word, and of what it may have been before a final s was taken for a plural's. */
function nearWords(
  form: string,
  corrections: (word: string) => readonly Correction[],
): readonly Correction[] {
  const asIs = corrections(form);
  if (asIs[0] && asIs[0].distance <= 1) return asIs;
  const best = new Map<string, number>();
  for (const { word, distance } of [...asIs, ...corrections(`${form}s`)]) {
    best.set(word, Math.min(distance, best.get(word) ?? distance));
  }
  return [...best]
    .map(([word, distance]) => ({ word, distance }))
    .sort((a, b) => a.distance - b.distance || (a.word < b.word ? -1 : 1));
}

/**
 * A word that no other word confirms must be one likely slip away: a letter too many or too few, two
 * swapped, or one that sounds or looks alike. "Desmoid" is no slip for "dermoid".
 */
function isPlausible(form: string, word: string, distance: number, alone: boolean): boolean {
  if (form[0] !== word[0]) return !alone && distance === 1;
  return !alone || (distance === 1 && form.length >= 6 && isLikelySlip(form, word));
}

/** All choices of one correction per word, nearest first. */
function combine(options: readonly (readonly Correction[])[]): Combination[] {
  let combinations: Combination[] = [{ forms: [], distance: 0 }];
  for (const choices of options) {
    combinations = combinations
      .flatMap(({ forms, distance }) =>
        choices.map((choice) => ({
          forms: [...forms, choice.word],
          distance: distance + choice.distance,
        })),
      )
      .sort((a, b) => a.distance - b.distance)
      .slice(0, maximumCombinations);
  }
  return combinations;
}
