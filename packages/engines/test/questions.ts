import { type ChoiceLabels, createRandom, formatChoiceAnswer, type Prompt } from '@skinr1/core';
import { choiceQuestions, questionPool, syntheticLesions } from '@skinr1/datasets';
import { loadOntology } from '@skinr1/ontology';

const ontology = loadOntology();
const cases = createRandom(1).shuffle(
  syntheticLesions({ seed: 1, casesPerDisease: 1, ontology, size: 32 }),
);

/** A few of the method's questions, each with a drawn lesion of 32 × 32 pixels. */
export const questions: readonly Prompt<ChoiceLabels>[] = choiceQuestions(cases.slice(0, 4), {
  ...{ ontology, pool: questionPool(cases), seed: 1 },
});

/** The right answer to a question, or one with another letter. */
export function answerTo({ labels }: Prompt<ChoiceLabels>, letter: string = labels.answer): string {
  return formatChoiceAnswer({ thinking: 'As seen.', letter, malignancy: labels.malignancy });
}
