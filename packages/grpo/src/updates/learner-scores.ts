import type { SampledCompletion, SampledGroup } from '@skinr1/core';
import type { Metrics } from '../metrics.ts';
import type { GrpoSettings } from '../options.ts';
import { cannotScore } from './cannot-score.ts';

/** The groups of a step with what the learner says of their tokens. */
export interface LearnerScores {
  /** As they were sampled; a log-probability that the sampler did not give is the learner's. */
  readonly groups: readonly SampledGroup[];
  /** Log-probabilities under what learns, as it was when the answers were sampled. */
  readonly oldLogProbs: readonly (readonly ArrayLike<number>[])[];
  /** Factors on tokens; left out where samplers are not corrected for. */
  readonly importance?: readonly (readonly Float32Array[])[];
  readonly metrics: Metrics;
}

/**
 * Where samplers are corrected for, asks the learner what it says of the answers; else takes the sampler's word.
 *
 * @throws UsageError for a policy that cannot be asked
 */
export async function scoreByLearner(
  { policy, importanceCorrection }: Pick<GrpoSettings<never>, 'policy' | 'importanceCorrection'>,
  groups: readonly SampledGroup[],
): Promise<LearnerScores> {
  if (!importanceCorrection) {
    const sampled = groups.map(({ completions }) => completions.map(({ logProbs }) => logProbs));
    return { groups, oldLogProbs: sampled, metrics: {} };
  }
  if (!policy.score) throw cannotScore('importanceCorrection');
  const oldLogProbs = await policy.score(groups, 'learner');
  const differences: number[] = [];
  const ratios: number[] = [];
  const importance = groups.map(({ completions }, group) =>
    completions.map(({ logProbs }, row) => {
      const logRatios = Float64Array.from(
        oldLogProbs[group]![row]!,
        (old, t) => old - logProbs[t]!,
      );
      for (const each of logRatios) if (!Number.isNaN(each)) differences.push(Math.abs(each));
      // What the sampler did not say is taken as no difference.
      const factors = importanceCorrection(
        logRatios.map((each) => (Number.isNaN(each) ? 0 : each)),
      );
      for (const each of typeof factors === 'number' ? [factors] : factors) ratios.push(each);
      return typeof factors === 'number'
        ? new Float32Array(logProbs.length).fill(factors)
        : Float32Array.from(factors);
    }),
  );
  return {
    groups: groups.map((group, index) => withoutGaps(group, oldLogProbs[index]!)),
    oldLogProbs,
    importance,
    metrics: {
      'sampling/sampling_logp_difference/mean': meanOf(differences),
      'sampling/sampling_logp_difference/max': differences.reduce((a, b) => Math.max(a, b), 0),
      'sampling/importance_sampling_ratio/min': ratios.reduce((a, b) => Math.min(a, b)),
      'sampling/importance_sampling_ratio/mean': meanOf(ratios),
      'sampling/importance_sampling_ratio/max': ratios.reduce((a, b) => Math.max(a, b)),
    },
  };
}

function withoutGaps(group: SampledGroup, oldLogProbs: readonly Float32Array[]): SampledGroup {
  const filled = (completion: SampledCompletion, row: number): SampledCompletion => {
    if (!completion.logProbs.some(Number.isNaN)) return completion;
    const old = oldLogProbs[row]!;
    const logProbs = completion.logProbs.map((each, t) => (Number.isNaN(each) ? old[t]! : each));
    return { ...completion, logProbs };
  };
  return { ...group, completions: group.completions.map(filled) };
}

function meanOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
