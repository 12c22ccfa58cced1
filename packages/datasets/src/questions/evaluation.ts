import {
  type Case,
  type ChoiceLabels,
  malignancyClasses,
  malignancyText,
  maximumOptionScore,
  type Prompt,
  type Random,
} from '@skinr1/core';
import type { QuestionHierarchy } from '../hierarchy.ts';
import { rightOptions, wrongOption } from './choice.ts';
import {
  diagnosisInstruction,
  makePrompt,
  malignancyInstruction,
  maximumOptions,
} from './prompt.ts';

/** What the evaluation questions need. */
export interface EvaluationQuestionOptions {
  readonly ontology: QuestionHierarchy;
  readonly random: Random;
}

/**
 * Benign, precancerous in situ or malignant, shuffled. The options' `diagnosisId` is the malignancy
 * class, as no diagnosis is offered.
 */
export function malignancyQuestion(
  of: Case,
  { random }: Pick<EvaluationQuestionOptions, 'random'>,
): Prompt<ChoiceLabels> {
  const options = malignancyClasses.map((name) => ({
    text: malignancyText[name],
    diagnosisId: name,
    score: name === of.malignancy ? maximumOptionScore : 0,
  }));
  return makePrompt(of, 'malignancy', malignancyInstruction, random.shuffle(options));
}

/**
 * Every node of the case's own path below the root, shuffled; the finest is right. `null` where the
 * path has only one such node, or more than there are letters.
 */
export function hierarchyQuestion(
  of: Case,
  { ontology, random }: EvaluationQuestionOptions,
): Prompt<ChoiceLabels> | null {
  const nodes = of.path.slice(1);
  if (nodes.length < 2 || nodes.length > maximumOptions) return null;
  const options = rightOptions(of, nodes, ontology);
  return makePrompt(of, 'hierarchy', diagnosisInstruction, random.shuffle(options));
}

/**
 * The diagnosis among all its differential diagnoses, shuffled. Neighbors that are more general or more
 * specific names of the diagnosis are left out, as they would not be wrong. `null` where none is left.
 * With more than 25 neighbors, 25 of them by chance.
 */
export function differentialQuestion(
  of: Case,
  { ontology, random }: EvaluationQuestionOptions,
): Prompt<ChoiceLabels> | null {
  const id = of.diagnosisId;
  const pool = ontology.differentials(id).map(({ otherId }) => otherId);
  const wrong = ontology.distractors(id, { pool, count: maximumOptions - 1, random });
  if (wrong.length === 0) return null;
  const right = { text: ontology.get(id).name, diagnosisId: id, score: maximumOptionScore };
  const options = [right, ...wrong.map((other) => wrongOption(other, ontology))];
  return makePrompt(of, 'differential', diagnosisInstruction, random.shuffle(options));
}
