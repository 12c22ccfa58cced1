import { checkNumber, checkOptions, described } from '@skinr1/core';
import type { Value } from '../graph/graph.ts';
import { type Tensor, zeros } from '../graph/tensor.ts';
import { mapNamed } from '../named.ts';
import { add, cast, mul, neg } from '../ops/index.ts';
import type { Optimizer } from './optimizer.ts';
import { type Schedule, toSchedule } from './schedule.ts';

export interface SgdOptions {
  readonly learningRate: number | Schedule;
  /** Weight of the running sum of gradients. @defaultValue 0, which keeps none */
  readonly momentum?: number;
}

/**
 * Stochastic gradient descent with heavy-ball momentum in PyTorch's form: u ← μu + g; p ← p − η·u.
 * Reports `learningRate`.
 *
 * @throws UsageError for an option that it does not have, a momentum outside [0, 1), or no learning rate from 0
 */
export function sgd(options: SgdOptions): Optimizer {
  checkOptions('sgd', options, { learningRate: true, momentum: true });
  const { momentum = 0 } = options;
  checkNumber('sgd: momentum', momentum, { from: 0, below: 1 });
  const schedule = toSchedule('sgd: learningRate', options.learningRate);
  return described<Optimizer>(
    'sgd',
    { learningRate: schedule, momentum },
    {
      init(parameters) {
        const state: Record<string, Tensor> = {};
        if (momentum === 0) return state;
        for (const [name, { dtype, dims }] of Object.entries(parameters))
          state[name] = zeros(dtype, dims);
        return state;
      },
      update(gradients, state, { step }) {
        const rate = schedule(step);
        const next: Record<string, Value> =
          momentum === 0
            ? {}
            : mapNamed(gradients, (gradient, name) => add(mul(state[name]!, momentum), gradient));
        const direction = momentum === 0 ? gradients : next;
        const updates = mapNamed(direction, (value) => mul(value, neg(cast(rate, value.dtype))));
        return { updates, state: next, metrics: { learningRate: rate } };
      },
    },
  );
}
