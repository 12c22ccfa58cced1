import { checkNumber, checkOptions, described, type OptionNames } from '@skinr1/core';
import type { DType } from '../graph/dtype.ts';
import type { Value } from '../graph/graph.ts';
import { type Tensor, zeros } from '../graph/tensor.ts';
import { after } from '../ops/after.ts';
import { add, cast, div, mul, neg, pow, sqrt, sub } from '../ops/index.ts';
import type { Optimizer, ParameterFacts, UpdateContext } from './optimizer.ts';
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

const names: OptionNames<AdamWOptions> = {
  learningRate: true,
  beta1: true,
  beta2: true,
  epsilon: true,
  weightDecay: true,
  decays: true,
};

function isMatrix(_name: string, { dims }: ParameterFacts): boolean {
  return dims.length >= 2;
}
described('isMatrix', {}, isMatrix);

/**
 * Scalars of one step, shared by all parameters of a type. They cannot be computed before a gradient: what is a
 * factor of state or parameters alone would otherwise be ready from the start, and the time in which the runtime puts
 * nodes in order grows with the number of those that are.
 */
interface StepScalars {
  /** −η·(1−β₁)/(1−β₁ᵗ) / √((1−β₂)/(1−β₂ᵗ)). */
  readonly rate: Value;
  /** ε / √((1−β₂)/(1−β₂ᵗ)). */
  readonly epsilon: Value;
  /** η·λ. */
  readonly decay: Value;
  readonly beta1: Value;
  readonly beta2: Value;
}

/**
 * Adam with decoupled weight decay (Loshchilov & Hutter, 2019), in PyTorch's form:
 * m ← β₁m + (1−β₁)g; v ← β₂v + (1−β₂)g²;
 * p ← p − η·(m/(1−β₁ᵗ) / (√v/√(1−β₂ᵗ) + ε) + λp). Reports `learningRate`.
 *
 * The state holds the sums m/(1−β₁) and v/(1−β₂): the factors then fall into scalars of the step, and
 * three passes over each parameter are saved.
 *
 * @throws UsageError for an option that it does not have, a β outside [0, 1), another number that is negative or not
 *   finite, or no learning rate
 */
export function adamw(options: AdamWOptions): Optimizer {
  checkOptions('adamw', options, names);
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = 0.01 } = options;
  const { decays = isMatrix } = options;
  for (const [name, beta] of Object.entries({ beta1, beta2 })) {
    checkNumber(`adamw: ${name}`, beta, { from: 0, below: 1 });
  }
  for (const [name, value] of Object.entries({ epsilon, weightDecay })) {
    checkNumber(`adamw: ${name}`, value, { from: 0 });
  }
  const schedule = toSchedule('adamw: learningRate', options.learningRate);
  const scalars = { beta1, beta2, epsilon, weightDecay };

  const updateOne = (name: string, g: Value, m: Value, v: Value, p: Value, at: StepScalars) => {
    const nextM = add(mul(m, at.beta1), g);
    const nextV = add(mul(v, at.beta2), mul(g, g));
    const step = mul(div(nextM, add(sqrt(nextV), at.epsilon)), at.rate);
    const decayed =
      weightDecay !== 0 && decays(name, { dtype: p.dtype, dims: p.shape as number[] });
    return { nextM, nextV, update: decayed ? sub(step, mul(p, at.decay)) : step };
  };

  return described<Optimizer>(
    'adamw',
    { learningRate: schedule, ...scalars, decays },
    {
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
        // Of the parameters the first are used first, so that their gradients come last.
        const late = Object.values(gradients)[0] as Value;
        for (const [name, gradient] of Object.entries(gradients)) {
          const at = stepScalars(context, learningRate, scalars, { late, dtype: gradient.dtype });
          const [m, v, p] = [state[`m/${name}`]!, state[`v/${name}`]!, context.parameters[name]!];
          const { nextM, nextV, update } = updateOne(name, gradient, m, v, p, at);
          updates[name] = update;
          next[`m/${name}`] = nextM;
          next[`v/${name}`] = nextV;
        }
        return { updates, state: next, metrics: { learningRate } };
      },
    },
  );
}

/** Worked out in float64, where 1 − βᵗ keeps its digits, and once per graph and type. */
function stepScalars(
  { graph, step }: UpdateContext,
  learningRate: Value,
  options: Required<Pick<AdamWOptions, 'beta1' | 'beta2' | 'epsilon' | 'weightDecay'>>,
  { late, dtype }: { readonly late: Value; readonly dtype: DType },
): StepScalars {
  const { beta1, beta2, epsilon, weightDecay } = options;
  const key = `adamw ${learningRate.name} ${beta1} ${beta2} ${epsilon} ${weightDecay}`;
  const exact = (name: string, make: () => Value) => graph.memo(`${key} ${name}`, make);
  const once = (name: string, make: () => Value) =>
    graph.memo(`${key} ${name} ${dtype}`, () => after(cast(make(), dtype), [late]));
  /** (1 − β)/(1 − βᵗ): what the stored sum is to be multiplied by. */
  const correction = (beta: number) =>
    div(1 - beta, sub(1, pow(graph.constant('float64', beta), step)));
  const root = exact('root', () => sqrt(correction(beta2)));
  return {
    rate: once('rate', () => neg(div(mul(learningRate, correction(beta1)), root))),
    epsilon: once('epsilon', () => div(epsilon, root)),
    decay: once('decay', () => mul(learningRate, weightDecay)),
    beta1: once('beta1', () => graph.constant('float64', beta1)),
    beta2: once('beta2', () => graph.constant('float64', beta2)),
  };
}
