/*
 * Not imported where a loop reads them: V8 folds into it only what its own module keeps for itself.
 */
const perNat = 256;
const deepest = 64 * perNat;
const [first, second] = [1 / perNat, 1 / (2 * perNat ** 2)];

/** Steps into which a factor of e is cut. */
export const stepsPerNat: number = perNat;

/** Steps down to e^-64, 1.6e-28: what lies deeper adds nothing to a sum of 1 or more. */
export const deepestStep: number = deepest;

/** e^(-i / 256). */
const powers = Float64Array.from({ length: deepest }, (_, i) => Math.exp(-i / perNat));

/**
 * e^(-steps / 256) for 0 ≤ steps < {@link deepestStep}, to a relative error of 1e-8 (the third-order term left out,
 * 1 / (6 · 256³)), at a fraction of the time of `Math.exp`: drawing a token takes one for each entry of the vocabulary.
 * NaN for what is no number.
 */
export function fallingExponential(steps: number): number {
  const whole = steps | 0;
  const rest = whole - steps;
  return (powers[whole] as number) * (1 + rest * (first + rest * second));
}
