import { malignancyText, parseChoiceAnswer, UsageError } from '@skinr1/core';
import type { QuestionHierarchy } from '@skinr1/datasets';
import type { ItemResult } from '../evaluate.ts';
import type { ExampleAnswer, ExampleCase } from './sections/cases.ts';

/** What {@link exampleCase} needs beside the answers. */
export interface ExampleCaseOptions {
  readonly ontology: Pick<QuestionHierarchy, 'get' | 'differentials'>;
  /** The image as a `data:image/png;base64,…` address. */
  readonly image: string;
  readonly caption?: string;
}

/**
 * An example for the report from the answers that several models gave to one question. Throws UsageError
 * if there is none or they are about different questions.
 */
export function exampleCase(
  answers: readonly { readonly model: string; readonly result: ItemResult }[],
  { ontology, image, caption }: ExampleCaseOptions,
): ExampleCase {
  const [first] = answers;
  if (!first || answers.some(({ result }) => result.promptId !== first.result.promptId)) {
    throw new UsageError('an example shows answers to one and the same question, at least one.');
  }
  const { of, prompt } = first.result.item;
  const nameOf = (id: string): string => ontology.get(id).name;
  return {
    title: of.id,
    image,
    caption:
      caption ?? `${of.dataset}${of.metadata.synthetic === true ? ' (drawn, no patient)' : ''}`,
    prompt: prompt.text,
    answers: answers.map(({ model, result }) => toAnswer(model, result)),
    truth: nameOf(of.diagnosisId),
    malignancy: malignancyText[of.malignancy],
    path: of.path.map(nameOf),
    differential: ontology
      .differentials(of.diagnosisId)
      .map(({ otherId, sign }) => ({ name: nameOf(otherId), sign })),
    ...(of.signs ? { signs: of.signs } : {}),
  };
}

function toAnswer(
  model: string,
  { completion, item, letter, ...result }: ItemResult,
): ExampleAnswer {
  const parsed = parseChoiceAnswer(completion);
  const option = item.prompt.labels.options.find((candidate) => candidate.letter === letter);
  return {
    model,
    completion,
    reasoning: parsed?.thinking ?? null,
    chosen: option?.text ?? null,
    malignancy: parsed ? malignancyText[parsed.malignancy] : null,
    correct: result.correct,
    ...(parsed ? { malignancyCorrect: result.malignancyCorrect } : {}),
    ...(result.reasoning ? { claims: result.reasoning.claims } : {}),
  };
}
