import type { Calibration } from './calibration.ts';
import type { Abstention, AbstentionReason, RankedDiagnosis, StatedAnswer } from './diagnosis.ts';
import type { ImageQuality } from './quality/assess-quality.ts';

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;

/** Whether what was found is enough to conclude on, and why not. */
export function decideAbstention(
  found: {
    readonly quality: ImageQuality;
    readonly answer: StatedAnswer;
    readonly first: RankedDiagnosis;
    /** Whether the answer's disease is the first one, or a wider or narrower name of it. */
    readonly isAgreed: boolean;
  },
  calibration: Calibration | null,
): Abstention {
  const { quality, answer, first, isAgreed } = found;
  const reasons: AbstentionReason[] = quality.checks.flatMap(({ problem }) =>
    problem === null ? [] : [{ kind: 'quality' as const, text: problem }],
  );
  if (!answer.inForm) {
    reasons.push({
      kind: 'form',
      text: 'The model did not give an answer of the form that it was taught.',
    });
  }
  if (answer.inForm && !isAgreed) {
    reasons.push({
      kind: 'disagreement',
      text: `The answer itself concludes on ${answer.name}, the sampled reasonings together on ${first.name}.`,
    });
  }
  const threshold = calibration?.threshold ?? null;
  if (threshold !== null && first.probability < threshold) {
    reasons.push({
      kind: 'confidence',
      text:
        threshold > 1
          ? 'On no question of its calibration was the model right often enough, however sure it was.'
          : `The model gives ${first.name} ${percent(first.probability)}; it is right often enough only from ${percent(threshold)} on.`,
    });
  }
  return { abstains: reasons.length > 0, reasons, threshold, basis: basisOf(calibration) };
}

function basisOf(calibration: Calibration | null): string {
  if (calibration === null) {
    return "Not calibrated: the probabilities are the model's own, and nobody has measured how often it is right at which.";
  }
  const { temperature, targetAccuracy, fitted } = calibration;
  const { questions, coverage, accuracyOfGiven } = fitted;
  const right = accuracyOfGiven === null ? 'none' : percent(accuracyOfGiven);
  return `Calibrated on ${questions} questions (temperature ${temperature.toFixed(2)}), for ${percent(targetAccuracy)} right: there ${percent(coverage)} were answered, ${right} of them rightly.`;
}
