import { checkNumber, checkOptions, described, UsageError } from '@skinr1/core';
import type { Value } from '../graph/graph.ts';
import { type Tensor, zeros } from '../graph/tensor.ts';
import { mapNamed, type Named } from '../named.ts';
import {
  add,
  cast,
  concat,
  div,
  matMul,
  maximum,
  mul,
  neg,
  reduceSumSquare,
  split,
  sqrt,
  squeeze,
  transpose,
  unsqueeze,
} from '../ops/index.ts';
import type { Optimizer } from './optimizer.ts';
import { type Schedule, toSchedule } from './schedule.ts';

/** Options of {@link muon}. */
export interface MuonOptions {
  readonly learningRate: number | Schedule;
  /** Weight of the running sum of gradients. @defaultValue 0.95 */
  readonly momentum?: number;
  /** @defaultValue 0.1 */
  readonly weightDecay?: number;
}

/** Of the quintic a·x + b·x³ + c·x⁵, whose repetition takes every singular value into about [0.7, 1.2]. */
const [a, b, c] = [3.4445, -4.775, 2.0315];
const repetitions = 5;

/**
 * Muon (Jordan et al., 2024), for matrices: the step is the running sum of gradients with all its singular values made
 * about 1, so that directions that gradients seldom show are learnt as fast as the rest.
 * u ← μu + g; o = orthogonalized(g + μu); p ← p − η·(0.2·√max(rows, columns)·o + λp).
 *
 * The factor makes the step's root mean square that of AdamW's, so that rates and decays of one are those of the other
 * (Liu et al., 2025; `match_rms_adamw` in PyTorch's `torch.optim.Muon`). Sums are worked out in the parameter's type,
 * where PyTorch rounds to bfloat16. Embeddings, output matrices and vectors are for another optimizer: see
 * {@link byParameter}. Reports `learningRate`.
 *
 * @throws UsageError for an option that it does not have, a momentum outside [0, 1), a decay that is negative or not
 *   finite, no learning rate, or a parameter that is no matrix
 */
export function muon(options: MuonOptions): Optimizer {
  checkOptions('muon', options, { learningRate: true, momentum: true, weightDecay: true });
  const { momentum = 0.95, weightDecay = 0.1 } = options;
  checkNumber('muon: momentum', momentum, { from: 0, below: 1 });
  checkNumber('muon: weightDecay', weightDecay, { from: 0 });
  const schedule = toSchedule('muon: learningRate', options.learningRate);
  return described<Optimizer>(
    'muon',
    { learningRate: schedule, momentum, weightDecay },
    {
      init(parameters) {
        const state: Record<string, Tensor> = {};
        for (const [name, { dtype, dims }] of Object.entries(parameters)) {
          if (dims.length !== 2) {
            throw new UsageError(
              `muon: '${name}' is no matrix, its shape is [${dims.join(', ')}].`,
              {
                mend: 'Give parameters of other ranks to another optimizer, with `byParameter`.',
              },
            );
          }
          state[name] = zeros(dtype, dims);
        }
        return state;
      },
      update(gradients, state, { step, parameters }) {
        const rate = schedule(step);
        const next = mapNamed(gradients, (g, name) => add(mul(state[name]!, momentum), g));
        const directions = orthogonalized(
          mapNamed(gradients, (g, name) => add(g, mul(next[name]!, momentum))),
        );
        const updates = mapNamed(directions, (direction, name) => {
          const scaled = mul(direction, 0.2 * Math.sqrt(Math.max(...dimsOf(direction))));
          const whole =
            weightDecay === 0 ? scaled : add(scaled, mul(parameters[name]!, weightDecay));
          return mul(whole, neg(cast(rate, direction.dtype)));
        });
        return { updates, state: next, metrics: { learningRate: rate } };
      },
    },
  );
}

const dimsOf = (matrix: Value): [number, number] => matrix.shape as [number, number];

const turned = (matrix: Value): Value => transpose(matrix, [1, 0]);

/** Each matrix with its singular vectors, and singular values near 1. Those of one shape are worked on together. */
function orthogonalized(matrices: Named<Value>): Record<string, Value> {
  // The products of rows are the smaller ones where rows are fewer.
  const isTall = (matrix: Value): boolean => dimsOf(matrix)[0] > dimsOf(matrix)[1];
  const groups = new Map<string, string[]>();
  const wide = mapNamed(matrices, (matrix) => (isTall(matrix) ? turned(matrix) : matrix));
  for (const [name, { dtype, shape }] of Object.entries(wide)) {
    const key = `${dtype} ${shape}`;
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  const results: Record<string, Value> = {};
  for (const names of groups.values()) {
    const stack = concat(
      names.map((name) => unsqueeze(wide[name]!, 0)),
      0,
    );
    const parts = split(iterate(stack), names.length, 0);
    for (const [i, name] of names.entries()) {
      const part = squeeze(parts[i]!, 0);
      results[name] = isTall(matrices[name]!) ? turned(part) : part;
    }
  }
  return results;
}

/** The Newton–Schulz iteration of Muon over a stack of matrices, [count, rows, columns]. */
function iterate(stack: Value): Value {
  const transposed = (value: Value): Value => transpose(value, [0, 2, 1]);
  const norm = sqrt(reduceSumSquare(stack, { axes: [1, 2], keepDims: true }));
  let x = div(stack, maximum(norm, 1e-7));
  for (let i = 0; i < repetitions; i++) {
    const products = matMul(x, transposed(x));
    const odd = add(mul(products, b), mul(matMul(products, products), c));
    x = add(mul(x, a), matMul(odd, x));
  }
  return x;
}
