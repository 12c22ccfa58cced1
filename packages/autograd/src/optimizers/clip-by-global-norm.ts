import { checkNumber, described, UsageError } from '@skinr1/core';
import type { Value } from '../graph/graph.ts';
import { mapNamed } from '../named.ts';
import {
  add,
  cast,
  concat,
  div,
  minimum,
  mul,
  reduceSum,
  reduceSumSquare,
  reshape,
  sqrt,
} from '../ops/index.ts';
import type { Optimizer } from './optimizer.ts';

/** √Σ‖g‖² over all gradients, a scalar of the first one's type. */
export function globalNorm(gradients: Readonly<Record<string, Value>>): Value {
  const squares = Object.values(gradients).map((gradient) =>
    reshape(reduceSumSquare(gradient), [1]),
  );
  if (squares.length === 0) throw new UsageError('globalNorm: there are no gradients.');
  return sqrt(reduceSum(concat(squares, 0)));
}

/**
 * Scales all gradients together so that their norm is at most `maxNorm`: g·min(1, maxNorm/(norm + 1e-6))
 * (Pascanu et al., 2013; the 1e-6 as in PyTorch). Reports `gradientNorm`, the norm before.
 *
 * @throws UsageError unless `maxNorm` is a finite number above 0
 */
export function clipByGlobalNorm(maxNorm: number): Optimizer {
  checkNumber('clipByGlobalNorm: maxNorm', maxNorm, { above: 0 });
  return described<Optimizer>(
    'clipByGlobalNorm',
    { maxNorm },
    {
      init: () => ({}),
      update(gradients) {
        const gradientNorm = globalNorm(gradients);
        const limit = gradientNorm.graph.constant(gradientNorm.dtype, maxNorm);
        const scale = minimum(div(limit, add(gradientNorm, 1e-6)), 1);
        const updates = mapNamed(gradients, (gradient) =>
          mul(gradient, cast(scale, gradient.dtype)),
        );
        return { updates, state: {}, metrics: { gradientNorm } };
      },
    },
  );
}
