import { UsageError } from '@skinr1/core';
import type { DeviceName } from '../engine/devices/index.ts';
import type { Engine, Feeds, Session, TensorHandle } from '../engine/engine.ts';
import { downloadAll, releaseAll, uploadAll } from '../engine/transfer.ts';
import { Graph, type Value } from '../graph/graph.ts';
import { tensor, zeros } from '../graph/tensor.ts';
import { mapNamed, type Named, withoutPrefix, withPrefix } from '../named.ts';
import type { ParameterFacts } from '../optimizers/optimizer.ts';
import { combineMetric } from './combine-metrics.ts';
import { requireTrainable } from './device-self-test.ts';
import { HandleGroup } from './handle-group.ts';
import type { Forward, TrainerOptions, TrainMetrics } from './trainer-options.ts';
import { facts, requireStateOf, type TrainerState } from './trainer-state.ts';
import {
  accumulateGraph,
  applyGraph,
  fusedGraph,
  prefix,
  readMetrics,
  stepInput,
  type TrainingPlan,
} from './training-graphs.ts';
import { diverged, isFiniteUpdate, notApplied } from './update-report.ts';

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
  private readonly weights: HandleGroup;
  private readonly moments: HandleGroup;
  private emptyGradients: Record<string, TensorHandle> | null = null;
  private updates = 0;
  private disposed = false;

  private constructor(
    options: TrainerOptions,
    plan: TrainingPlan,
    weights: HandleGroup,
    moments: HandleGroup,
  ) {
    this.profile = options.profile;
    this.engine = options.engine;
    this.plan = plan;
    this.weights = weights;
    this.moments = moments;
  }

  /**
   * Uploads the parameters that are not in the engine yet, and the optimizer's first state.
   *
   * @throws UsageError if no parameter learns
   * @throws ResourceError if the engine's device gives wrong gradients
   */
  static async create(options: TrainerOptions): Promise<Trainer> {
    const { engine, parameters, trainable = () => true, loss, optimizer } = options;
    const { gradientCheckpointing = false } = options;
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
      build: loss,
      gradientCheckpointing,
      optimizer,
    };
    const weights = await HandleGroup.create(engine, parameters);
    return new Trainer(options, plan, weights, await HandleGroup.create(engine, state));
  }

  /** Updates done. */
  get step(): number {
    return this.updates;
  }

  /** Where it learns. */
  get device(): DeviceName {
    return this.engine.device;
  }

  /**
   * The parameters as they are now. They feed any session of the same engine, and stay valid until the
   * next update.
   */
  get parameters(): Named<TensorHandle> {
    return this.weights.live;
  }

  /**
   * One update. Losses, metrics and gradients of micro-batches add up: a loss that is a mean must divide
   * by the size of the whole batch. Of metrics whose names end in `min` or `max`, the least or largest is reported.
   *
   * @param batch feeds of the inputs that the loss declared, or a list of such feeds
   * @returns metrics; nothing has changed if it throws
   * @throws UsageError where loss, gradient norm or learning rate come out not finite
   */
  async update(batch: Feeds | readonly Feeds[]): Promise<TrainMetrics> {
    this.requireUsable();
    const batches = Array.isArray(batch) ? (batch as readonly Feeds[]) : [batch as Feeds];
    if (batches.length === 0) throw new UsageError('an update needs at least one batch.');
    return batches.length === 1
      ? this.commit(
          await this.session('fused', fusedGraph),
          { ...this.weights.live, ...batches[0] },
          {},
        )
      : this.updateAccumulated(batches);
  }

  private async updateAccumulated(batches: readonly Feeds[]): Promise<TrainMetrics> {
    const session = await this.session('accumulate', accumulateGraph);
    let sums = await this.zeroGradients();
    const totals: Record<string, number> = {};
    try {
      for (const batch of batches) {
        const feeds = { ...this.weights.live, ...batch, ...withPrefix(sums, prefix.gradient) };
        const { outputs, kept } = await session.run(feeds);
        this.releaseSums(sums);
        sums = withoutPrefix(kept, `next-${prefix.gradient}`);
        for (const [name, value] of Object.entries(readMetrics(outputs))) {
          const before = totals[name];
          totals[name] =
            before === undefined
              ? value
              : combineMetric(name, [before, value], ([a, b]) => a! + b!);
        }
      }
      const learning = Object.fromEntries(
        this.plan.trainable.map((name) => [name, this.weights.live[name]!]),
      );
      const apply = await this.session('apply', applyGraph);
      return await this.commit(
        apply,
        { ...learning, ...withPrefix(sums, prefix.gradient) },
        totals,
      );
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
      ...withPrefix(this.moments.live, prefix.state),
      [stepInput]: step,
    });
    const report = { ...metrics, ...readMetrics(outputs) } as TrainMetrics;
    if (!isFiniteUpdate(report)) {
      releaseAll(kept);
      throw diverged(report, this.updates + 1, notApplied);
    }
    this.weights.replace(withoutPrefix(kept, prefix.parameter));
    this.moments.replace(withoutPrefix(kept, prefix.nextState));
    this.updates += 1;
    return report;
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
      run: async (feeds) => (await session.run({ ...this.weights.live, ...feeds })).outputs,
      release: () => session.release(),
    };
  }

  /** The graph of an update by one batch, for looking at. */
  stepGraph(): Graph {
    return fusedGraph(this.plan);
  }

  /**
   * Downloads everything that a checkpoint needs: the optimizer's state and all parameters, but for those
   * given as handles that do not learn, which are where the caller has them.
   */
  async state(): Promise<TrainerState> {
    this.requireUsable();
    const { stored } = this;
    return {
      step: this.updates,
      parameters: await downloadAll(
        this.engine,
        mapNamed(stored, (_, name) => this.weights.live[name]!),
      ),
      optimizer: await downloadAll(this.engine, this.moments.live),
    };
  }

  /** Goes on from a state. Throws InvalidInputError if it belongs to another model or optimizer. */
  async restore(state: TrainerState): Promise<void> {
    this.requireUsable();
    requireStateOf({ parameters: this.stored, state: this.plan.state }, state);
    const [handles, moments] = [
      await uploadAll(this.engine, state.parameters),
      await uploadAll(this.engine, state.optimizer),
    ];
    this.weights.replace(handles);
    this.moments.replace(moments);
    this.updates = state.step;
  }

  /** Frees parameters, state and sessions; handles that the caller gave stay. */
  async dispose(): Promise<void> {
    if (this.disposed) return;
    await this.handOver();
    this.weights.release();
  }

  /**
   * Ends the trainer, and gives the parameters as they are now to the caller, who releases them: nothing is
   * copied. Parameters that did not change are the caller's own handles if they were given as such.
   */
  async handOver(): Promise<Record<string, TensorHandle>> {
    this.requireUsable();
    this.disposed = true;
    this.moments.release();
    releaseAll(this.emptyGradients ?? {});
    for (const session of this.sessions.values()) await (await session).release();
    return { ...this.weights.live };
  }

  /** The parameters that a checkpoint holds. */
  private get stored(): Named<ParameterFacts> {
    const learns = new Set(this.plan.trainable);
    const entries = Object.entries(this.plan.parameters).filter(
      ([name]) => learns.has(name) || !this.weights.isBorrowed(name),
    );
    return Object.fromEntries(entries);
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
    if (sums !== this.emptyGradients) releaseAll(sums);
  }

  private requireUsable(): void {
    if (this.disposed) throw new UsageError('the trainer was disposed.');
  }
}
