import { UsageError } from '@skinr1/core';
import type { Engine, Feeds, Session, TensorHandle } from '../engine/engine.ts';
import { downloadAll, uploadAll } from '../engine/transfer.ts';
import { Graph } from '../graph/graph.ts';
import { type Tensor, tensor, zeros } from '../graph/tensor.ts';
import type { Value } from '../graph/value.ts';
import { mapNamed, type Named, withoutPrefix, withPrefix } from '../named.ts';
import type { Optimizer, ParameterFacts } from '../optimizers/optimizer.ts';
import { requireTrainable } from './device-self-test.ts';
import { requireStateOf, type TrainerState } from './trainer-state.ts';
import {
  accumulateGraph,
  applyGraph,
  type BuildLoss,
  fusedGraph,
  prefix,
  stepInput,
  type TrainingPlan,
} from './training-graphs.ts';

export interface TrainerOptions {
  readonly engine: Engine;
  /** First values. */
  readonly parameters: Named<Tensor>;
  /** Which parameters learn; the others stay as they are. @defaultValue all */
  readonly trainable?: (name: string) => boolean;
  readonly loss: BuildLoss;
  readonly optimizer: Optimizer;
  /** Writes onnxruntime profiles to files starting with this; they appear at `dispose`. */
  readonly profile?: string;
}

/** Reports of one update: `loss`, `gradientNorm`, and what the loss and the optimizer report. */
export type TrainMetrics = Readonly<Record<string, number>> & {
  readonly loss: number;
  readonly gradientNorm: number;
};

/**
 * Trains parameters that live in the engine. One update of one batch runs as a single graph (forward,
 * backward, optimizer); of several micro-batches, as one graph that adds up gradients and one that
 * applies them. Calls run one after the other.
 */
export class Trainer {
  private readonly engine: Engine;
  private readonly plan: TrainingPlan;
  private readonly sessions = new Map<string, Promise<Session>>();
  private readonly profile: string | undefined;
  private handles: Record<string, TensorHandle>;
  private moments: Record<string, TensorHandle>;
  private emptyGradients: Record<string, TensorHandle> | null = null;
  private updates = 0;
  private disposed = false;

  private constructor(
    engine: Engine,
    plan: TrainingPlan,
    handles: Record<string, TensorHandle>,
    moments: Record<string, TensorHandle>,
    profile: string | undefined,
  ) {
    this.profile = profile;
    this.engine = engine;
    this.plan = plan;
    this.handles = handles;
    this.moments = moments;
  }

  /**
   * Uploads the parameters and the optimizer's first state.
   *
   * @throws UsageError if no parameter learns
   * @throws ResourceError if the engine's device gives wrong gradients
   */
  static async create(options: TrainerOptions): Promise<Trainer> {
    const { engine, parameters, trainable = () => true, loss, optimizer } = options;
    const learning = Object.keys(parameters).filter(trainable);
    if (learning.length === 0)
      throw new UsageError('a trainer needs at least one parameter that learns.');
    await requireTrainable(engine);
    const state = optimizer.init(
      Object.fromEntries(learning.map((name) => [name, parameters[name]!])),
    );
    const plan = {
      parameters: mapNamed(parameters, facts),
      trainable: learning,
      state: mapNamed(state, facts),
    };
    return new Trainer(
      engine,
      { ...plan, build: loss, optimizer },
      await uploadAll(engine, parameters),
      await uploadAll(engine, state),
      options.profile,
    );
  }

  /** Updates done. */
  get step(): number {
    return this.updates;
  }

  /**
   * The parameters as they are now. They feed any session of the same engine, and stay valid until the
   * next update.
   */
  get parameters(): Named<TensorHandle> {
    return this.handles;
  }

  /**
   * One update. Losses, metrics and gradients of micro-batches add up: a loss that is a mean must divide
   * by the size of the whole batch.
   *
   * @param batch feeds of the inputs that the loss declared, or a list of such feeds
   * @returns metrics; nothing has changed if it throws
   */
  async update(batch: Feeds | readonly Feeds[]): Promise<TrainMetrics> {
    this.requireUsable();
    const batches = Array.isArray(batch) ? (batch as readonly Feeds[]) : [batch as Feeds];
    if (batches.length === 0) throw new UsageError('an update needs at least one batch.');
    return batches.length === 1
      ? this.commit(await this.session('fused', fusedGraph), { ...this.handles, ...batches[0] }, {})
      : this.updateAccumulated(batches);
  }

  private async updateAccumulated(batches: readonly Feeds[]): Promise<TrainMetrics> {
    const session = await this.session('accumulate', accumulateGraph);
    let sums = await this.zeroGradients();
    const totals: Record<string, number> = {};
    try {
      for (const batch of batches) {
        const feeds = { ...this.handles, ...batch, ...withPrefix(sums, prefix.gradient) };
        const { outputs, kept } = await session.run(feeds);
        this.releaseSums(sums);
        sums = withoutPrefix(kept, `next-${prefix.gradient}`);
        for (const [name, value] of Object.entries(readMetrics(outputs))) {
          totals[name] = (totals[name] ?? 0) + value;
        }
      }
      const own = Object.fromEntries(
        this.plan.trainable.map((name) => [name, this.handles[name]!]),
      );
      const apply = await this.session('apply', applyGraph);
      return await this.commit(apply, { ...own, ...withPrefix(sums, prefix.gradient) }, totals);
    } finally {
      this.releaseSums(sums);
    }
  }

