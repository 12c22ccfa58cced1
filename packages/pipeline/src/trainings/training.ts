import {
  adamw,
  byParameter,
  muon,
  type Optimizer,
  type ParameterFacts,
  type RunControl,
  scheduled,
  type TrainingRunResult,
} from '@skinr1/autograd';
import { described } from '@skinr1/core';
import type { OptimizerName, RunConfig } from '../run-config.ts';
import type { StageContext } from '../stage.ts';

/** What a step of any training reports. */
interface TrainingStep {
  readonly step: number;
  readonly steps: number;
  readonly metrics: Readonly<Record<string, number>>;
}

/** How long a training lasts, and how it is kept, stopped and watched. */
export interface TrainingOptions<Step extends TrainingStep> extends RunControl<Step> {
  readonly steps: number;
  readonly signal: AbortSignal;
}

/** The options of a stage's training; `every`: steps from one checkpoint to the next. */
export function stageTraining<Step extends TrainingStep>(
  stage: string,
  { directory, signal, emit }: StageContext,
  { steps, every }: { readonly steps: number; readonly every: number },
): TrainingOptions<Step> {
  return {
    steps,
    signal,
    onStep: ({ step, metrics }) => emit({ type: 'metric', step, steps, metrics }),
    checkpoint: { directory: directory.file('checkpoints', stage), every },
    resume: true,
    metricsLog: directory.stageLog<Step>('metrics.jsonl', stage),
  };
}

/** A training that was stopped has left its checkpoint: the run ends by the signal's reason. */
export function endIfAborted({ stopReason }: TrainingRunResult, signal: AbortSignal): void {
  if (stopReason === 'aborted') signal.throwIfAborted();
}

/**
 * The last layers of the tower alone: how what is seen is handed on. Wording, copying and the hierarchy of names stay as they
 * are, so that the chance in sampled answers has nothing there to move.
 */
const learnsMerger: (name: string) => boolean = described('learnsMerger', {}, (name: string) =>
  name.startsWith('visual.merger.'),
);

/**
 * All of the tower: where labels are of images of another kind, what they tell is how to see these. What is said of what is
 * seen stays as SFT taught it.
 */
const learnsTower: (name: string) => boolean = described('learnsTower', {}, (name: string) =>
  name.startsWith('visual.'),
);

/**
 * What learns after the vision stage: all but the tower, of which only the last layers ({@link learnsMerger})
 * go on. Learning with the rest, the tower would soon see less than before.
 */
export const learnsLanguage: (name: string) => boolean = described(
  'learnsLanguage',
  {},
  (name: string) => !name.startsWith('visual.') || learnsMerger(name),
);

/** Which weights GRPO moves. */
export function learnsByRewards({ learns }: RunConfig['grpo']): (name: string) => boolean {
  return { merger: learnsMerger, tower: learnsTower, language: learnsLanguage }[learns];
}

/** What a training is moved by. */
export interface Moves {
  readonly optimizer: OptimizerName;
  /** Highest rate; falls to 0 along half a cosine behind 5 % warm-up. */
  readonly learningRate: number;
  readonly weightDecay: number;
}

/** Matrices between what reads ids or pixels and what gives logits: those that Muon is for. */
const isHiddenMatrix = described(
  'isHiddenMatrix',
  {},
  (name: string, { dims }: ParameterFacts): boolean =>
    dims.length === 2 && !/embed|lm_head|concept/.test(name),
);

/**
 * AdamW or Muon behind norm clipping, on a cosine with 5 % warm-up. By Muon hidden matrices learn, the rest by AdamW
 * at the same rate; a model with random weights gets as far in half of the steps.
 */
export function optimizer(
  { optimizer: name, learningRate: peak, weightDecay }: Moves,
  steps: number,
): Optimizer {
  return scheduled({ peak, steps, warmupRatio: 0.05 }, (learningRate) => {
    const rest = adamw({ learningRate, beta2: 0.98, weightDecay });
    if (name === 'adamw') return rest;
    return byParameter(isHiddenMatrix, muon({ learningRate, weightDecay }), rest);
  });
}
