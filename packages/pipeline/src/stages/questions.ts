import { type Case, type ChoiceLabels, createRandom, type Prompt, type Random } from '@skinr1/core';
import {
  choiceQuestion,
  choiceQuestions,
  differentialQuestion,
  hierarchyQuestion,
  malignancyQuestion,
  questionPool,
} from '@skinr1/datasets';
import {
  type Benchmark,
  type BenchmarkOptions,
  balancedKind,
  benchmarkKinds,
  buildBenchmarks,
} from '@skinr1/eval';
import type { Ontology } from '@skinr1/ontology';
import {
  choiceTrajectory,
  type GroundedTrajectory,
  openQuestion,
  openTrajectory,
} from '@skinr1/rationale';
import type { SftExample } from '@skinr1/sft';
import { groupBy } from '../group-by.ts';
import { defineStage, type Stage } from '../stage.ts';
import { type VisualConcepts, visualConcepts } from '../trainings/visual-concepts.ts';
import { dataStage } from './data.ts';
import { ontologyStage } from './ontology.ts';
import { reasoningStage } from './reasoning.ts';

/** What models learn from and what they are asked. */
export interface Questions {
  /** What the vision tower learns to tell. */
  readonly concepts: VisualConcepts;
  /** Answers to learn before there is any reasoning from images. */
  readonly exercises: readonly SftExample[];
  /** Answers to learn in SFT. */
  readonly examples: readonly SftExample[];
  /** Questions of GRPO. */
  readonly prompts: readonly Prompt<ChoiceLabels>[];
  /** The same with what their labels tell as answers: bare conclusions. No method learns them; they show what the labels hold. */
  readonly labelAnswers: readonly SftExample[];
  /** Questions about test cases. */
  readonly benchmarks: readonly Benchmark[];
  /** The case that a question of GRPO or of a benchmark is about, by the question's id. */
  readonly caseOf: ReadonlyMap<string, Case>;
}

/** The questions of a run, with answers for the densely labeled cases. */
export const questionsStage: Stage<Questions> = defineStage({
  name: 'questions',
  needs: { ontology: ontologyStage, data: dataStage, reasoning: reasoningStage },
  contents: ({ concepts, exercises, examples, prompts, labelAnswers, benchmarks }) => ({
    concepts: concepts.names,
    exercises: exercises.map(answerWithoutImages),
    examples: examples.map(answerWithoutImages),
    prompts: prompts.map(withoutImages),
    labelAnswers: labelAnswers.map(answerWithoutImages),
    benchmarks: benchmarks.map(({ name, items }) => [
      name,
      items.map(({ prompt }) => withoutImages(prompt)),
    ]),
  }),
  async run({ ontology, data, reasoning }, { config }) {
    const { pretraining, dense, sparse, test } = data;
    const pool = questionPool([...dense, ...sparse]);
    const asking = { ontology, pool, seed: config.seed };
    const { benchmarkQuestions: limit, balancedQuestions } = config.data;
    const benchmarks = [
      ...buildBenchmarks(test, { ...asking, limit }),
      ...(balancedQuestions ? balanced(test, { ...asking, limit: balancedQuestions }) : []),
    ];
    const prompts = choiceQuestions(sparse, asking);
    const exercises = formExercises(reasoning.trajectories, dense, asking);
    return {
      benchmarks,
      exercises,
      examples: sftExamples(reasoning.trajectories, dense, exercises, asking),
      prompts,
      labelAnswers: answersOfLabels(prompts, sparse, reasoning.trajectories),
      concepts: visualConcepts(pretraining),
      caseOf: new Map([
        ...prompts.map(({ id }, index) => [id, sparse[index]!] as const),
        ...benchmarks.flatMap(({ items }) =>
          items.map(({ of, prompt }) => [prompt.id, of] as const),
        ),
      ]),
    };
  },
});

/** The questions of training about test cases, as many of each diagnosis as of any other. */
function balanced(test: readonly Case[], options: BenchmarkOptions): Benchmark[] {
  const kinds = benchmarkKinds.filter(({ name }) => name === 'in-domain').map(balancedKind);
  return buildBenchmarks(test, { ...options, kinds });
}

/** The images are the cases', whose stage stands for them. */
function withoutImages({ id, text, labels }: Prompt): unknown {
  return [id, text, labels];
}

function answerWithoutImages({ prompt, answer }: SftExample): unknown {
  return [withoutImages(prompt), answer];
}

interface QuestionOptions {
  readonly ontology: Ontology;
  /** Ids for wrong options. */
  readonly pool: readonly string[];
  readonly seed: number;
}

/** Answers to one question that are learnt together, sharing the image's computation. */
const answersPerQuestion = 2;

