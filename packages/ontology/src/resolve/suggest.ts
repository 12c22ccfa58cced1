import { words } from '../text/normalize.ts';
import type { DiseaseNode, ResolutionCandidate } from '../types.ts';

/** Conditions that share telling words with a label; for a person to choose from, never a match. */
export type Suggest = (forms: readonly string[]) => readonly ResolutionCandidate[];

interface IndexedName {
  readonly id: string;
  readonly weight: number;
}

/**
 * Suggests by weighted overlap of words: (weight shared) / (weight of either), where a word weighs
 * ln(names / names that have it).
 */
export function createSuggest(nodes: Iterable<DiseaseNode>, limit = 3): Suggest {
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

  return (forms) => {
    const distinct = [...new Set(forms)].slice(0, 40);
    const labelWeight = total(distinct);
    const shared = new Map<number, number>();
    for (const form of distinct) {
      const weight = weightOf(form);
      for (const at of postings.get(form) ?? []) shared.set(at, (shared.get(at) ?? 0) + weight);
    }
    const best = new Map<string, number>();
    for (const [at, weight] of shared) {
      const { id, weight: nameWeight } = indexed[at] as IndexedName;
      const score = weight / (labelWeight + nameWeight - weight);
      if (score > 0.25 && score > (best.get(id) ?? 0)) best.set(id, score);
    }
    return [...best]
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, limit)
      .map(([id, score]) => ({ id, confidence: Math.round(score * 100) / 200 }));
  };
}
