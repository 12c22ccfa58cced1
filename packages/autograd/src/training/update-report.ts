import { type UpdateMetrics, UsageError } from '@skinr1/core';

/** Names under which dashboards of Hugging Face trainers expect figures that are called otherwise here. */
const dashboardNames: Readonly<Record<string, string>> = {
  gradientNorm: 'grad_norm',
  learningRate: 'learning_rate',
};

/**
 * What an update reports, under the names that training dashboards know.
 *
 * @throws UsageError when loss or gradient norm is not finite: the weights are spoilt, and no checkpoint
 *   must be replaced by them
 */
export function reportUpdate(update: UpdateMetrics, step: number): Record<string, number> {
  const { loss, gradientNorm } = update;
  if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) {
    throw new UsageError(`step ${step} diverged: loss ${loss}, gradient norm ${gradientNorm}.`, {
      mend: 'Resume from the last checkpoint with a lower learning rate or a tighter gradient clip.',
    });
  }
  return Object.fromEntries(
    Object.entries(update).map(([name, value]) => [dashboardNames[name] ?? name, value]),
  );
}