/**
 * Training examples from trajectories. The method fine-tunes a model that can already read a question;
 * a model with random weights cannot, so that most trajectories here answer a multiple-choice question of
 * one of the kinds that evaluation asks, and the rest the open one. Some exercises of the base are done
 * again among them, so that what they taught is kept.
 */
function sftExamples(
  trajectories: readonly GroundedTrajectory[],
  cases: readonly Case[],
  exercises: readonly SftExample[],
  options: QuestionOptions,
): SftExample[] {
  const random = createRandom(options.seed).fork('sft questions');
  const byCase = new Map(cases.map((item) => [item.id, item]));
  const byRecord = groupBy(trajectories, ({ recordId }) => recordId);
  const examples = [...byRecord].flatMap(([recordId, members]) => {
    const of = byCase.get(recordId);
    const order = random.fork(recordId).shuffle(members);
    return chunk(order, answersPerQuestion).flatMap((answers, index) => {
      const stream = random.fork(`${recordId} ${index}`);
      const question = of && stream.next() < 0.9 ? draw(of, stream, options) : null;
      if (!of || !question) return answers.map((trajectory) => openExample(trajectory, index));
      const prompt = { ...question, id: `${question.id}/${index}` };
      return answers.map((one) => ({ prompt, answer: choiceTrajectory(one, question).text }));
    });
  });
  return [...examples, ...exercises.slice(0, Math.ceil(examples.length * exercisesPerAnswer))];
}

/** Exercises that SFT repeats, for each answer to a question about an image. */
const exercisesPerAnswer = 1 / 6;

/** Exercises that a base does; more steps do them again. */
const exerciseCount = 8000;

/**
 * Answers from which no diagnosis can be learnt by looking: they teach to word a note, to read options, the
 * answer's form and how names lie in the hierarchy. Half of the questions give the diagnosis away and ask only to
 * check the options; the others show the image of a case drawn by chance, a quarter with the note of its own
 * trajectory in place of the bare conclusion.
 */
function formExercises(
  trajectories: readonly GroundedTrajectory[],
  cases: readonly Case[],
  { ontology, pool, seed }: QuestionOptions,
): SftExample[] {
  const random = createRandom(seed).fork('exercises');
  const byCase = new Map(cases.map((item) => [item.id, item]));
  const ofCases = trajectories.filter(({ recordId }) => byCase.has(recordId));
  if (ofCases.length === 0) return [];
  return Array.from({ length: exerciseCount }, (_, index) => {
    const stream = random.fork(`${index}`);
    const trajectory = stream.pick(ofCases);
    const of = byCase.get(trajectory.recordId)!;
    const question = choiceQuestion(of, { ontology, pool, random: stream });
    const kind = stream.next();
    const told = kind < 0.5;
    const id = `exercise/${index}`;
    const name = ontology.get(of.diagnosisId).name;
    const thinking = kind < 0.75 ? (trajectory.steps.at(-1)?.text ?? '') : trajectory.thinking;
    return {
      prompt: told
        ? { ...question, id, text: `The diagnosis is ${name}. ${question.text}`, images: [] }
        : { ...question, id, images: [stream.pick(cases).image] },
      answer: choiceTrajectory({ ...trajectory, thinking }, question).text,
    };
  });
}

/** Answers that need no reasoning: the conclusion that trajectories of the labeled diagnosis come to. */
function answersOfLabels(
  prompts: readonly Prompt<ChoiceLabels>[],
  cases: readonly Case[],
  trajectories: readonly GroundedTrajectory[],
): SftExample[] {
  const byDiagnosis = new Map(trajectories.map((one) => [one.diagnosisId, one]));
  return prompts.flatMap((prompt, index) => {
    const trajectory = byDiagnosis.get(cases[index]!.diagnosisId);
    const thinking = trajectory?.steps.at(-1)?.text;
    if (!trajectory || !thinking) return [];
    return [{ prompt, answer: choiceTrajectory({ ...trajectory, thinking }, prompt).text }];
  });
}

function openExample(trajectory: GroundedTrajectory, index: number): SftExample {
  const id = `${trajectory.recordId}/open/${index}`;
  return {
    prompt: { id, text: openQuestion, images: [trajectory.image], labels: null },
    answer: openTrajectory(trajectory).text,
  };
}

/** A question of a drawn kind: mostly the training kind, sometimes the three others. */
function draw(of: Case, random: Random, { ontology, pool }: QuestionOptions): Prompt<ChoiceLabels> {
  const kind = random.next();
  const special =
    kind < 0.12
      ? malignancyQuestion(of, { random })
      : kind < 0.24
        ? hierarchyQuestion(of, { ontology, random })
        : kind < 0.36
          ? differentialQuestion(of, { ontology, random })
          : null;
  return special ?? choiceQuestion(of, { ontology, pool, random });
}

function chunk<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
