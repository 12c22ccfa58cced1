import { type MalignancyClass, malignancyClasses } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import { type Calibration, temper } from './calibration.ts';
import type { MalignancyEstimate, PathStep, RankedDiagnosis } from './diagnosis.ts';

/** Candidates by their probability, as calibrated where there is a calibration. */
export function rank(
  candidates: readonly string[],
  raw: readonly number[],
  calibration: Calibration | null,
  ontology: Ontology,
): RankedDiagnosis[] {
  const calibrated = calibration ? temper(raw, calibration.temperature) : raw;
  return candidates
    .map((id, index) => ({
      id,
      name: ontology.get(id).name,
      probability: calibrated[index] as number,
      rawProbability: raw[index] as number,
      malignancy: ontology.malignancyClass(id),
    }))
    .sort((a, b) => b.probability - a.probability);
}

/** The way from the root to a node, each step with what the differential gives it and all below it. */
export function pathTo(
  id: string,
  differential: readonly RankedDiagnosis[],
  ontology: Ontology,
): PathStep[] {
  return ontology.path(id).map((node) => ({
    id: node,
    name: ontology.get(node).name,
    probability: differential
      .filter((each) => each.id === node || ontology.isAncestor(node, each.id))
      .reduce((sum, { probability }) => sum + probability, 0),
  }));
}

/** Sums of the differential by class. */
export function malignancyOf(differential: readonly RankedDiagnosis[]): MalignancyEstimate {
  const sumOf = (malignancy: RankedDiagnosis['malignancy']): number =>
    differential
      .filter((each) => each.malignancy === malignancy)
      .reduce((sum, { probability }) => sum + probability, 0);
  const byClass = Object.fromEntries(
    malignancyClasses.map((name) => [name, sumOf(name)]),
  ) as Record<MalignancyClass, number>;
  const best = malignancyClasses.reduce((a, b) => (byClass[b] > byClass[a] ? b : a));
  return { class: best, probability: byClass[best], byClass, undecided: sumOf(null) };
}
