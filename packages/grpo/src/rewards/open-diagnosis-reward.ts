import { described, maximumOptionScore, parseOpenAnswer } from '@skinr1/core';
import type { Ontology, ResolutionMethod } from '@skinr1/ontology';
import type { BoundedReward, WeightOptions } from './bounded-reward.ts';

/** Labels that {@link openDiagnosisReward} needs. */
export interface DiagnosisLabels {
  /** Ontology id of the right diagnosis. */
  readonly diagnosisId: string;
}

/** Options of {@link openDiagnosisReward}. */
export interface OpenDiagnosisRewardOptions extends WeightOptions {
  readonly ontology: Ontology;
  /** Reward for the right diagnosis. @defaultValue {@link maximumOptionScore} */
  readonly value?: number;
}

/** Matches that name a condition in so many words; a guess must not earn a reward. */
const sureMethods: ReadonlySet<ResolutionMethod> = new Set(['exact', 'normalized', 'abbreviation']);

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
  const { ontology, value = maximumOptionScore, weight = 1 } = options;
  const facts = { value, conditions: [...ontology.nodes()] };
  return {
    name: 'diagnosis',
    weight,
    range: [0, value],
    score: described('diagnosis', facts, ({ prompt, completion }) => {
      const answered = answeredNode(completion.text, ontology);
      return answered === null
        ? 0
        : value * agreement(answered, prompt.labels.diagnosisId, ontology);
    }),
  };
}

/** The one condition that an open answer names; `null` when it names none or several. */
function answeredNode(text: string, ontology: Ontology): string | null {
  const [first, ...rest] = parseOpenAnswer(text)?.path ?? [];
  const answered = first === undefined ? null : nodeOf(first, ontology);
  if (answered === null) return null;
  const namesAnother = rest.some((name) => {
    const other = nodeOf(name, ontology);
    return other !== null && !ontology.isAncestor(other, answered);
  });
  return namesAnother ? null : answered;
}

function nodeOf(name: string, ontology: Ontology): string | null {
  const resolution = ontology.resolve(name);
  const isSure = resolution.status === 'resolved' && sureMethods.has(resolution.method);
  return isSure ? resolution.node.id : null;
}

/** 1 for the diagnosis or a kind of it, the share of the way down for an ancestor, else 0. */
function agreement(answered: string, diagnosis: string, ontology: Ontology): number {
  if (answered === diagnosis || ontology.isAncestor(diagnosis, answered)) return 1;
  if (!ontology.isAncestor(answered, diagnosis)) return 0;
  // Over secondary parents an ancestor may lie as deep as the diagnosis; it must still earn less.
  const deepest = ontology.depth(diagnosis);
  return Math.min(ontology.depth(answered), deepest - 1) / deepest;
}
