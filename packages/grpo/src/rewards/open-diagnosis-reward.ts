import { described, maximumOptionScore } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import { type DiagnosisLabels, namedDiagnosis, shareOfWay } from './answered.ts';
import type { BoundedReward, WeightOptions } from './bounded-reward.ts';
import { checkRewardOptions } from './check-reward-options.ts';
import { diagnosisOf } from './read-labels.ts';

/** Options of {@link openDiagnosisReward}. */
export interface OpenDiagnosisRewardOptions extends WeightOptions {
  readonly ontology: Ontology;
  /** Reward for the right diagnosis. @defaultValue {@link maximumOptionScore} */
  readonly value?: number;
}

/**
 * Pays an open answer by where its diagnosis lies in the hierarchy: with `depth` counted from the root,
 *
 *   value                                     the diagnosis itself, or a kind of it
 *   value · depth(answer) / depth(diagnosis)  a more general condition that includes it
 *   0                                         anything else, the root ("skin disease") among it
 *
 * Names are matched as ontology nodes: synonyms count, fragments and near misses do not. Every further
 * name in the answer must be a more general condition of the first; one that names something else is a
 * second diagnosis, and an answer with two earns nothing.
 */
export function openDiagnosisReward(
  options: OpenDiagnosisRewardOptions,
): BoundedReward<DiagnosisLabels> {
  checkRewardOptions('openDiagnosisReward', options, { ontology: true, value: true, weight: true });
  const { ontology, value = maximumOptionScore, weight = 1 } = options;
  const facts = { value, conditions: [...ontology.nodes()] };
  return {
    name: 'diagnosis',
    weight,
    range: [0, value],
    score: described('diagnosis', facts, ({ prompt, completion }) => {
      const diagnosis = diagnosisOf(prompt.labels);
      const answered = namedDiagnosis(completion.text, ontology);
      return answered === null ? 0 : value * shareOfWay(answered, diagnosis, ontology);
    }),
  };
}
