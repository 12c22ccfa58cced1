import { ShapeError, UsageError } from '@skinr1/core';
import { gradients } from '../gradients/gradients.ts';
import { Graph, type Value } from '../graph/graph.ts';
import { sameShape } from '../graph/shape.ts';
import type { Tensor } from '../graph/tensor.ts';
import { mapNamed, type Named, withoutPrefix } from '../named.ts';
import { add, cast } from '../ops/index.ts';
import { globalNorm } from '../optimizers/clip-by-global-norm.ts';
import type { Optimizer, ParameterFacts } from '../optimizers/optimizer.ts';

/** What the function that builds a loss gets. */
export interface LossContext {
  readonly graph: Graph;
  /** Parameters as graph inputs, by name. */
  readonly parameters: Named<Value>;
}

/** Builds a loss from graph inputs that it declares itself, and scalars to report. */
export type BuildLoss = (context: LossContext) => {
  readonly loss: Value;
  readonly metrics?: Named<Value>;
};

export interface TrainingPlan {
  readonly parameters: Named<ParameterFacts>;
  /** Names of the parameters that learn. */
  readonly trainable: readonly string[];
  readonly state: Named<ParameterFacts>;
  readonly build: BuildLoss;
  /** See `TrainerOptions`. */
  readonly gradientCheckpointing: boolean;
  readonly optimizer: Optimizer;
}

/** Prefixes of names in the graphs, so that they cannot clash with a model's own. */
export const prefix = {
  gradient: 'gradient/',
  state: 'optimizer/',
  parameter: 'next/',
  nextState: 'next-optimizer/',
  metric: 'metric/',
} as const;

/** Name of the input that counts updates, from 1. */
export const stepInput = 'optimizer-step';

function declare(graph: Graph, facts: Named<ParameterFacts>, before = ''): Record<string, Value> {
  return mapNamed(facts, ({ dtype, dims }, name) => graph.input(before + name, dtype, dims));
}

function outputAll(graph: Graph, before: string, values: Named<Value>): void {
  for (const [name, value] of Object.entries(values)) graph.output(before + name, value);
}

/** Forward and backward pass: outputs loss and metrics, returns gradients by parameter name. */
function differentiateLoss(graph: Graph, plan: TrainingPlan, parameters: Named<Value>) {
  const { loss, metrics = {} } = plan.build({ graph, parameters });
  const reported = mapNamed(metrics, (value, name) => cast(requireScalar(name, value), 'float32'));
  outputAll(graph, prefix.metric, { loss, ...reported });
  const list = gradients(
    loss,
    plan.trainable.map((name) => parameters[name]!),
    { recompute: plan.gradientCheckpointing },
  );
  return Object.fromEntries(plan.trainable.map((name, i) => [name, list[i]!]));
}

function requireScalar(name: string, value: Value): Value {
  if (value.rank === 0) return value;
  throw new ShapeError(`the metric '${name}' must be a scalar, got ${value}.`, {
    mend: 'Reduce it with reduceSum or reduceMean.',
  });
}

function applyUpdate(
  graph: Graph,
  plan: TrainingPlan,
  parameters: Named<Value>,
  from: Named<Value>,
): void {
  const step = graph.input(stepInput, 'float64', []);
  const state = declare(graph, plan.state, prefix.state);
  const result = plan.optimizer.update(from, state, { graph, parameters, step });
  for (const name of plan.trainable) {
    const update = result.updates[name];
    if (!update) throw new UsageError(`the optimizer gave no update for '${name}'.`);
    const parameter = parameters[name]!;
    if (!sameShape(update.shape, parameter.shape)) {
      throw new ShapeError(
        `the optimizer's update of ${parameter} is ${update}: their shapes differ.`,
      );
    }
    graph.output(prefix.parameter + name, add(parameter, update));
  }
  outputAll(graph, prefix.nextState, result.state);
  const norm = result.metrics.gradientNorm ?? globalNorm(from);
  const reported = mapNamed({ ...result.metrics, gradientNorm: norm }, (value, name) =>
    requireScalar(name, value),
  );
  outputAll(graph, prefix.metric, reported);
}

/** Forward, backward and update in one graph. */
export function fusedGraph(plan: TrainingPlan): Graph {
  const graph = new Graph('train-step');
  const parameters = declare(graph, plan.parameters);
  applyUpdate(graph, plan, parameters, differentiateLoss(graph, plan, parameters));
  return graph;
}

/** Forward and backward; adds the gradients to those of the micro-batches before. */
export function accumulateGraph(plan: TrainingPlan): Graph {
  const graph = new Graph('accumulate');
  const parameters = declare(graph, plan.parameters);
  const before = declare(graph, trainableFacts(plan), prefix.gradient);
  const now = differentiateLoss(graph, plan, parameters);
  outputAll(
    graph,
    `next-${prefix.gradient}`,
    mapNamed(now, (value, name) => add(before[name]!, value)),
  );
  return graph;
}

/** The update alone, from accumulated gradients. */
export function applyGraph(plan: TrainingPlan): Graph {
  const graph = new Graph('apply');
  const parameters = declare(graph, trainableFacts(plan));
  applyUpdate(graph, plan, parameters, declare(graph, trainableFacts(plan), prefix.gradient));
  return graph;
}

function trainableFacts(plan: TrainingPlan): Record<string, ParameterFacts> {
  return Object.fromEntries(plan.trainable.map((name) => [name, plan.parameters[name]!]));
}

/** The figures to report that a graph gave. */
export function readMetrics(outputs: Named<Tensor>): Record<string, number> {
  return mapNamed(withoutPrefix(outputs, prefix.metric), (value) => Number(value.data[0]));
}
