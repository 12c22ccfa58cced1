import type { Prompt, Random } from '@skinr1/core';

/** Logits by prompt and position; a table that is not there is all zero. */
export type Tables = Map<string, Float64Array>;

/** Where in the tables the logits of a position lie. */
export function keyOf({ id }: Prompt, position: number): string {
  return `${id}\n${position}`;
}

/**
 * Adds what a token teaches to the gradient by its logits z, with π = softmax(z / T):
 *
 *   ∂ log π(token) / ∂ z_i = (1[i = token] − π_i) / T      ∂ H / ∂ z_i = −π_i (log π_i + H) / T
 */
export function accumulate(
  gradients: Tables,
  key: string,
  taught: {
    readonly logProbs: Float64Array;
    readonly token: number;
    readonly temperature: number;
    readonly byLogProb: number;
    readonly byEntropy: number;
  },
): void {
  const { logProbs, token, temperature, byLogProb, byEntropy } = taught;
  const gradient = gradients.get(key) ?? new Float64Array(logProbs.length);
  gradients.set(key, gradient);
  const entropy = entropyOf(logProbs);
  logProbs.forEach((logProb, index) => {
    const share = Math.exp(logProb);
    const ofLogProb = (index === token ? 1 : 0) - share;
    const ofEntropy = -share * (logProb + entropy);
    gradient[index]! += (byLogProb * ofLogProb + byEntropy * ofEntropy) / temperature;
  });
}

/** In nats. */
export function entropyOf(logProbs: Float64Array): number {
  return logProbs.reduce((sum, logProb) => sum - Math.exp(logProb) * logProb, 0);
}

export function logSoftmax(logits: Float64Array, temperature: number): Float64Array {
  const scaled = logits.map((logit) => logit / temperature);
  const largest = largestOf(scaled);
  const total = scaled.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
  return scaled.map((logit) => logit - largest - Math.log(total));
}

export function largestOf(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
}

/** Draws an index by its log-probability. */
export function pick(logProbs: Float64Array, random: Random): number {
  let left = random.next();
  for (let index = 0; index < logProbs.length - 1; index++) {
    left -= Math.exp(logProbs[index] as number);
    if (left < 0) return index;
  }
  return logProbs.length - 1;
}
