import {
  abs,
  add,
  cast,
  div,
  exp,
  type Graph,
  greater,
  log,
  matMul,
  mul,
  neg,
  reduceMean,
  reduceSum,
  relu,
  sub,
  type Value,
} from '@skinr1/autograd';
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
  const tokens = family.visionTower(graph, weights, config);
  const pool = graph.input('pool', 'float32', ['examples', tokens.shape[0] ?? 'rows']);
  const targets = graph.input('targets', 'float32', ['examples', head.outputs]);

  const pooled = matMul(pool, tokens);
  const logits = add(head.project(pooled), weights.vector(conceptHead.bias));
  const softplus = add(relu(logits), log(add(exp(neg(abs(logits))), 1)));
  const perImage = reduceSum(sub(softplus, mul(targets, logits)), { axes: [1] });
  const found = mul(targets, cast(greater(logits, 0), 'float32'));
  return {
    loss: reduceMean(perImage),
    metrics: { recall: div(reduceSum(found), add(reduceSum(targets), 1e-9)) },
  };
}
