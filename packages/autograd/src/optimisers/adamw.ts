import { UsageError } from '@skinr1/core';
import type { Value } from '../graph/graph.ts';
import { type Tensor, zeros } from '../graph/tensor.ts';
import { add, cast, div, mul, neg, pow, reciprocal, sqrt, sub } from '../ops/index.ts';
import type { Optimiser, ParameterFacts, UpdateContext } from './optimiser.ts';
import { type Schedule, toSchedule } from './schedule.ts';

export interface AdamWOptions {
  readonly learningRate: number | Schedule;
  /** @defaultValue 0.9 */
  readonly beta1?: number;
  /** @defaultValue 0.999 */
  readonly beta2?: number;
  /** @defaultValue 1e-8 */
  readonly epsilon?: number;
  /** @defaultValue 0.01 */
  readonly weightDecay?: number;
  /**
   * Which parameters decay. @defaultValue those of rank 2 and more, so that biases and norm scales do not
   */
  readonly decays?: (name: string, facts: ParameterFacts) => boolean;
}

/** Scalars of one step, shared by all parameters of a type. */
interface StepScalars {
  readonly rate: Value;
  readonly correction1: Value;
  readonly rootCorrection2: Value;
}

/**
 * Adam with decoupled weight decay (Loshchilov & Hutter, 2019), in PyTorch's form:
 * m ← β₁m + (1−β₁)g; v ← β₂v + (1−β₂)g²;
 * p ← p − η·(m/(1−β₁ᵗ) / (√v/√(1−β₂ᵗ) + ε) + λp). Reports `learningRate`.
 *
 * @throws UsageError if a β is outside [0, 1)
 */
export function adamw(options: AdamWOptions): Optimiser {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0.01 } = options;
  const { decays = (_name, { dims }) => dims.length >= 2 } = options;
  for (const beta of [beta1, beta2]) {
    if (!(beta >= 0 && beta < 1)) throw new UsageError(`adamw: β must be in [0, 1), got ${beta}.`);
  }
  const schedule = toSchedule(options.learningRate);

  const updateOne = (name: string, g: Value, m: Value, v: Value, p: Value, at: StepScalars) => {
    const nextM = add(mul(m, beta1), mul(g, 1 - beta1));
    const nextV = add(mul(v, beta2), mul(mul(g, g), 1 - beta2));
    const deviation = add(mul(sqrt(nextV), at.rootCorrection2), epsilon);
    // One scalar factor, so that the parameter-sized work is a division and a product.
    const step = mul(div(nextM, deviation), neg(div(at.rate, at.correction1)));
    const decayed =
      weightDecay !== 0 && decays(name, { dtype: p.dtype, dims: p.shape as number[] });
    const update = decayed ? sub(step, mul(p, mul(at.rate, weightDecay))) : step;
    return { nextM, nextV, update };
  };

  return {
    init(parameters) {
      const state: Record<string, Tensor> = {};
      for (const [name, { dtype, dims }] of Object.entries(parameters)) {
        state[`m/${name}`] = zeros(dtype, dims);
        state[`v/${name}`] = zeros(dtype, dims);
      }
      return state;
    },
    update(gradients, state, context) {
      const learningRate = schedule(context.step);
      const updates: Record<string, Value> = {};
      const next: Record<string, Value> = {};
      for (const [name, gradient] of Object.entries(gradients)) {
        const at = stepScalars(context, learningRate, beta1, beta2, gradient);
        const [m, v, p] = [state[`m/${name}`]!, state[`v/${name}`]!, context.parameters[name]!];
        const { nextM, nextV, update } = updateOne(name, gradient, m, v, p, at);
        updates[name] = update;
        next[`m/${name}`] = nextM;
        next[`v/${name}`] = nextV;
      }
      return { updates, state: next, metrics: { learningRate } };
    },
  };
}

/** Worked out in float64, where 1 − β₂ᵗ keeps its digits, and once per graph and type. */
function stepScalars(
  { graph, step }: UpdateContext,
  rate: Value,
  beta1: number,
  beta2: number,
  { dtype }: Value,
): StepScalars {
  const once = (name: string, make: () => Value) =>
    graph.memo(`adamw ${name} ${rate.name} ${beta1} ${beta2} ${dtype}`, () => cast(make(), dtype));
  const remaining = (beta: number) => sub(1, pow(graph.constant('float64', beta), step));
  return {
    rate: once('rate', () => rate),
    correction1: once('correction1', () => remaining(beta1)),
    rootCorrection2: once('correction2', () => reciprocal(sqrt(remaining(beta2)))),
  };
}
