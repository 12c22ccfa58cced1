import {
  formatOpenAnswer,
  InvalidInputError,
  type MalignancyClass,
  malignancyClasses,
} from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import type { DiagnosisModel, DiagnosisQuestion } from './diagnosis-model.ts';
import { softmax } from './softmax.ts';

/** A candidate's answer in one of its wordings. */
interface CandidateAnswer {
  /** Its place among the candidates. */
  readonly candidate: number;
  readonly text: string;
}

/**
 * How probable each candidate is as the diagnosis: p(c) = 1/R Σᵣ p(c | r) over R reasonings of the model, with
 * p(c | r) ∝ exp(log-probability of the answer that gives the reasoning r and then names c, its wider classes and its
 * malignancy). What all answers of one reasoning share falls out. One that can be benign or malignant has an answer
 * for each class, whose probabilities are summed.
 *
 * @param reasonings bodies of `<thinking>`, at least one
 * @param candidates ontology ids, at least one
 */
export async function scoreCandidates(
  model: DiagnosisModel,
  question: DiagnosisQuestion,
  reasonings: readonly string[],
  { candidates, ontology, signal }: CandidateOptions,
): Promise<number[]> {
  const sums = candidates.map(() => 0);
  for (const reasoning of reasonings) {
    const answers = candidates.flatMap((id, candidate) =>
      answersOf(id, reasoning, ontology).map((text): CandidateAnswer => ({ candidate, text })),
    );
    const texts = answers.map(({ text }) => text);
    const scored = await model.score(question, texts, signal ? { signal } : {});
    const shares = softmax(scored.map(({ logProb }) => finite(logProb)));
    answers.forEach(({ candidate }, index) => {
      sums[candidate] = (sums[candidate] as number) + (shares[index] as number);
    });
  }
  return sums.map((sum) => sum / reasonings.length);
}

/** What {@link scoreCandidates} needs beside the model. */
export interface CandidateOptions {
  readonly candidates: readonly string[];
  readonly ontology: Ontology;
  readonly signal?: AbortSignal | undefined;
}

function answersOf(id: string, thinking: string, ontology: Ontology): string[] {
  const path = namesUpwards(id, ontology);
  const known = ontology.malignancyClass(id);
  const classes: readonly MalignancyClass[] = known === null ? malignancyClasses : [known];
  return classes.map((malignancy) => formatOpenAnswer({ thinking, path, malignancy }));
}

/** Names from the diagnosis to its most general ancestor below the root, as answers have them. */
function namesUpwards(id: string, ontology: Ontology): string[] {
  const path = ontology.path(id);
  const named = path.length > 1 ? path.slice(1) : path;
  return named.map((node) => ontology.get(node).name).reverse();
}

function finite(logProb: number): number {
  if (!Number.isNaN(logProb)) return logProb;
  throw new InvalidInputError('the model gives a log-probability that is no number.', {
    mend: 'Check its weights: one of them may be infinite or no number.',
  });
}
