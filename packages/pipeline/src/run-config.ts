import { type DeviceChoice, type DeviceName, deviceNames } from '@skinr1/autograd';
import { InvalidInputError } from '@skinr1/core';
import type { WrongOptions } from '@skinr1/datasets';
import { benchmarkKinds } from '@skinr1/eval';
import * as z from 'zod';

/** Sizes of a transformer. */
interface Layers {
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  readonly layerCount: number;
  readonly headCount: number;
}

/** How weights move: `muon` for models that start from random ones, which learn by it in half of the steps. */
export const optimizerNames = ['adamw', 'muon'] as const;
export type OptimizerName = (typeof optimizerNames)[number];

/** Training of the language model on answers. */
export interface LanguageTraining {
  readonly steps: number;
  readonly optimizer: OptimizerName;
  readonly promptsPerStep: number;
  readonly learningRate: number;
  readonly weightDecay: number;
}

/** Everything that fixes the result of a run; written to `config.json`, read back on resume. */
export interface RunConfig {
  readonly seed: number;
  /** Where models run. Figures of two devices differ in their last digits. */
  readonly device: DeviceName;
  /** About how long the run may take; the steps are then planned instead of taken from below. */
  readonly budgetSeconds?: number | undefined;
  readonly source:
    | {
        readonly kind: 'embedded';
        /** Drawn for training and tests. */
        readonly lesionsPerDisease: number;
        /**
         * Further ones, which the vision tower alone learns from: what stands for the images that a pretrained
         * model has seen. @defaultValue none: the tower learns from those with reasoning
         */
        readonly pretrainingLesionsPerDisease?: number | undefined;
        /**
         * What lesions with labels only, and those of tests, are looked at through: as a textbook's photographs are of
         * another kind than the images that are labeled. @defaultValue nothing: all are of one kind
         */
        readonly labelsThrough?: 'dermatoscope' | undefined;
      }
    | {
        readonly kind: 'files';
        readonly textbook: string;
        readonly images: string;
        /** The embedded textbook speaks for what the given one does not describe. */
        readonly supplement: boolean;
        /** Cards are made of a book about animals or plants too. */
        readonly allowNonHuman?: boolean | undefined;
      };
  readonly data: {
    /** Share of the training lesions that have reasoning to learn from; the rest have labels only. */
    readonly denseShare: number;
    /** Most training images per diagnosis, so that a common one does not crowd out the others. */
    readonly trainingImagesPerDiagnosis: number;
    /** Most trajectories of each type for each diagnosis. */
    readonly trajectoriesPerDiagnosisAndType: number;
    /** Most questions per benchmark. */
    readonly benchmarkQuestions: number;
    /** The benchmarks that are asked, by name. @defaultValue all */
    readonly benchmarks?: readonly string[] | undefined;
    /** Most questions of a further one, in-domain, with as many of each diagnosis as of any other; none if left out. */
    readonly balancedQuestions?: number | undefined;
    /** Where wrong options of questions with four come from, in training and evaluation. @defaultValue 'nodes' */
    readonly wrongOptions?: WrongOptions | undefined;
  };
  readonly model: {
    readonly vocabularySize: number;
    /** Width and height in pixels at which images are read, a multiple of 28. */
    readonly imageSize: number;
    readonly text: Layers & { readonly keyValueHeadCount: number };
    readonly vision: Layers;
  };
  /** Training of the vision tower alone, before SFT: see `trainVision`. */
  readonly vision: {
    readonly steps: number;
    readonly optimizer: OptimizerName;
    readonly imagesPerStep: number;
    readonly learningRate: number;
    readonly weightDecay: number;
  };
  /** Exercises in the answer's form, before SFT: see `baseStage`. */
  readonly base: LanguageTraining;
  readonly sft: LanguageTraining & {
    /** Answers behind a misread image, beside two whole ones to each question: see `sftExamples`. */
    readonly misreadAnswers: number;
  };
  readonly grpo: {
    /** After SFT, and as many in the ablation without it. */
    readonly steps: number;
    readonly promptsPerStep: number;
    /** Prompts with their groups per update; a step makes several updates where it asks more. */
    readonly promptsPerUpdate: number;
    readonly groupSize: number;
    readonly learningRate: number;
    /** Weight of the KL term. */
    readonly beta: number;
    /** Which weights learn: the tower's last layers alone, all of the tower, or its last layers with the language model. */
    readonly learns: 'merger' | 'tower' | 'language';
    /**
     * What of an answer learns: all of it alike, or what its reasoning concludes on ({@link conclusionTokens}), which
     * then earns up to 1 by itself.
     */
    readonly credit: 'answer' | 'conclusion';
  };
  /** What the labels of GRPO's questions give when they are learnt outright: see `labelsStage`. Studies alone do so. */
  readonly labels: LanguageTraining;
  /** Token budget when the model answers. */
  readonly maxTokens: number;
  /** Longest answer to learn from, in tokens; longer ones are left out. */
  readonly maxAnswerTokens: number;
  /** Steps of SFT from one checkpoint to the next. */
  readonly checkpointEvery: number;
}

/** A configuration whose device may be left to be found. */
export interface NewRunConfig extends Omit<RunConfig, 'device'> {
  readonly device: DeviceChoice;
}

