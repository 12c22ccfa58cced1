import type { Check } from './check.ts';
import { elementwiseChecks } from './elementwise.ts';
import { rearrangingChecks } from './rearranging.ts';
import { reducingChecks } from './reducing.ts';

/** Checks per operator. onnxruntime has no float64 kernel for Erf, Gelu, MultiHeadAttention and QuickGelu. */
export const gradientChecks: Readonly<Record<string, readonly Check[]>> = {
  ...elementwiseChecks,
  ...rearrangingChecks,
  ...reducingChecks,
};

/** The same as one list: operator, number of the check, check. */
export const listOfChecks: readonly (readonly [string, number, Check])[] = Object.entries(
  gradientChecks,
).flatMap(([op, list]) => list.map((check, i) => [op, i, check] as const));
