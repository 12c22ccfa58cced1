import { inverseFrequency } from '../../architecture/rotary.ts';
import type { QwenTextConfig, YarnScaling } from './config-types.ts';

/**
 * A rotary frequency stretched to longer texts (YaRN; Peng et al., 2023): frequencies that turn often within the
 * positions of pretraining stay, those that do not turn once are divided by `factor`, and between the two it goes
 * over in a straight line.
 *
 * @param index which of the `headSize / 2` frequencies
 */
export function yarnFrequency(
  { ropeTheta, headSize }: Pick<QwenTextConfig, 'ropeTheta' | 'headSize'>,
  { factor, originalMaxPositions, betaFast, betaSlow }: YarnScaling,
  index: number,
): number {
  /** Which frequency turns so often within the positions of pretraining. */
  const indexOf = (turns: number): number =>
    (headSize * Math.log(originalMaxPositions / (turns * 2 * Math.PI))) / (2 * Math.log(ropeTheta));
  const low = Math.max(0, Math.floor(indexOf(betaFast)));
  const high = Math.min(headSize - 1, Math.ceil(indexOf(betaSlow)));
  const way = (index - low) / (high === low ? 0.001 : high - low);
  const stretched = Math.min(1, Math.max(0, way));
  const frequency = inverseFrequency(ropeTheta, (2 * index) / headSize);
  return (frequency / factor) * stretched + frequency * (1 - stretched);
}

/** What sines and cosines are multiplied with where a file does not say: √(1/t) of the paper's equation 22. */
export function yarnAttentionFactor(factor: number): number {
  return factor <= 1 ? 1 : 0.1 * Math.log(factor) + 1;
}
