import { type Graph, ops, type Value } from '@skinr1/autograd';
import type { Architecture } from '../families/family.ts';
import type { GraphWeights } from '../weights/graph-weights.ts';

/** Names of the concept head's weights; the model itself has none of these. */
export const conceptHead = { weight: 'concepts.weight', bias: 'concepts.bias' } as const;

/**
 * Which of K concepts the images of E examples show, as K yes-or-no questions (binary cross-entropy):
 *
 *     z = mean of the image's tokens · Wᵀ + b
 *     loss = 1/E Σ_e Σ_k softplus(z) − y z,   softplus(z) = max(z, 0) + log(1 + exp(−|z|))
 *
 * Inputs beside those of the vision tower: `pool` float32 `[E, rows of the tower]`, which averages
 * the tower's rows over each example's image, and `targets` float32 `[E, K]` of zeros and ones.
 */
export function conceptLoss(
  graph: Graph,
  weights: GraphWeights,
  { family, config }: Architecture,
): { readonly loss: Value; readonly metrics: { readonly recall: Value } } {
  const head = weights.matrix(conceptHead.weight);
  const [tokens] = family.visionTower(graph, weights, config);
  const pool = graph.input('pool', 'float32', ['examples', tokens.shape[0] ?? 'rows']);
  const targets = graph.input('targets', 'float32', ['examples', head.outputs]);

  const pooled = ops.matMul(pool, tokens);
  const logits = ops.add(head.project(pooled), weights.vector(conceptHead.bias));
  const softplus = ops.add(
    ops.relu(logits),
    ops.log(ops.add(ops.exp(ops.neg(ops.abs(logits))), 1)),
  );
  const perImage = ops.reduceSum(ops.sub(softplus, ops.mul(targets, logits)), { axes: [1] });
  const found = ops.mul(targets, ops.cast(ops.greater(logits, 0), 'float32'));
  return {
    loss: ops.reduceMean(perImage),
    metrics: { recall: ops.div(ops.reduceSum(found), ops.add(ops.reduceSum(targets), 1e-9)) },
  };
}
