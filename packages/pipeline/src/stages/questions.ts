import { type Case, type ChoiceLabels, createRandom, type Prompt } from '@skinr1/core';
import { choiceQuestion, choiceQuestions, questionPool } from '@skinr1/datasets';
import {
  type Benchmark,
  type BenchmarkOptions,
  balancedKind,
  benchmarkKinds,
  buildBenchmarks,
} from '@skinr1/eval';
import { choiceTrajectory, type GroundedTrajectory } from '@skinr1/rationale';
import type { DrawnExamples, SftExample } from '@skinr1/sft';
import { defineStage, type Stage } from '../stage.ts';
import { type VisualConcepts, visualConcepts } from '../trainings/visual-concepts.ts';
import { dataStage } from './data.ts';
import { ontologyStage } from './ontology.ts';
import { reasoningStage } from './reasoning.ts';
import { type AskOptions, sftExamples } from './sft-examples.ts';

/** What models learn from and what they are asked. */
export interface Questions {
  /** What the vision tower learns to tell. */
  readonly concepts: VisualConcepts;
  /** Answers to learn before there is any reasoning from images. */
  readonly exercises: readonly SftExample[];
  /** What SFT learns, drawn anew at each showing. */
  readonly examples: readonly DrawnExamples[];
  /** One draw of each of these: what the tokenizer learns from, and what stands for them where they are measured. */
  readonly samples: readonly SftExample[];
  /** Questions of GRPO. */
  readonly prompts: readonly Prompt<ChoiceLabels>[];
  /** Questions about test cases. */
  readonly benchmarks: readonly Benchmark[];
  /** The case that a question of GRPO or of a benchmark is about, by the question's id. */
  readonly caseOf: ReadonlyMap<string, Case>;
}

/** The questions of a run, with answers for the densely labeled cases. */
export const questionsStage: Stage<Questions> = defineStage({
  name: 'questions',
  needs: { ontology: ontologyStage, data: dataStage, reasoning: reasoningStage },
  contents: ({ concepts, exercises, samples, prompts, benchmarks }) => ({
    concepts: concepts.names,
    exercises: exercises.map(answerWithoutImages),
    examples: samples.map(answerWithoutImages),
    prompts: prompts.map(withoutImages),
    benchmarks: benchmarks.map(({ name, items }) => [
      name,
      items.map(({ prompt }) => withoutImages(prompt)),
    ]),
  }),
  async run({ ontology, data, reasoning }, { config }) {
    const { pretraining, dense, sparse, test } = data;
    const pool = questionPool([...dense, ...sparse]);
    const { benchmarkQuestions: limit, balancedQuestions, benchmarks: names } = config.data;
    const asking = { ontology, pool, seed: config.seed, wrongOptions: config.data.wrongOptions };
    const kinds = benchmarkKinds.filter(({ name }) => names?.includes(name) ?? true);
    const benchmarks = [
      ...buildBenchmarks(test, { ...asking, limit, kinds }),
      ...(balancedQuestions ? balanced(test, { ...asking, limit: balancedQuestions }) : []),
    ];
    const prompts = choiceQuestions(sparse, asking);
    const exercises = formExercises(reasoning.trajectories, dense, asking);
    const examples = sftExamples(reasoning.trajectories, dense, exercises, {
      ...asking,
      misreadAnswers: config.sft.misreadAnswers,
    });
    const first = createRandom(config.seed).fork('sft samples');
    return {
      benchmarks,
      exercises,
      examples,
      samples: examples.flatMap(({ id, draw }) => draw(first.fork(id))),
      prompts,
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
  { seed, ...asking }: AskOptions & { readonly seed: number },
): SftExample[] {
  const random = createRandom(seed).fork('exercises');
  const byCase = new Map(cases.map((item) => [item.id, item]));
  const ofCases = trajectories.filter(({ recordId }) => byCase.has(recordId));
  if (ofCases.length === 0) return [];
  return Array.from({ length: exerciseCount }, (_, index) => {
    const stream = random.fork(`${index}`);
    const trajectory = stream.pick(ofCases);
    const of = byCase.get(trajectory.recordId)!;
    const question = choiceQuestion(of, { ...asking, random: stream });
    const kind = stream.next();
    const told = kind < 0.5;
    const id = `exercise/${index}`;
    const name = asking.ontology.get(of.diagnosisId).name;
    const thinking = kind < 0.75 ? (trajectory.steps.at(-1)?.text ?? '') : trajectory.thinking;
    return {
      prompt: told
        ? { ...question, id, text: `The diagnosis is ${name}. ${question.text}`, images: [] }
        : { ...question, id, images: [stream.pick(cases).image] },
      answer: choiceTrajectory({ ...trajectory, thinking }, question).text,
    };
  });
}
