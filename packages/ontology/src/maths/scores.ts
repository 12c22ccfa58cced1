import { UsageError } from '@skinr1/core';
import type { Ontology } from '../types.ts';
import { wuPalmer } from './similarity.ts';

/*
 * Partial credit: how right an answer is that names a condition near the true one. Each function takes
 * the true condition first.
 */

/** The largest score an option can have in the method's questions; format and malignancy make up the rest. */
export const methodMaximumScore = 0.75;

/**
 * The method's score of one option: 0.75 · (i + 1) / (m + 1), where i is the option's depth index on the
 * true path and m the largest depth index offered; 0 off the path (Skin-R1, stage 2).
 *
 * @param offered ids offered as right options, all on the true path; the option itself may be any id
 * @throws UsageError if none is offered, or one is not on the path
 */
export function methodDepthScore(
  ontology: Ontology,
  truth: string,
  option: string,
  offered: readonly string[],
): number {
  const path = ontology.path(truth);
  const indices = offered.map((id) => path.indexOf(id));
  if (indices.length === 0 || indices.includes(-1)) {
    throw new UsageError(`the options offered as right must be on the path of "${truth}".`, {
      mend: 'Draw them from `ontology.path(id)`.',
    });
  }
  const index = path.indexOf(ontology.get(option).id);
  if (index < 0) return 0;
  return (methodMaximumScore * (index + 1)) / (Math.max(...indices) + 1);
}

/** 1 for the true condition, 0 for any other. */
export function exactScore(ontology: Ontology, truth: string, answer: string): number {
  return ontology.get(truth).id === ontology.get(answer).id ? 1 : 0;
}

/**
 * depth(answer) / depth(truth) if the answer is the true condition or above it by any parent, else 0: an
 * answer that is right but coarse earns its part, a wrong one nothing. The root earns 0.
 */
export function ancestorScore(ontology: Ontology, truth: string, answer: string): number {
  if (ontology.get(truth).id === answer) return 1;
  if (!ontology.isAncestor(answer, truth)) return 0;
  // By a second parent the answer may lie deeper than the truth's own path; it is still coarser.
  const whole = Math.max(ontology.depth(truth), ontology.depth(answer) + 1);
  return ontology.depth(answer) / whole;
}

/** {@link wuPalmer} as a score: any answer earns what it shares with the truth. */
export function wuPalmerScore(ontology: Ontology, truth: string, answer: string): number {
  return wuPalmer(ontology, truth, answer);
}

/**
 * Severity of a mistake: height of the lowest common ancestor above the truth, as a part of the truth's
 * depth; 0 for the true condition or one below it, 1 where only the root is shared
 * (after Bertinetto et al., Making Better Mistakes, 2020).
 */
export function mistakeSeverity(ontology: Ontology, truth: string, answer: string): number {
  const depth = ontology.depth(truth);
  if (depth === 0) return 0;
  const shared = ontology.depth(ontology.lowestCommonAncestor(truth, answer));
  return Math.max(0, (depth - shared) / depth);
}
