import { UsageError } from '@skinr1/core';
import { wilson } from '@skinr1/eval';
import { softmax } from './softmax.ts';

/** How good probabilities are. */
export interface CalibrationFigures {
  /** Mean of −log p(right), in nats. */
  readonly negativeLogLikelihood: number;
  /** Expected calibration error over ten bins of confidence (Guo et al., 2017). */
  readonly calibrationError: number;
}

/** How a model's probabilities become what they say, and from which one an answer is given. */
export interface Calibration {
  readonly version: 1;
  /** Hashes of the model that was asked; a calibration of another one is refused. */
  readonly model: Readonly<Record<string, string>>;
  readonly candidates: readonly string[];
  readonly temperature: number;
  /** Least probability of the first diagnosis for an answer; above 1 where none is to be given. */
  readonly threshold: number;
  /** Share of right answers among those given that was asked for. */
  readonly targetAccuracy: number;
  /** On the questions that it was fitted on. */
  readonly fitted: CalibrationSummary;
}

/** What a calibration does on questions whose diagnosis is known. */
export interface CalibrationSummary {
  readonly questions: number;
  /** Share of right answers were all given. */
  readonly accuracy: number;
  /** Share of questions that are answered. */
  readonly coverage: number;
  /** Share of right answers among those given; `null` where none is. */
  readonly accuracyOfGiven: number | null;
  readonly before: CalibrationFigures;
  readonly after: CalibrationFigures;
}

/** A question whose diagnosis is known, and how probable the model found each candidate. */
export interface CalibrationItem {
  /** In the order of the candidates. */
  readonly probabilities: readonly number[];
  /** Index of the right candidate. */
  readonly right: number;
}

/** Options of {@link fitCalibration}. */
export interface FitOptions {
  readonly candidates: readonly string[];
  /** Hashes of the model, as its provenance has them. */
  readonly model: Readonly<Record<string, string>>;
  /** Least share of right answers among those given. @defaultValue 0.9 */
  readonly targetAccuracy?: number;
}

/** Probabilities below are taken for this one: a logarithm of nothing would be infinite. */
const leastProbability = 1e-12;

/** Probabilities at another temperature: pᵢ^(1/T) / Σ pⱼ^(1/T) (C. Guo et al., ICML 2017). */
export function temper(probabilities: readonly number[], temperature: number): number[] {
  return softmax(probabilities.map((p) => Math.log(Math.max(p, leastProbability)) / temperature));
}

/**
 * Fits a calibration on questions that nothing was learnt from: the temperature with the highest likelihood, then
 * the lowest threshold on the first probability from which on the answers given are right as often as asked for, by
 * the lower end of a 95 % Wilson interval. Where no threshold reaches that, none is answered. Its own figures are of
 * the questions it was fitted on: others tell what it is worth.
 *
 * @throws UsageError without questions, or for probabilities that do not match the candidates
 */
export function fitCalibration(
  items: readonly CalibrationItem[],
  options: FitOptions,
): Calibration {
  const { candidates, model, targetAccuracy = 0.9 } = options;
  const bad = items.find(({ probabilities }) => probabilities.length !== candidates.length);
  if (items.length === 0 || bad) {
    throw new UsageError('a calibration needs questions, each with a probability per candidate.', {
      mend: 'Pass what scoring the same candidates gave for each of them.',
    });
  }
  const temperature = bestTemperature(items);
  const threshold = lowestThreshold(temperAll(items, temperature).map(answerOf), targetAccuracy);
  return {
    version: 1,
    model: { ...model },
    candidates: [...candidates],
    temperature,
    threshold,
    targetAccuracy,
    fitted: assessCalibration(items, { temperature, threshold }),
  };
}

/** What a calibration does on questions: on others than it was fitted on, what it is worth. */
export function assessCalibration(
  items: readonly CalibrationItem[],
  { temperature, threshold }: Pick<Calibration, 'temperature' | 'threshold'>,
): CalibrationSummary {
  const tempered = temperAll(items, temperature);
  const answers = tempered.map(answerOf);
  const given = answers.filter(({ confidence }) => confidence >= threshold);
  const rightOf = (some: readonly CalibrationAnswer[]) => some.filter(({ right }) => right).length;
  return {
    questions: items.length,
    accuracy: rightOf(answers) / items.length,
    coverage: given.length / items.length,
    accuracyOfGiven: given.length === 0 ? null : rightOf(given) / given.length,
    before: calibrationFigures(items),
    after: calibrationFigures(tempered),
  };
}

function temperAll(items: readonly CalibrationItem[], temperature: number): CalibrationItem[] {
  return items.map(({ probabilities, right }) => ({
    probabilities: temper(probabilities, temperature),
    right,
  }));
}

interface CalibrationAnswer {
  readonly confidence: number;
  readonly right: boolean;
}

function answerOf({ probabilities, right }: CalibrationItem): CalibrationAnswer {
  const confidence = probabilities.reduce((most, p) => Math.max(most, p), 0);
  return { confidence, right: probabilities.indexOf(confidence) === right };
}

/** Likelihood and calibration error of probabilities as they stand. */
export function calibrationFigures(items: readonly CalibrationItem[]): CalibrationFigures {
  const bins = Array.from({ length: 10 }, () => ({ count: 0, confidence: 0, right: 0 }));
  for (const item of items) {
    const { confidence, right } = answerOf(item);
    const bin = bins[Math.min(9, Math.floor(confidence * 10))] as (typeof bins)[number];
    bin.count++;
    bin.confidence += confidence;
    bin.right += right ? 1 : 0;
  }
  const gap = bins.reduce((sum, bin) => sum + Math.abs(bin.confidence - bin.right), 0);
  return {
    negativeLogLikelihood: logLoss(items, 1),
    calibrationError: gap / items.length,
  };
}

function logLoss(items: readonly CalibrationItem[], temperature: number): number {
  const losses = items.map(({ probabilities, right }) => {
    const p = temper(probabilities, temperature)[right] ?? 0;
    return -Math.log(Math.max(p, leastProbability));
  });
  return losses.reduce((a, b) => a + b, 0) / items.length;
}

/** By golden section over log T: the loss is convex in 1/T, so that it has one minimum. */
function bestTemperature(items: readonly CalibrationItem[]): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [Math.log(0.05), Math.log(20)];
  while (high - low > 1e-4) {
    const step = ratio * (high - low);
    const [left, right] = [high - step, low + step];
    if (logLoss(items, Math.exp(left)) < logLoss(items, Math.exp(right))) high = right;
    else low = left;
  }
  return Math.exp((low + high) / 2);
}

/** Above every probability: nothing is answered. */
const never = 1.01;

function lowestThreshold(answers: readonly CalibrationAnswer[], target: number): number {
  const sorted = [...answers].sort((a, b) => b.confidence - a.confidence);
  let threshold = never;
  let right = 0;
  sorted.forEach((answer, index) => {
    right += answer.right ? 1 : 0;
    // Answers of one confidence are given together.
    if (sorted[index + 1]?.confidence === answer.confidence) return;
    if (wilson(right, index + 1).low >= target) threshold = answer.confidence;
  });
  return threshold;
}
