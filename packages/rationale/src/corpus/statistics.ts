import { createRandom } from '@skinr1/core';
import { type Ontology, splitWords } from '@skinr1/ontology';
import type { DiseaseCard } from '../cards/card.ts';
import { hasRule } from '../cards/extract-cards.ts';
import type { GroundedTrajectory } from '../trajectories/types.ts';
import { jaccard, shingles } from './min-hash.ts';

/** How far one branch of the ontology is covered. */
export interface BranchCoverage {
  readonly branchId: string;
  readonly name: string;
  /** Conditions of the branch in the ontology. */
  readonly diseases: number;
  readonly cards: number;
  /** Cards that name a visible sign. */
  readonly cardsWithSigns: number;
  /** Diseases that are the diagnosis of a trajectory. */
  readonly diagnoses: number;
  readonly trajectories: number;
}

/** What a corpus of trajectories is made of. */
export interface CorpusStatistics {
  readonly trajectories: number;
  readonly records: number;
  readonly diagnoses: number;
  readonly byType: Readonly<Record<string, number>>;
  readonly byMalignancy: Readonly<Record<string, number>>;
  readonly byBasis: Readonly<Record<string, number>>;
  readonly words: { readonly least: number; readonly mean: number; readonly most: number };
  readonly citations: number;
  /** Different runs of four words over all: 1 if none recurs, near 0 for boilerplate. */
  readonly distinct4: number;
  /** Mean Jaccard similarity of three-word runs over pairs drawn by seed: 0 nothing shared. */
  readonly meanSimilarity: number;
  readonly coverage: readonly BranchCoverage[];
}

/** Counts, lengths, variety of wording and coverage by branch. */
export function corpusStatistics(
  trajectories: readonly GroundedTrajectory[],
  context: { readonly ontology: Ontology; readonly cards: readonly DiseaseCard[] },
): CorpusStatistics {
  const lengths = trajectories.map(({ thinking }) => thinking.split(/\s+/).length);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  return {
    trajectories: trajectories.length,
    records: new Set(trajectories.map(({ recordId }) => recordId)).size,
    diagnoses: new Set(trajectories.map(({ diagnosisId }) => diagnosisId)).size,
    byType: countBy(trajectories, ({ type }) => type),
    byMalignancy: countBy(trajectories, ({ malignancy }) => malignancy),
    byBasis: countBy(trajectories, ({ basis }) => basis),
    words: {
      least: lengths.length === 0 ? 0 : lengths.reduce((least, length) => Math.min(least, length)),
      mean: lengths.length === 0 ? 0 : total / lengths.length,
      most: lengths.length === 0 ? 0 : lengths.reduce((most, length) => Math.max(most, length)),
    },
    citations: trajectories.reduce(
      (sum, { steps }) => sum + steps.reduce((count, step) => count + step.citations.length, 0),
      0,
    ),
    distinct4: distinctRatio(trajectories, 4),
    meanSimilarity: meanSimilarity(trajectories),
    coverage: branchCoverage(trajectories, context),
  };
}

function countBy(
  trajectories: readonly GroundedTrajectory[],
  key: (trajectory: GroundedTrajectory) => string,
): Record<string, number> {
  const counts = new Map<string, number>();
  for (const item of trajectories) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function distinctRatio(trajectories: readonly GroundedTrajectory[], size: number): number {
  const seen = new Set<string>();
  let count = 0;
  for (const { thinking } of trajectories) {
    const words = splitWords(thinking).map(({ form }) => form);
    for (let at = 0; at + size <= words.length; at++) {
      seen.add(words.slice(at, at + size).join(' '));
      count++;
    }
  }
  return count === 0 ? 0 : seen.size / count;
}

function meanSimilarity(trajectories: readonly GroundedTrajectory[]): number {
  if (trajectories.length < 2) return 0;
  const random = createRandom('similarity of pairs');
  const sets = random.sample(trajectories, 400).map(({ thinking }) => shingles(thinking, 3));
  const pairs = Math.min(5000, (sets.length * (sets.length - 1)) / 2);
  let sum = 0;
  for (let pair = 0; pair < pairs; pair++) {
    const a = random.integer(sets.length);
    const b = (a + 1 + random.integer(sets.length - 1)) % sets.length;
    sum += jaccard(sets[a] as Set<number>, sets[b] as Set<number>);
  }
  return sum / pairs;
}

function branchCoverage(
  trajectories: readonly GroundedTrajectory[],
  { ontology, cards }: { readonly ontology: Ontology; readonly cards: readonly DiseaseCard[] },
): BranchCoverage[] {
  const branchOf = (id: string): string | null => ontology.path(id)[1] ?? null;
  const known = cards.filter(({ ontologyId }) => ontologyId !== null && ontology.has(ontologyId));
  return ontology.children(ontology.rootId).map((branchId) => {
    const within = (id: string | null): boolean => id !== null && branchOf(id) === branchId;
    const ofBranch = known.filter(({ ontologyId }) => within(ontologyId));
    const reasoned = trajectories.filter(({ diagnosisId }) => within(diagnosisId));
    return {
      branchId,
      name: ontology.get(branchId).name,
      diseases: [...ontology.nodes()].filter(({ id }) => within(id)).length,
      cards: ofBranch.length,
      cardsWithSigns: ofBranch.filter(hasRule).length,
      diagnoses: new Set(reasoned.map(({ diagnosisId }) => diagnosisId)).size,
      trajectories: reasoned.length,
    };
  });
}
