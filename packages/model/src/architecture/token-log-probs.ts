import { type Graph, ops, type Value } from '@skinr1/autograd';
import type { Weight } from '../weights/weight.ts';

/** Which tokens to score, as graph inputs. M tokens in all, of R completions of at most T tokens. */
export interface TargetInputs {
  /** int32 `[M]`: place in N of the hidden state that predicts the token. */
  readonly targetPlaces: Value;
  /** int32 `[M]`: the token's id. */
  readonly targetIds: Value;
  /** int32 `[R, T]`: which of the M tokens stands here; M for padding. */
  readonly targetLayout: Value;
  /** float32 `[M, 1]`: 1 / temperature at which the token was sampled. */
  readonly inverseTemperature: Value;
}

/** Declares the target inputs with symbols M (`targets`), R (`completions`) and T (`tokens`). */
export function declareTargetInputs(graph: Graph): TargetInputs {
  return {
    targetPlaces: graph.input('targetPlaces', 'int32', ['targets']),
    targetIds: graph.input('targetIds', 'int32', ['targets']),
    targetLayout: graph.input('targetLayout', 'int32', ['completions', 'tokens']),
    inverseTemperature: graph.input('inverseTemperature', 'float32', ['targets', 1]),
  };
}

/** What {@link tokenLogProbs} gives, both `[R, T]` with 0 for padding. */
export interface TokenScores {
  readonly logProb: Value;
  /** Entropy of the whole distribution, in nats. */
  readonly entropy: Value;
}

/**
 * Log-probabilities of chosen tokens: logit of the token − log Σ exp of all logits, of
 * logits / temperature. Only the scored places meet the vocabulary, and the token's logit is
 * computed from its row of the output matrix, so that the backward pass needs one array of
 * `[M, vocabulary]` and no scatter into it.
 *
 * @param matrix the output layer, `[vocabularySize, hiddenSize]`
 * @param hidden `[N, hiddenSize]`
 */
export function tokenLogProbs(matrix: Weight, hidden: Value, targets: TargetInputs): TokenScores {
  const rows = ops.mul(ops.gather(hidden, targets.targetPlaces, 0), targets.inverseTemperature);
  const logits = matrix.project(rows);
  const probabilities = ops.softmax(logits);
  const normalizer = logSumExp(logits, probabilities);
  const chosen = ops.reduceSum(ops.mul(rows, matrix.gather(targets.targetIds)), { axes: 1 });
  return {
    logProb: layOut(ops.sub(chosen, normalizer), targets.targetLayout),
    entropy: layOut(entropyOf(logits, probabilities, normalizer), targets.targetLayout),
  };
}

/**
 * log Σ exp over the last axis of `[M, V]`, from the softmax that is at hand: with x̂ the largest logit
 * and p̂ = 1 / Σ exp(x − x̂) its probability, log Σ exp x = x̂ − log p̂. Its gradient is the softmax.
 */
function logSumExp(logits: Value, probabilities: Value): Value {
  const largest = ops.reduceMax(logits, { axes: 1 });
  const value = ops.sub(largest, ops.log(ops.reduceMax(probabilities, { axes: 1 })));
  return ops.customGradient(value, [logits], (gradient) => [
    ops.mul(probabilities, ops.unsqueeze(gradient, 1)),
  ]);
}

/**
 * H = log Σ exp x − Σ p·x over the last axis of `[M, V]`, with p the softmax of x. Its gradient is
 * ∂H/∂x = −p·(x − Σ p·x), which needs no array beside those at hand.
 */
function entropyOf(logits: Value, probabilities: Value, normalizer: Value): Value {
  const mean = ops.reduceSum(ops.mul(probabilities, logits), { axes: 1 });
  return ops.customGradient(ops.sub(normalizer, mean), [logits], (gradient) => [
    ops.mul(
      ops.mul(probabilities, ops.sub(ops.unsqueeze(mean, 1), logits)),
      ops.unsqueeze(gradient, 1),
    ),
  ]);
}

/** `[M]` as `[R, T]`; place M is a zero. */
function layOut(values: Value, layout: Value): Value {
  const padded = ops.concat([values, values.graph.constant('float32', [0])], 0);
  return ops.gather(padded, layout, 0);
}
