import { ShapeError } from '@skinr1/core';
import { float } from '../graph/attribute.ts';
import { sameDim } from '../graph/dimension.ts';
import type { Value } from '../graph/graph.ts';
import { broadcastShapes, formatShape, type Shape } from '../graph/shape.ts';
import { apply, requireFloat } from './apply.ts';

export interface MatMulOptions {
  /** Use a with its last two axes exchanged. @defaultValue false */
  readonly transposeA?: boolean;
  /** Use b with its last two axes exchanged. @defaultValue false */
  readonly transposeB?: boolean;
  /** Factor on the product. @defaultValue 1 */
  readonly alpha?: number;
}

/**
 * Matrix product over the last two axes, `[…, M, K] × […, K, N] → […, M, N]`; leading axes broadcast.
 * Transposes and the factor cost nothing.
 *
 * @throws ShapeError if the inner sizes differ or an operand is not a matrix
 */
export function matMul(a: Value, b: Value, options: MatMulOptions = {}): Value {
  const { transposeA = false, transposeB = false, alpha = 1 } = options;
  requireFloat('matMul', a);
  const shape = matMulShape(a, b, transposeA, transposeB);
  if (!transposeA && !transposeB && alpha === 1) return apply('MatMul', [a, b], { shape });
  const attributes = {
    transA: transposeA ? 1 : 0,
    transB: transposeB ? 1 : 0,
    alpha: float(alpha),
  };
  return apply('FusedMatMul', [a, b], { domain: 'com.microsoft', shape, attributes });
}

function matMulShape(a: Value, b: Value, transposeA: boolean, transposeB: boolean): Shape {
  if (a.rank < 2 || b.rank < 2 || a.dtype !== b.dtype) {
    throw new ShapeError(`matMul: needs two matrices of one element type, got ${a} and ${b}.`, {
      mend: 'Add an axis with unsqueeze, or convert with cast.',
    });
  }
  const [m, k] = lastTwo(a.shape, transposeA);
  const [inner, n] = lastTwo(b.shape, transposeB);
  if (!sameDim(k, inner)) {
    const spell = (value: Value, flag: boolean) => `${formatShape(value.shape)}${flag ? 'ᵀ' : ''}`;
    throw new ShapeError(
      `matMul: ${spell(a, transposeA)} × ${spell(b, transposeB)}: inner sizes ${k} and ${inner} differ.`,
      { mend: 'Use transposeA or transposeB if a matrix is stored the other way round.' },
    );
  }
  const batch = broadcastShapes('matMul', a.shape.slice(0, -2), b.shape.slice(0, -2));
  return [...batch, m, n];
}

function lastTwo(shape: Shape, swapped: boolean): [string | number, string | number] {
  const [row, column] = shape.slice(-2) as [string | number, string | number];
  return swapped ? [column, row] : [row, column];
}
