import { words } from '../text/normalize.ts';
import type { DiseaseNode, ResolutionCandidate } from '../types.ts';
import type { Correction } from './spelling.ts';

/** Conditions that share telling words with a label; for a person to choose from, never a match. */
export type Suggest = (
  forms: readonly string[],
  isKnown: (form: string) => boolean,
) => readonly ResolutionCandidate[];

/** Spellings of an unknown word that are tried. */
const maximumSpellings = 3;

interface IndexedName {
  readonly id: string;
  readonly weight: number;
}

/**
 * Suggests by weighted overlap of words: (weight shared) / (weight of either), where a word weighs
 * ln(names / names that have it). A single unknown word is also read as known ones like it.
 */
export function createSuggest(
  nodes: Iterable<DiseaseNode>,
  similar: (word: string) => readonly Correction[],
  limit = 3,
): Suggest {
  const postings = new Map<string, number[]>();
  const names: { id: string; forms: readonly string[] }[] = [];
  for (const node of nodes) {
    for (const name of [node.name, ...node.synonyms]) {
      const forms = [...new Set(words(name))];
      for (const form of forms) {
        const list = postings.get(form);
        if (list) list.push(names.length);
        else postings.set(form, [names.length]);
      }
      names.push({ id: node.id, forms });
    }
  }
  const weightOf = (form: string): number =>
    Math.log((names.length + 1) / (postings.get(form)?.length ?? 1));
  const total = (forms: readonly string[]): number =>
    forms.reduce((sum, form) => sum + weightOf(form), 0);
  const indexed: IndexedName[] = names.map(({ id, forms }) => ({ id, weight: total(forms) }));

  const addScores = (forms: readonly string[], share: number, best: Map<string, number>): void => {
    const distinct = [...new Set(forms)].slice(0, 40);
    const labelWeight = total(distinct);
    const shared = new Map<number, number>();
    for (const form of distinct) {
      const weight = weightOf(form);
      for (const at of postings.get(form) ?? []) shared.set(at, (shared.get(at) ?? 0) + weight);
    }
    for (const [at, weight] of shared) {
      const { id, weight: nameWeight } = indexed[at] as IndexedName;
      const score = (share * weight) / (labelWeight + nameWeight - weight);
      if (score > 0.25 && score > (best.get(id) ?? 0)) best.set(id, score);
    }
  };

  return (forms, isKnown) => {
    const best = new Map<string, number>();
    addScores(forms, 1, best);
    const strange = forms.filter((form) => !isKnown(form));
    const spellings = strange.length === 1 ? similar(strange[0] as string) : [];
    for (const { word, distance } of spellings.slice(0, maximumSpellings)) {
      const read = forms.map((form) => (form === strange[0] ? word : form));
      addScores(read, 1 - 0.1 * distance, best);
    }
    return [...best]
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, limit)
      .map(([id, score]) => ({ id, confidence: Math.round(score * 100) / 200 }));
  };
}
