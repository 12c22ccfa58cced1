import { floatAttribute } from '../graph/attribute.ts';
import type { Value } from '../graph/graph.ts';
import {
  cast,
  div,
  flattenRows,
  inverseRootMeanSquare,
  matMul,
  mul,
  reduceMean,
  reshape,
  sub,
} from '../ops/index.ts';
import { type GradientRule, type RuleContext, reduceTo } from './rule.ts';

const alongRow = { axes: -1, keepDims: true };

/**
 * The statistic that the operator kept. It is float32 only: for another type it is worked out again, so
 * that gradients have the precision of their type.
 */
function kept({ dy, y }: RuleContext, output: number, workOut: () => Value): Value {
  const value = y[output]!;
  return value.dtype === dy.dtype ? value : workOut();
}

/**
 * y = x̂·scale + shift with x̂ = (x − mean)·r, r = 1/√(variance + ε). With g = dy·scale:
 * dx = r·(g − mean g − x̂·mean(g·x̂)); dscale = Σ dy·x̂; dshift = Σ dy.
 */
export const layerNormRule: GradientRule = (context) => {
  const { node, x, dy, needs } = context;
  const [input, scale, shift] = [x[0]!, x[1]!, x[2]!];
  const centered = sub(
    input,
    kept(context, 1, () => reduceMean(input, alongRow)),
  );
  const inverse = kept(context, 2, () =>
    inverseRootMeanSquare(centered, floatAttribute(node, 'epsilon', 1e-5)),
  );
  const normal = mul(centered, inverse);
  const toInput = () => {
    const scaled = mul(dy, scale);
    const along = reduceMean(mul(scaled, normal), alongRow);
    const level = reduceMean(scaled, alongRow);
    return mul(sub(sub(scaled, level), mul(normal, along)), inverse);
  };
  return [
    needs(0) ? toInput() : null,
    needs(1) ? reduceTo(mul(dy, normal), scale.shape) : null,
    needs(2) ? reduceTo(dy, shift.shape) : null,
  ];
};

/**
 * y = x̂·scale with x̂ = x·r, r = 1/√(mean x² + ε). With g = dy·scale: dx = r·g − x·(r²·mean(g·x̂)), where
 * mean(g·x̂) = r·Σ (dy·x)·scale / n; dscale = Σ (dy·x)·r. Both sums are products with a vector, and what is divided by
 * rows is narrow, so that five passes over x are enough.
 */
export const rmsNormRule: GradientRule = (context) => {
  const { node, x, dy, needs } = context;
  const [input, scale] = [x[0]!, x[1]!];
  const inverse = kept(context, 1, () =>
    inverseRootMeanSquare(input, floatAttribute(node, 'epsilon', 1e-5)),
  );
  const weighted = mul(dy, input);
  const width = scale.shape[0]!;
  const toInput = () => {
    const sum = matMul(weighted, reshape(scale, [width, 1]));
    const size = cast(input.graph.dimension(width), dy.dtype);
    const along = div(mul(mul(inverse, mul(inverse, inverse)), sum), size);
    return sub(mul(mul(dy, scale), inverse), mul(input, along));
  };
  const toScale = () => {
    const sum = matMul(flattenRows(inverse), flattenRows(weighted), { transposeA: true });
    return reshape(sum, scale.shape);
  };
  return [needs(0) ? toInput() : null, needs(1) ? toScale() : null];
};
