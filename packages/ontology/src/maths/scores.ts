import { maximumOptionScore, UsageError } from '@skinr1/core';
import type { Ontology } from '../types.ts';
import { wuPalmer } from './similarity.ts';

/*
 * Partial credit: how right an answer is that names a condition near the true one. Each function takes
 * the true condition, or the path to it, first.
 */

/**
 * The method's score of one option of a question: 0.75 · (i + 1) / (m + 1) for a node on the path to the true
 * condition, where i is its depth index and m the largest depth index offered; 0 for any other (Skin-R1,
 * stage 2). Index 0 is the first node *below* the root, which is offered nowhere: the method's paths start at
 * the textbook's chapter. So a coarser right answer earns less than the finest one offered.
 *
 * @param path ids from the root to the true condition, as `ontology.path` and `Case.path` have them
 * @param option id of the option to be scored: any condition
 * @param offered ids of the question's right options, all on the path below the root
 * @throws UsageError if none is offered, or one is not on the path below the root
 */
export function optionScore(
  path: readonly string[],
  option: string,
  offered: readonly string[],
): number {
  const depthIndex = (id: string): number => path.indexOf(id) - 1;
  let deepest = -1;
  for (const id of offered) {
    const index = depthIndex(id);
    if (index < 0) {
      throw new UsageError(`"${id}" cannot be offered as right for "${path.at(-1)}".`, {
        mend: 'Offer conditions of its path below the root: `ontology.path(id).slice(1)`.',
      });
    }
    deepest = Math.max(deepest, index);
  }
  if (deepest < 0) {
    throw new UsageError(
      'an option is scored beside the right options offered, and there are none.',
    );
  }
  return (maximumOptionScore * Math.max(0, depthIndex(option) + 1)) / (deepest + 1);
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
