import type { Learner, LearningGroup } from '@skinr1/model';

/** What a model makes of answers that it does not learn. */
export interface HeldOutMetrics {
  /** Cross-entropy per answer token, in nats. */
  readonly eval_loss: number;
  /** Mean probability of an answer token. */
  readonly eval_mean_token_probability: number;
  /** Answer tokens judged. */
  readonly eval_num_tokens: number;
}

/** Groups scored at a time, so that memory does not grow with the held-out set. */
const groupsPerPass = 16;

/** Loss on groups without learning from them. */
export async function heldOutLoss(
  learner: Pick<Learner, 'logProbs'>,
  groups: readonly LearningGroup[],
  signal?: AbortSignal,
): Promise<HeldOutMetrics> {
  let logProbs = 0;
  let probabilities = 0;
  let tokens = 0;
  for (let start = 0; start < groups.length; start += groupsPerPass) {
    signal?.throwIfAborted();
    const scores = await learner.logProbs(groups.slice(start, start + groupsPerPass));
    for (const logProb of scores.flat().flatMap((values) => [...values])) {
      logProbs += logProb;
      probabilities += Math.exp(logProb);
      tokens += 1;
    }
  }
  return {
    eval_loss: -logProbs / tokens,
    eval_mean_token_probability: probabilities / tokens,
    eval_num_tokens: tokens,
  };
}
