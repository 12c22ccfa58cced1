import { UsageError } from '@skinr1/core';
import type { Ontology } from '../types.ts';

/** Hierarchical precision, recall and their harmonic mean. */
export interface HierarchicalMetrics {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

/**
 * Micro-averaged hierarchical precision and recall: every condition is widened by all conditions above
 * it, the root left out; precision = Σ|P ∩ T| / Σ|P|, recall = Σ|P ∩ T| / Σ|T|
 * (Kiritchenko, Matwin & Famili, 2005).
 *
 * @param pairs true and predicted ids; a prediction of `null` (no answer) counts against recall only
 * @throws UsageError on an empty list, or where nothing but the root is true or predicted
 */
export function hierarchicalMetrics(
  ontology: Ontology,
  pairs: Iterable<{ readonly truth: string; readonly predicted: string | null }>,
): HierarchicalMetrics {
  let shared = 0;
  let predictedTotal = 0;
  let truthTotal = 0;
  for (const { truth, predicted } of pairs) {
    const truths = widen(ontology, truth);
    truthTotal += truths.size;
    if (predicted === null) continue;
    const predictions = widen(ontology, predicted);
    predictedTotal += predictions.size;
    for (const id of predictions) if (truths.has(id)) shared++;
  }
  if (truthTotal === 0) {
    throw new UsageError('hierarchical metrics need at least one true condition below the root.');
  }
  const precision = predictedTotal === 0 ? 0 : shared / predictedTotal;
  const recall = shared / truthTotal;
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { precision, recall, f1 };
}

function widen(ontology: Ontology, id: string): Set<string> {
  const widened = new Set([id, ...ontology.ancestors(id)]);
  widened.delete(ontology.rootId);
  return widened;
}
