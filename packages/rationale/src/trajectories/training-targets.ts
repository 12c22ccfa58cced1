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
  const checks = labels.options.map((option) => checkOption(option, trajectory.path));
  const thinking = [trajectory.thinking, ...checks].join('\n');
  return {
    trajectoryId: trajectory.id,
    thinking,
    text: formatChoiceAnswer({ thinking, letter: labels.answer, malignancy: labels.malignancy }),
  };
}

/** How near a right option comes to the diagnosis, by steps up its path. */
const closeness = ['exact', 'near', 'wide', 'very wide'] as const;

const verdicts = [...closeness, 'no'] as const;

/**
 * What is said of one option: its line of the question again, letter for letter, as copying is the first
 * thing that a small model learns, and a verdict. The verdict depends on that option alone and not on
 * what else is offered; the finest is picked only after all have been read.
 */
function checkOption({ letter, text, score }: ChoiceOption, path: readonly string[]): string {
  const steps = Math.max(0, path.indexOf(text));
  const verdict = score > 0 ? closeness[Math.min(steps, closeness.length - 1)] : 'no';
  return `${letter}. ${text}: ${verdict}`;
}

/**
 * The note of an answer's thinking: what stands before the first line that goes through the options, as
 * {@link choiceTrajectory} writes them. A list of options names diseases that the note does not speak of.
 */
export function noteOf(thinking: string): string {
  const lines = thinking.split('\n');
  const first = lines.findIndex(
    (line) => /^[A-Z]\. /.test(line) && verdicts.some((verdict) => line.endsWith(`: ${verdict}`)),
  );
  return lines.slice(0, first < 0 ? lines.length : first).join('\n');
}

/** A trajectory as the answer to an open question: the note, then names from specific to general. */
export function openTrajectory(trajectory: Trajectory): TrainingTarget {
  const { id, thinking, path, malignancy } = trajectory;
  return { trajectoryId: id, thinking, text: formatOpenAnswer({ thinking, path, malignancy }) };
}

/** The open question that {@link openTrajectory} answers. */
export const openQuestion =
  'What is the diagnosis? Reason from the visible signs, then name the diagnosis, its wider classes from specific to general, and its malignancy.';
