import type { Random, StepKind } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import type { SourceDocument } from '@skinr1/textbook';
import { openQuestion } from '../../trajectories/training-targets.ts';
import type {
  GroundedStep,
  GroundedTrajectory,
  TrajectoryRecord,
} from '../../trajectories/types.ts';

/** What a fault may draw on, beside the trajectory that it spoils. */
export interface FaultContext {
  readonly ontology: Ontology;
  readonly documents: readonly SourceDocument[];
  /** The record of the trajectory to be spoiled. */
  readonly record: TrajectoryRecord;
  /** All good trajectories, to borrow from. */
  readonly trajectories: readonly GroundedTrajectory[];
}

/** A spoiled trajectory with the question that it answers. */
export interface Spoiled {
  readonly trajectory: GroundedTrajectory;
  readonly prompt: string;
}

/** One way to plant a fault. */
export interface SpoilingWay {
  /** What is done, as a reader of the planted set wants to know it. */
  readonly how: string;
  /** A spoiled copy; `null` where this trajectory cannot be spoiled in this way. */
  readonly spoil: (
    trajectory: GroundedTrajectory,
    random: Random,
    context: FaultContext,
  ) => Spoiled | null;
}

/** A kind of fault with all the ways to plant it; listed by the rule that finds it. */
export interface Fault {
  /** As it is printed: "invented site". */
  readonly name: string;
  readonly ways: readonly SpoilingWay[];
}

/** A spoiled trajectory as the answer to the question that it always answered. */
export function asAnswer(trajectory: GroundedTrajectory): Spoiled {
  return { trajectory, prompt: openQuestion };
}

/** Changes steps and keeps the running text in line with them, as a careful forger would. */
export function changeSteps(
  trajectory: GroundedTrajectory,
  change: (step: GroundedStep, index: number) => GroundedStep,
): GroundedTrajectory {
  const steps = trajectory.steps.map(change);
  return { ...trajectory, steps, thinking: steps.map(({ text }) => text).join(' ') };
}

/** Replaces whole words without regard to case. */
export function replaceWords(text: string, words: string, replacement: string): string {
  const escaped = words.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replaceAll(
    new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'giu'),
    () => replacement,
  );
}

/** Adds a sentence to the steps of a kind, its first letter made large; `null` if there is no such step. */
export function addedSentence(
  trajectory: GroundedTrajectory,
  kind: StepKind,
  sentence: string,
): Spoiled | null {
  if (!trajectory.steps.some((step) => step.kind === kind)) return null;
  const capitalized = sentence.charAt(0).toUpperCase() + sentence.slice(1);
  return asAnswer(
    changeSteps(trajectory, (step) =>
      step.kind === kind ? { ...step, text: `${step.text} ${capitalized}` } : step,
    ),
  );
}
