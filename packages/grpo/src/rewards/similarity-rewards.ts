import { described } from '@skinr1/core';
import { linSimilarity, type Ontology, wuPalmer } from '@skinr1/ontology';
import { answeredDiagnosis, type DiagnosisLabels } from './answered.ts';
import type { BoundedReward, WeightOptions } from './bounded-reward.ts';
import { checkRewardOptions } from './check-reward-options.ts';
import { diagnosisOf } from './read-labels.ts';

/** Options of {@link wuPalmerReward} and {@link informationContentReward}. */
export interface SimilarityRewardOptions extends WeightOptions {
  readonly ontology: Ontology;
  /** Reward for the right diagnosis. @defaultValue 1 */
  readonly value?: number;
}

/**
 * Pays `value · 2·N3 / (N1 + N2 + 2·N3)` (Wu and Palmer, 1994): what the answered condition and the right one
 * share of their way down the hierarchy. A wrong answer from the right neighborhood earns a part, which
 * `hierarchyReward` does not pay. Reads options and open answers; 0 where none is settled on, and for
 * the root, which says nothing.
 */
export function wuPalmerReward(options: SimilarityRewardOptions): BoundedReward<DiagnosisLabels> {
  return similarityReward('wuPalmerReward', 'wu_palmer', wuPalmer, options);
}

/**
 * Pays `value · 2·IC(c) / (IC(a) + IC(b))` (Lin, 1998) with the information content that the hierarchy itself
 * gives (Seco et al., 2004): as {@link wuPalmerReward}, but a step between small families counts for less than one
 * between large ones, however deep they lie.
 */
export function informationContentReward(
  options: SimilarityRewardOptions,
): BoundedReward<DiagnosisLabels> {
  return similarityReward(
    'informationContentReward',
    'information_content',
    linSimilarity,
    options,
  );
}

function similarityReward(
  what: string,
  name: string,
  similarity: (ontology: Ontology, a: string, b: string) => number,
  options: SimilarityRewardOptions,
): BoundedReward<DiagnosisLabels> {
  checkRewardOptions(what, options, { ontology: true, value: true, weight: true });
  const { ontology, value = 1, weight = 1 } = options;
  return {
    name,
    weight,
    range: [0, value],
    score: described(name, { value, conditions: [...ontology.nodes()] }, (sample) => {
      const { labels } = sample.prompt;
      const diagnosis = diagnosisOf(labels);
      const answered = answeredDiagnosis(sample.completion.text, labels, ontology);
      if (answered === null || answered === ontology.rootId) return 0;
      return value * similarity(ontology, answered, diagnosis);
    }),
  };
}
