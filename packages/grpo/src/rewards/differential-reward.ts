import { described, UsageError } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import { answeredDiagnosis, type DiagnosisLabels, shareOfWay } from './answered.ts';
import type { BoundedReward, WeightOptions } from './bounded-reward.ts';
import { checkRewardOptions } from './check-reward-options.ts';
import { diagnosisOf } from './read-labels.ts';

/** Options of {@link differentialReward}. */
export interface DifferentialRewardOptions extends WeightOptions {
  readonly ontology: Ontology;
  /** Conditions that a clinician would weigh against a diagnosis, by ontology id; such as a book's. */
  readonly differentials: (diagnosisId: string) => Iterable<string>;
  /** Part of `value` for one of them, from 0 to 1. @defaultValue 0.25 */
  readonly share?: number;
  /** Reward for the right diagnosis. @defaultValue 1 */
  readonly value?: number;
}

/**
 * Pays a mistake that a clinician could make: `value` for the right diagnosis or a kind of it, its share of the way
 * down for a more general condition, `value · share` for a condition in its differential diagnosis or a kind of
 * one, 0 for anything else. Of two grounds the better counts. Reads options and open answers.
 *
 * @throws UsageError for a share outside 0 to 1.
 */
export function differentialReward(
  options: DifferentialRewardOptions,
): BoundedReward<DiagnosisLabels> {
  checkRewardOptions('differentialReward', options, {
    ontology: true,
    differentials: true,
    share: true,
    value: true,
    weight: true,
  });
  const { ontology, differentials, share = 0.25, value = 1, weight = 1 } = options;
  if (!(share >= 0 && share <= 1)) {
    throw new UsageError(`the share of a differential diagnosis must be 0 to 1, got ${share}.`);
  }
  const facts = { differentials, share, value, conditions: [...ontology.nodes()] };
  return {
    name: 'differential',
    weight,
    range: [0, value],
    score: described('differential', facts, ({ prompt: { labels }, completion }) => {
      const diagnosis = diagnosisOf(labels);
      const answered = answeredDiagnosis(completion.text, labels, ontology);
      if (answered === null) return 0;
      const isWeighed = [...differentials(diagnosis)].some(
        (id) => id === answered || ontology.isAncestor(id, answered),
      );
      const way = shareOfWay(answered, diagnosis, ontology);
      return value * Math.max(way, isWeighed ? share : 0);
    }),
  };
}
