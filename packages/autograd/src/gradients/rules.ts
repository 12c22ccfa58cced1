import type { OpName } from '../ops/op-name.ts';
import * as activation from './activation-rules.ts';
import * as arithmetic from './arithmetic-rules.ts';
import { causalAttentionRule, multiHeadAttentionRule } from './attention-rules.ts';
import { matMulRule } from './matmul-rules.ts';
import * as normalization from './normalization-rules.ts';
import * as rearrange from './rearrange-rules.ts';
import * as reduction from './reduction-rules.ts';
import type { GradientRule } from './rule.ts';

/** For operators whose result does not change with small changes of their inputs, or is no real number. */
const zero: GradientRule = () => [];

/** One rule per operator; a missing one does not compile. */
export const gradientRules: { readonly [Op in OpName]: GradientRule } = {
  Abs: arithmetic.absRule,
  Add: arithmetic.addRule,
  And: zero,
  Cast: rearrange.castRule,
  CausalAttention: causalAttentionRule,
  Clip: arithmetic.clipRule,
  Concat: rearrange.concatRule,
  ConstantOfShape: zero,
  Cos: arithmetic.cosRule,
  Div: arithmetic.divRule,
  Equal: zero,
  Erf: activation.erfRule,
  Exp: arithmetic.expRule,
  Expand: rearrange.expandRule,
  FusedMatMul: matMulRule,
  Gather: rearrange.gatherRule,
  GatherElements: rearrange.gatherElementsRule,
  GatherND: rearrange.gatherNdRule,
  Gelu: activation.geluRule,
  Greater: zero,
  Identity: arithmetic.identityRule,
  LayerNormalization: normalization.layerNormRule,
  Less: zero,
  Log: arithmetic.logRule,
  LogSoftmax: reduction.logSoftmaxRule,
  MatMul: matMulRule,
  Max: arithmetic.maxRule,
  Min: arithmetic.minRule,
  Mul: arithmetic.mulRule,
  MultiHeadAttention: multiHeadAttentionRule,
  Neg: arithmetic.negRule,
  Not: zero,
  Or: zero,
  Pad: rearrange.padRule,
  Pow: arithmetic.powRule,
  QuickGelu: activation.quickGeluRule,
  Reciprocal: arithmetic.reciprocalRule,
  ReduceMax: reduction.reduceMaxRule,
  ReduceMean: reduction.reduceMeanRule,
  ReduceSum: reduction.reduceSumRule,
  ReduceSumSquare: reduction.reduceSumSquareRule,
  Relu: activation.reluRule,
  Reshape: rearrange.reshapeRule,
  ScatterElements: rearrange.scatterElementsRule,
  ScatterND: rearrange.scatterNdRule,
  Shape: zero,
  Sigmoid: activation.sigmoidRule,
  Sign: zero,
  SimplifiedLayerNormalization: normalization.rmsNormRule,
  Sin: arithmetic.sinRule,
  Slice: rearrange.sliceRule,
  Softmax: reduction.softmaxRule,
  Split: rearrange.splitRule,
  Sqrt: arithmetic.sqrtRule,
  Squeeze: rearrange.reshapeRule,
  Sub: arithmetic.subRule,
  Tanh: activation.tanhRule,
  TopK: zero,
  Transpose: rearrange.transposeRule,
  Unsqueeze: rearrange.reshapeRule,
  Where: arithmetic.whereRule,
};
