import {
  type ChoiceLabels,
  type ChoiceOption,
  formatChoiceAnswer,
  formatOpenAnswer,
  type Prompt,
  type Trajectory,
  UsageError,
} from '@skinr1/core';

/** A supervised example: a question and the answer to learn. */
export interface TrainingTarget {
  readonly trajectoryId: string;
  /** The body of `<thinking>`. */
  readonly thinking: string;
  /** The whole answer, in the method's form. */
  readonly text: string;
}

/**
 * A trajectory as the answer to a multiple-choice question about the same image: the note as it stands,
 * then every option by letter in order, then the finest right one.
 *
 * Throws UsageError if the question is about another diagnosis.
 */
export function choiceTrajectory(
  trajectory: Trajectory,
  prompt: Prompt<ChoiceLabels>,
): TrainingTarget {
  const { labels } = prompt;
  if (labels.diagnosisId !== trajectory.diagnosisId) {
    throw new UsageError(
      `question ${prompt.id} is about '${labels.diagnosisId}', the trajectory about '${trajectory.diagnosisId}'.`,
      { mend: 'Pair a trajectory with a question about the same image.' },
    );
  }
  const checks = labels.options.map((option) => checkOption(option, labels.answer));
  const thinking = `${trajectory.thinking} ${checks.join(' ')} Best: ${labels.answer}.`;
  return {
    trajectoryId: trajectory.id,
    thinking,
    text: formatChoiceAnswer({ thinking, letter: labels.answer, malignancy: labels.malignancy }),
  };
}

/** "no" for what is wrong, "wide" for what is right but could be finer, "yes" for the finest. */
function checkOption({ letter, text, score }: ChoiceOption, answer: string): string {
  const verdict = letter === answer ? 'yes' : score > 0 ? 'wide' : 'no';
  return `${letter} ${text}: ${verdict}.`;
}

/** A trajectory as the answer to an open question: the note, then names from specific to general. */
export function openTrajectory(trajectory: Trajectory): TrainingTarget {
  const { id, thinking, path, malignancy } = trajectory;
  return { trajectoryId: id, thinking, text: formatOpenAnswer({ thinking, path, malignancy }) };
}

/** The open question that {@link openTrajectory} answers. */
export const openQuestion =
  'What is the diagnosis? Reason from the visible signs, then name the diagnosis, its wider classes from specific to general, and its malignancy.';
