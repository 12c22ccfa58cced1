import { floatAttribute, integerAttribute } from '../graph/attribute.ts';
import type { Value } from '../graph/graph.ts';
import { flattenRows, type MatMulOptions, matMul } from '../ops/index.ts';
import { type GradientRule, reduceTo } from './rule.ts';

/**
 * Y = α·op(A)·op(B), where op may transpose. With neither transposed dA = α·dY·Bᵀ and dB = α·Aᵀ·dY; the
 * other cases follow by transposing these, and cost no transpose of their own.
 */
export const matMulRule: GradientRule = ({ node, x, dy, needs }) => {
  const [a, b] = [x[0]!, x[1]!];
  const transposeA = integerAttribute(node, 'transA', 0) === 1;
  const transposeB = integerAttribute(node, 'transB', 0) === 1;
  const alpha = floatAttribute(node, 'alpha', 1);
  return [
    needs(0) ? gradientA(b, dy, { transposeA, transposeB, alpha }, a) : null,
    needs(1) ? gradientB(a, dy, { transposeA, transposeB, alpha }, b) : null,
  ];
};

function gradientA(b: Value, dy: Value, options: Required<MatMulOptions>, a: Value): Value {
  const { transposeA, transposeB, alpha } = options;
  const gradient = transposeA
    ? matMul(b, dy, { transposeA: transposeB, transposeB: true, alpha })
    : matMul(dy, b, { transposeB: !transposeB, alpha });
  return reduceTo(gradient, a.shape);
}

function gradientB(a: Value, dy: Value, options: Required<MatMulOptions>, b: Value): Value {
  const { transposeA, transposeB, alpha } = options;
  // A matrix shared by a whole batch: all rows at once are one product, with no sum over the batch.
  const shared = b.rank === 2 && a.rank > 2 && !transposeA;
  const [rows, gradientRows] = shared ? [flattenRows(a), flattenRows(dy)] : [a, dy];
  const gradient = transposeB
    ? matMul(gradientRows, rows, { transposeA: true, transposeB: transposeA, alpha })
    : matMul(rows, gradientRows, { transposeA: !transposeA, alpha });
  return reduceTo(gradient, b.shape);
}
