import {
  createEngine,
  type Engine,
  type Fingerprint,
  fingerprint,
  lockFolder,
} from '@skinr1/autograd';
import { type RunListener, UsageError } from '@skinr1/core';
import { exists } from './exists.ts';
import type { RunDirectory } from './run-directory.ts';
import { openRunRecord, type RunRecord, refuseOtherInput } from './run-record.ts';
import type { Stage, StageContext, StageNeeds, ValuesOf } from './stage.ts';

/** How stages are run. */
export interface RunStagesOptions {
  /** Where artifacts are kept, with the configuration of the run. */
  readonly directory: RunDirectory;
  /** Stops the run after the step at hand, leaving a checkpoint. */
  readonly signal?: AbortSignal;
  /** Told what happens as it happens. */
  readonly listen?: RunListener;
}

/**
 * Runs stages and all that they need, each once, and gives the values of those asked for. A stage whose
 * artifact is in the folder, of the same inputs and settings, is not done again: called on the folder of an
 * interrupted run it goes on to the result that an uninterrupted one has.
 *
 * @throws UsageError if the folder holds work of other inputs or settings, or another process is at work there; the signal's reason when aborted
 */
export async function runStages<Needs extends StageNeeds>(
  asked: Needs,
  options: RunStagesOptions,
): Promise<ValuesOf<Needs>> {
  const unlock = await lockFolder(options.directory.path);
  try {
    const runner = new Runner(options, await openRunRecord(options.directory));
    try {
      return (await runner.valuesOf(asked)).values as ValuesOf<Needs>;
    } finally {
      await runner.close();
    }
  } finally {
    await unlock();
  }
}

interface Settled {
  readonly value: unknown;
  readonly fingerprint: Fingerprint;
}

interface Inputs {
  readonly values: Readonly<Record<string, unknown>>;
  readonly fingerprints: Readonly<Record<string, Fingerprint>>;
}

class Runner {
  private readonly directory: RunDirectory;
  private readonly signal: AbortSignal;
  private readonly listen: RunListener;
  private readonly record: RunRecord;
  private readonly settled = new Map<Stage, Settled>();
  private readonly started = performance.now();
  private engine: Promise<Engine> | null = null;

  constructor({ directory, signal, listen }: RunStagesOptions, record: RunRecord) {
    this.directory = directory;
    this.signal = signal ?? new AbortController().signal;
    this.listen = listen ?? (() => {});
    this.record = record;
  }

  async valuesOf(needs: StageNeeds): Promise<Inputs> {
    const values: Record<string, unknown> = {};
    const fingerprints: Record<string, Fingerprint> = {};
    // One after the other: a machine has one set of processors.
    for (const [name, stage] of Object.entries(needs)) {
      const { value, fingerprint } = await this.settle(stage);
      values[name] = value;
      fingerprints[name] = fingerprint;
    }
    return { values, fingerprints };
  }

  async close(): Promise<void> {
    const engine = await this.engine?.catch(() => null);
    await engine?.close();
  }

  private async settle(stage: Stage): Promise<Settled> {
    const known = this.settled.get(stage);
    if (known) return known;
    const inputs = await this.valuesOf(stage.needs);
    if ([...this.settled.keys()].some(({ name }) => name === stage.name)) {
      throw new UsageError(`two stages of the run are named '${stage.name}'.`, {
        mend: 'Give each stage a name of its own.',
      });
    }
    this.signal.throwIfAborted();
    const settled = stage.kept ? await this.keep(stage, inputs) : await this.derive(stage, inputs);
    this.settled.set(stage, settled);
    return settled;
  }

  /** A stage that every process does anew: what it reads may have changed since. */
  private async derive(stage: Stage, inputs: Inputs): Promise<Settled> {
    const { context, device } = this.contextOf(stage);
    const value = await stage.run(inputs.values, context);
    const print = stage.contents
      ? await fingerprint(stage.contents(value))
      : await this.fingerprintOf(stage, inputs);
    refuseOtherInput(this.directory, this.record, stage.name, print);
    await this.note(stage, print, device());
    return { value, fingerprint: print };
  }

  /** A stage that is done once: opened where its artifact is, else run. */
  private async keep(stage: Stage, inputs: Inputs): Promise<Settled> {
    const { name, kept } = stage as Stage & { kept: NonNullable<Stage['kept']> };
    const { context, device } = this.contextOf(stage);
    const print = await this.fingerprintOf(stage, inputs);
    refuseOtherInput(this.directory, this.record, name, print);
    const path = this.directory.file(kept.path);
    const reused = this.record.stages.has(name) && (await exists(path));
    const value = reused
      ? await kept.open(inputs.values, context)
      : await stage.run(inputs.values, context);
    if (!reused) await this.note(stage, print, device());
    context.emit({ type: 'artifact', path, reused });
    return { value, fingerprint: print };
  }

  private fingerprintOf({ settings }: Stage, { fingerprints }: Inputs): Promise<Fingerprint> {
    const { config } = this.directory;
    const { seed, device } = config;
    // Each needed stage is one part here: what of it differs, its own refusal tells.
    const needs = Object.entries(fingerprints).map(([name, print]): [string, unknown] => [
      name,
      Object.entries(print).sort(([one], [other]) => (one < other ? -1 : 1)),
    ]);
    const parts = { seed, device, settings: settings?.(config), needs: Object.fromEntries(needs) };
    return fingerprint(parts);
  }

  private async note(stage: Stage, print: Fingerprint, device: string | null): Promise<void> {
    const artifact = stage.kept?.path ?? null;
    // Every process does a derived stage anew: its record stays that of the first.
    if (artifact === null && this.record.stages.has(stage.name)) return;
    const { version } = process;
    await this.record.add(stage.name, { fingerprint: print, artifact, device, node: version });
  }

  /** The context of a stage, and the device that it used, if any. */
  private contextOf({ name }: Stage): { context: StageContext; device: () => string | null } {
    const { directory, signal, started } = this;
    let device: string | null = null;
    const context: StageContext = {
      directory,
      config: directory.config,
      signal,
      elapsed: () => (performance.now() - started) / 1000,
      engine: async () => {
        this.engine ??= createEngine({ device: directory.config.device });
        const engine = await this.engine;
        device = engine.device;
        return engine;
      },
      emit: (event) => this.listen({ ...event, stage: name }),
    };
    return { context, device: () => device };
  }
}