  /** Runs a graph that ends in an update and takes over its results. */
  private async commit(
    session: Session,
    feeds: Feeds,
    metrics: Record<string, number>,
  ): Promise<TrainMetrics> {
    const step = tensor('float64', [], [this.updates + 1]);
    const { outputs, kept } = await session.run({
      ...feeds,
      ...withPrefix(this.moments, prefix.state),
      [stepInput]: step,
    });
    this.replace(this.handles, withoutPrefix(kept, prefix.parameter));
    this.replace(this.moments, withoutPrefix(kept, prefix.nextState));
    this.updates += 1;
    return { ...metrics, ...readMetrics(outputs) } as TrainMetrics;
  }

  /**
   * A forward pass over the same parameters, for evaluation: its `run` feeds them by itself.
   *
   * @param build declares inputs and returns what to compute, by name
   */
  async forward(
    build: (context: { graph: Graph; parameters: Named<Value> }) => Named<Value>,
  ): Promise<Forward> {
    this.requireUsable();
    const graph = new Graph('forward');
    const parameters = mapNamed(this.plan.parameters, ({ dtype, dims }, name) =>
      graph.input(name, dtype, dims),
    );
    for (const [name, value] of Object.entries(build({ graph, parameters })))
      graph.output(name, value);
    const session = await this.engine.load(graph);
    return {
      run: async (feeds) => (await session.run({ ...this.handles, ...feeds })).outputs,
      release: () => session.release(),
    };
  }

  /** The graph of an update by one batch, for looking at. */
  stepGraph(): Graph {
    return fusedGraph(this.plan);
  }

  /** Downloads everything that a checkpoint needs. */
  async state(): Promise<TrainerState> {
    this.requireUsable();
    return {
      step: this.updates,
      parameters: await downloadAll(this.engine, this.handles),
      optimizer: await downloadAll(this.engine, this.moments),
    };
  }

  /** Goes on from a state. Throws InvalidInputError if it belongs to another model or optimizer. */
  async restore(state: TrainerState): Promise<void> {
    this.requireUsable();
    requireStateOf(this.plan, state);
    const [handles, moments] = [
      await uploadAll(this.engine, state.parameters),
      await uploadAll(this.engine, state.optimizer),
    ];
    this.replace(this.handles, handles);
    this.replace(this.moments, moments);
    this.updates = state.step;
  }

  /** Frees parameters, state and sessions. */
  async dispose(): Promise<void> {
    if (this.disposed) return;
    this.disposed = true;
    const all = [this.handles, this.moments, this.emptyGradients ?? {}];
    for (const handle of all.flatMap((group) => Object.values(group))) handle.release();
    for (const session of this.sessions.values()) await (await session).release();
  }

  private session(name: string, build: (plan: TrainingPlan) => Graph): Promise<Session> {
    let session = this.sessions.get(name);
    if (!session) {
      session = Promise.resolve().then(() => {
        const graph = build(this.plan);
        // All but the figures to report stays where it was computed.
        const keep = [...graph.outputs.keys()].filter((name) => !name.startsWith(prefix.metric));
        const { profile } = this;
        return this.engine.load(graph, { keep, ...(profile === undefined ? {} : { profile }) });
      });
      session.catch(() => this.sessions.delete(name));
      this.sessions.set(name, session);
    }
    return session;
  }

  private async zeroGradients(): Promise<Record<string, TensorHandle>> {
    this.emptyGradients ??= await uploadAll(
      this.engine,
      Object.fromEntries(
        this.plan.trainable.map((name) => {
          const { dtype, dims } = this.plan.parameters[name]!;
          return [name, zeros(dtype, dims)];
        }),
      ),
    );
    return this.emptyGradients;
  }

  private releaseSums(sums: Record<string, TensorHandle>): void {
    if (sums === this.emptyGradients) return;
    for (const handle of Object.values(sums)) handle.release();
  }

  private replace(current: Record<string, TensorHandle>, next: Named<TensorHandle>): void {
    for (const [name, handle] of Object.entries(next)) {
      current[name]?.release();
      current[name] = handle;
    }
  }

  private requireUsable(): void {
    if (this.disposed) throw new UsageError('the trainer was disposed.');
  }
}

/** See {@link Trainer.forward}. */
export interface Forward {
  run(feeds: Feeds): Promise<Named<Tensor>>;
  release(): Promise<void>;
}

function facts({ dtype, dims }: Tensor): ParameterFacts {
  return { dtype, dims };
}

function readMetrics(outputs: Named<Tensor>): Record<string, number> {
  const own = withoutPrefix(outputs, prefix.metric);
  return mapNamed(own, (value) => Number(value.data[0]));
}
