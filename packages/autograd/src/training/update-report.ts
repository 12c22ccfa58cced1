import { type UpdateMetrics, UsageError } from '@skinr1/core';

/** Names under which dashboards of Hugging Face trainers expect figures that are called otherwise here. */
const dashboardNames: Readonly<Record<string, string>> = {
  gradientNorm: 'grad_norm',
  learningRate: 'learning_rate',
};

/**
 * What an update reports, under the names that training dashboards know.
 *
 * @throws UsageError when loss, gradient norm or learning rate is not finite: a policy that applied such an update has
 *   spoilt its weights, and no checkpoint must be replaced by them
 */
export function reportUpdate(update: UpdateMetrics, step: number): Record<string, number> {
  if (!isFiniteUpdate(update)) throw diverged(update, step, applied);
  return Object.fromEntries(
    Object.entries(update).map(([name, value]) => [dashboardNames[name] ?? name, value]),
  );
}

/** What to do about an update that spoilt the weights. */
const applied =
  'Resume from the last checkpoint with a lower learning rate or a tighter gradient clip.';

/** What to do about one that was refused. */
export const notApplied =
  'It was not applied: the weights are as before. Look for what is not finite in its inputs, or lower the learning rate.';

/** Whether an update can be applied: loss, gradient norm and, where one is told, learning rate are finite. */
export function isFiniteUpdate({ loss, gradientNorm, learningRate = 0 }: UpdateMetrics): boolean {
  return [loss, gradientNorm, learningRate].every(Number.isFinite);
}

/** The error of an update that is not finite. */
export function diverged(
  { loss, gradientNorm, learningRate = 0 }: UpdateMetrics,
  step: number,
  mend: string,
): UsageError {
  const rate = Number.isFinite(learningRate) ? '' : `, learning rate ${learningRate}`;
  return new UsageError(
    `step ${step} diverged: loss ${loss}, gradient norm ${gradientNorm}${rate}.`,
    { mend },
  );
}
