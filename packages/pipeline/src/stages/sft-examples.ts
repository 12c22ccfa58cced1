import type { Case, ChoiceLabels, Prompt, Random } from '@skinr1/core';
import {
  choiceQuestion,
  differentialQuestion,
  hierarchyQuestion,
  malignancyQuestion,
  type WrongOptions,
} from '@skinr1/datasets';
import type { Ontology } from '@skinr1/ontology';
import {
  choiceTrajectory,
  type GroundedTrajectory,
  openQuestion,
  openTrajectory,
} from '@skinr1/rationale';
import type { AnswerPart, DrawnExamples, SftExample } from '@skinr1/sft';
import { groupBy } from '../group-by.ts';

/** How questions are drawn. */
export interface AskOptions {
  readonly ontology: Ontology;
  /** Ids for wrong options. */
  readonly pool: readonly string[];
  readonly wrongOptions?: WrongOptions | undefined;
}

/** How the questions of SFT are drawn and answered. */
export interface SftExampleOptions extends AskOptions {
  /** Answers behind a misread image to each question. */
  readonly misreadAnswers: number;
}

/**
 * Training examples from trajectories, drawn anew at each showing: a question about one of the cases with two of its
 * trajectories, and beside these one behind a misread image ({@link misreadAnswer}).
 *
 * The method fine-tunes a model that can already read a question; a model with random weights cannot, so that most
 * showings ask a multiple-choice question of one of the kinds that evaluation asks, and the rest the open one. Some
 * exercises of the base are done again among them, so that what they taught is kept.
 */
export function sftExamples(
  trajectories: readonly GroundedTrajectory[],
  cases: readonly Case[],
  exercises: readonly SftExample[],
  options: SftExampleOptions,
): DrawnExamples[] {
  const byRecord = groupBy(trajectories, ({ recordId }) => recordId);
  const examples = cases.flatMap((of): DrawnExamples[] => {
    const members = byRecord.get(of.id);
    return members
      ? [{ id: of.id, draw: (random) => showing(of, members, trajectories, random, options) }]
      : [];
  });
  if (exercises.length === 0) return examples;
  const repeated = Array.from(
    { length: Math.ceil(examples.length * exercisesPerCase) },
    (_, index): DrawnExamples => ({
      id: `exercise ${index}`,
      draw: (random) => [random.pick(exercises)],
    }),
  );
  return [...examples, ...repeated];
}

/** Exercises that SFT repeats, for each question about an image. */
const exercisesPerCase = 1 / 3;

/** Most whole answers to one question, of different trajectories. */
const wholeAnswers = 2;

/** Part of the questions about an image that have no options. */
const openShare = 0.1;

/** One question about a case with its answers, which share the computation of the image. */
function showing(
  of: Case,
  trajectories: readonly GroundedTrajectory[],
  others: readonly GroundedTrajectory[],
  random: Random,
  options: SftExampleOptions,
): SftExample[] {
  const chosen = random.sample(trajectories, Math.min(trajectories.length, wholeAnswers));
  const question = random.next() < openShare ? null : drawQuestion(of, random, options);
  const prompt: Prompt = question ?? {
    id: `${of.id}/open`,
    text: openQuestion,
    images: [of.image],
    labels: null,
  };
  const write = (one: GroundedTrajectory): string =>
    question ? choiceTrajectory(one, question).text : openTrajectory(one).text;
  return [
    ...chosen.map((one) => ({ prompt, answer: write(one) })),
    ...Array.from({ length: options.misreadAnswers }, (_, index) => ({
      prompt,
      answer: misreadAnswer(chosen[index % chosen.length]!, random.pick(others), write),
    })),
  ];
}

/**
 * The answer with what is seen taken from another image. All notes that are learnt from describe what is there, so that
 * their diagnosis can be read off their own words; a model that learns no more than that believes what it wrote, and
 * what it writes is often wrong. Behind another lesion's signs the diagnosis must be seen. The signs themselves are not
 * learnt: they have no weight.
 */
function misreadAnswer(
  trajectory: GroundedTrajectory,
  other: GroundedTrajectory,
  write: (one: GroundedTrajectory) => string,
): AnswerPart[] {
  const [, ...steps] = trajectory.steps.map(({ text }) => text);
  const seen = other.steps[0]?.text ?? '';
  const text = write({ ...trajectory, thinking: [seen, ...steps].join(' ') });
  const end = text.indexOf(seen) + seen.length;
  return [{ text: text.slice(0, end), weight: 0 }, { text: text.slice(end) }];
}

/** A question of a drawn kind: mostly the training kind, sometimes the three others. */
function drawQuestion(
  of: Case,
  random: Random,
  { ontology, pool, wrongOptions }: AskOptions,
): Prompt<ChoiceLabels> {
  const kind = random.next();
  const special =
    kind < 0.12
      ? malignancyQuestion(of, { random })
      : kind < 0.24
        ? hierarchyQuestion(of, { ontology, random })
        : kind < 0.36
          ? differentialQuestion(of, { ontology, random })
          : null;
  return special ?? choiceQuestion(of, { ontology, pool, wrongOptions, random });
}
