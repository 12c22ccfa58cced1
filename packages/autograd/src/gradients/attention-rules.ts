import { UsageError } from '@skinr1/core';
import { floatAttribute, integerAttribute } from '../graph/attribute.ts';
import {
  attentionShares,
  joinHeads,
  matMul,
  mul,
  ownDomain,
  reduceSum,
  splitHeads,
  sub,
} from '../ops/index.ts';
import type { GradientRule } from './rule.ts';

/**
 * With S = scale · Q Kᵀ, P = softmax(S) and O = P V: dV = Pᵀ dO, dP = dO Vᵀ, dS = P ⊙ (dP − Σⱼ P ⊙ dP),
 * dQ = scale · dS K, dK = scale · dSᵀ Q. The shares are worked out anew, so that none are held from the forward
 * pass on.
 */
export const multiHeadAttentionRule: GradientRule = ({ node, x, dy, needs }) => {
  const headCount = integerAttribute(node, 'num_heads', 1);
  const alpha = floatAttribute(node, 'scale', 1);
  const [query, key, value, output] = [x[0]!, x[1]!, x[2]!, dy].map((part) =>
    splitHeads(part, headCount),
  ) as [typeof dy, typeof dy, typeof dy, typeof dy];
  const shares = attentionShares(query, key, alpha);
  const byShares = matMul(output, value, { transposeB: true });
  const mean = reduceSum(mul(shares, byShares), { axes: [3], keepDims: true });
  const byScores = mul(shares, sub(byShares, mean));
  return [
    needs(0) ? joinHeads(matMul(byScores, key, { alpha })) : null,
    needs(1) ? joinHeads(matMul(byScores, query, { transposeA: true, alpha })) : null,
    needs(2) ? joinHeads(matMul(shares, output, { transposeA: true })) : null,
  ];
};

/**
 * With P = exp(S − log Σ exp S), worked out anew block by block or kept, and δ = Σ dO ⊙ O over a query's values:
 * dV = Pᵀ dO, dS = P ⊙ (dO Vᵀ − δ), dQ = scale · dS K, dK = scale · dSᵀ Q (Dao et al., 2022, algorithm 4).
 */
export const causalAttentionRule: GradientRule = ({ node, x, y, dy, needs }) => {
  if (needs(3)) {
    throw new UsageError('causalAttention has no gradient by its key bias.', {
      mend: 'Wrap the bias in stopGradient.',
    });
  }
  const [query, key, value, keyBias] = [x[0]!, x[1]!, x[2]!, node.inputs[3] ?? null];
  const delta = reduceSum(mul(dy, y[0]!), { axes: [5], keepDims: true });
  const gradient = query.graph.append({
    op: 'CausalAttentionGradient',
    domain: ownDomain,
    inputs: [query, key, value, keyBias, y[1]!, dy, delta, y[2]!],
    outputs: [query, key, value].map(({ dtype, shape }) => ({ dtype, shape })),
    attributes: node.attributes,
  });
  return gradient.outputs;
};
