import type { Engine } from '@skinr1/autograd';
import type { StageEvent } from '@skinr1/core';
import type { RunConfig } from './run-config.ts';
import type { RunDirectory } from './run-directory.ts';

/** Stages by the names under which another stage is given their values. */
export type StageNeeds = Readonly<Record<string, Stage>>;

/** The values of stages, by the same names. */
export type ValuesOf<Needs extends StageNeeds> = {
  readonly [Name in keyof Needs]: Needs[Name] extends Stage<infer Value> ? Value : never;
};

/** What every stage works with. */
export interface StageContext {
  readonly directory: RunDirectory;
  readonly config: RunConfig;
  /** Aborted when the run is to stop: end by its reason, leaving a checkpoint. */
  readonly signal: AbortSignal;
  /** Seconds since the run was started or gone on with. */
  elapsed(): number;
  /** The engine of the run's device, started when first asked for; the run closes it. */
  engine(): Promise<Engine>;
  /** Tells the listener. */
  emit(event: StageEvent): void;
}

/** A stage of a run; {@link defineStage} makes one. */
export interface StageDefinition<Value, Needs extends StageNeeds> {
  /** Names its checkpoints, log rows and events; unique in a run. */
  readonly name: string;
  /** The stages whose values it is given. */
  readonly needs: Needs;
  /** What of the configuration fixes its value, beside the seed, the device and what it needs. */
  settings?(config: RunConfig): unknown;
  /**
   * What of its value to fingerprint, by the names that a refused run is explained with: for a stage that reads
   * from outside the run, so that a changed file is noticed. @defaultValue what it needs and its settings
   * stand for it
   */
  contents?(value: Value): Readonly<Record<string, unknown>>;
  /** Does the work. A kept stage also leaves its artifact; one that was interrupted goes on. */
  run(inputs: ValuesOf<Needs>, context: StageContext): Promise<Value>;
  /** For a stage whose work is not done twice. @defaultValue done anew by every process */
  readonly kept?: {
    /** File or folder of the artifact in the run's folder. */
    readonly path: string;
    /** The value, from the artifact that `run` left. */
    open(inputs: ValuesOf<Needs>, context: StageContext): Promise<Value>;
  };
}

/** A {@link StageDefinition} whose needs are its own affair. */
export interface Stage<Value = unknown> extends StageDefinition<Value, StageNeeds> {}

/** Makes a stage; the types of what it is given follow from `needs`. */
export function defineStage<Value, Needs extends StageNeeds>(
  definition: StageDefinition<Value, Needs>,
): Stage<Value> {
  return definition;
}