const count = z.int().min(1);
const layers = z.strictObject({
  hiddenSize: count,
  intermediateSize: count,
  layerCount: count,
  headCount: count,
});
const optimizer = z.enum(optimizerNames);
const languageTraining = z.strictObject({
  steps: count,
  optimizer,
  promptsPerStep: count,
  learningRate: z.number().positive(),
  weightDecay: z.number().min(0),
});

const schema: z.ZodType<RunConfig> = z.strictObject({
  seed: z.int(),
  device: z.enum(deviceNames),
  budgetSeconds: z.number().positive().optional(),
  source: z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('embedded'),
      lesionsPerDisease: count,
      pretrainingLesionsPerDisease: count.optional(),
      labelsThrough: z.literal('dermatoscope').optional(),
    }),
    z.strictObject({
      kind: z.literal('files'),
      textbook: z.string(),
      images: z.string(),
      supplement: z.boolean(),
      allowNonHuman: z.boolean().optional(),
    }),
  ]),
  data: z.strictObject({
    denseShare: z.number().gt(0).lt(1),
    trainingImagesPerDiagnosis: count,
    trajectoriesPerDiagnosisAndType: count,
    benchmarkQuestions: count,
    benchmarks: z
      .array(z.enum(benchmarkKinds.map(({ name }) => name)))
      .min(1)
      .optional(),
    balancedQuestions: count.optional(),
    wrongOptions: z.enum(['nodes', 'paths']).optional(),
  }),
  model: z.strictObject({
    vocabularySize: count,
    imageSize: z.int().multipleOf(28),
    text: layers.extend({ keyValueHeadCount: count }),
    vision: layers,
  }),
  vision: z.strictObject({
    steps: count,
    optimizer,
    imagesPerStep: count,
    learningRate: z.number().positive(),
    weightDecay: z.number().min(0),
  }),
  base: languageTraining,
  sft: languageTraining.extend({ misreadAnswers: z.int().min(0) }),
  grpo: z.strictObject({
    steps: count,
    promptsPerStep: count,
    promptsPerUpdate: count,
    groupSize: z.int().min(2),
    learningRate: z.number().positive(),
    beta: z.number().min(0),
    learns: z.enum(['merger', 'tower', 'language']),
    credit: z.enum(['answer', 'conclusion']),
  }),
  labels: languageTraining,
  maxTokens: count,
  maxAnswerTokens: count,
  checkpointEvery: count,
});

/** Reads a configuration. Throws InvalidInputError that names the field. */
export function parseRunConfig(json: unknown, source: string): RunConfig {
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new InvalidInputError(`${issue?.message ?? 'is no run configuration'}.`, {
    source,
    place: issue?.path.join('.') ?? '',
    mend: 'Mend the file, or start a new run.',
  });
}

/** The demonstration: embedded textbook, drawn lesions, a model of about a million weights. */
export function demoConfig(): RunConfig {
  return {
    seed: 1,
    device: 'cpu',
    source: { kind: 'embedded', lesionsPerDisease: 150 },
    data: {
      denseShare: 0.6,
      trainingImagesPerDiagnosis: 1000,
      trajectoriesPerDiagnosisAndType: 40,
      benchmarkQuestions: 120,
    },
    model: {
      vocabularySize: 1600,
      imageSize: 112,
      text: {
        hiddenSize: 128,
        intermediateSize: 384,
        layerCount: 4,
        headCount: 4,
        keyValueHeadCount: 4,
      },
      vision: { hiddenSize: 96, intermediateSize: 288, layerCount: 3, headCount: 4 },
    },
    vision: {
      steps: 140,
      optimizer: 'muon',
      imagesPerStep: 64,
      learningRate: 9e-3,
      weightDecay: 0.05,
    },
    base: {
      steps: 400,
      optimizer: 'muon',
      promptsPerStep: 10,
      learningRate: 5e-3,
      weightDecay: 0.05,
    },
    sft: {
      steps: 360,
      optimizer: 'muon',
      promptsPerStep: 10,
      learningRate: 3e-3,
      weightDecay: 0.05,
      misreadAnswers: 0,
    },
    grpo: {
      steps: 8,
      promptsPerStep: 16,
      promptsPerUpdate: 16,
      groupSize: 8,
      learningRate: 5e-5,
      beta: 0.1,
      learns: 'language',
      credit: 'answer',
    },
    labels: {
      steps: 150,
      optimizer: 'adamw',
      promptsPerStep: 32,
      learningRate: 2e-3,
      weightDecay: 0.05,
    },
    maxTokens: 160,
    maxAnswerTokens: 160,
    checkpointEvery: 25,
  };
}

/** A textbook and images of yours; the model is the demonstration's, as the steps are without a budget. */
export function filesConfig(
  source: Extract<RunConfig['source'], { kind: 'files' }>,
  budgetSeconds?: number,
): RunConfig {
  return {
    ...demoConfig(),
    budgetSeconds,
    source,
    data: {
      denseShare: 0.4,
      trainingImagesPerDiagnosis: 400,
      trajectoriesPerDiagnosisAndType: 160,
      benchmarkQuestions: 240,
    },
  };
}
