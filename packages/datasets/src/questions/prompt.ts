import {
  type Case,
  type ChoiceLabels,
  type ChoiceOption,
  InvalidInputError,
  type Prompt,
} from '@skinr1/core';

/** An option before it has a letter. */
export type UnletteredOption = Omit<ChoiceOption, 'letter'>;

/** As many options as there are letters. */
export const maximumOptions = 26;

/** First line of questions about the diagnosis: short and always the same, for small models. */
export const diagnosisInstruction =
  'Which diagnosis fits best? Answer with one letter and the malignancy.';

/** First line of questions about malignancy. */
export const malignancyInstruction =
  'How does this lesion behave? Answer with one letter and the malignancy.';

/**
 * Letters the options in the order given and writes the question: the instruction, then `A. name` lines.
 * The right answer is the option with the highest score.
 */
export function makePrompt(
  of: Case,
  kind: string,
  instruction: string,
  options: readonly UnletteredOption[],
): Prompt<ChoiceLabels> {
  if (options.length < 2 || options.length > maximumOptions) {
    throw new InvalidInputError(
      `a question has 2 to ${maximumOptions} options, not ${options.length}.`,
      {
        source: `${of.dataset}/${of.id}`,
        place: `${kind} question`,
      },
    );
  }
  const lettered = options.map((option, index) => ({
    letter: String.fromCharCode(65 + index),
    ...option,
  }));
  const best = lettered.reduce((a, b) => (b.score > a.score ? b : a));
  const lines = lettered.map(({ letter, text }) => `${letter}. ${text}`);
  return {
    id: `${of.dataset}/${of.id}/${kind}`,
    text: [instruction, ...lines].join('\n'),
    images: [of.image],
    labels: {
      options: lettered,
      answer: best.letter,
      diagnosisId: of.diagnosisId,
      malignancy: of.malignancy,
    },
  };
}
