import {
  concat,
  customGradient,
  type Dim,
  type Graph,
  gather,
  matMul,
  mul,
  reduceSum,
  reshape,
  softmax,
  sub,
  type Value,
} from '@skinr1/autograd';
import type { ModelConfig } from '../config.ts';
import { outputMatrix } from './decoder.ts';
import type { ParameterMap } from './parameters.ts';

/** Which tokens to score, as graph inputs. M tokens in all, of R completions of at most T tokens. */
export interface TargetInputs {
  /** int32 `[M]`: flat place in B · S of the hidden state that predicts the token. */
  readonly targetPlaces: Value;
  /** int32 `[M]`: the token's id. */
  readonly targetIds: Value;
  /** int32 `[R, T]`: which of the M tokens stands here; M for padding. */
  readonly targetLayout: Value;
  /** float32 scalar: 1 / sampling temperature. */
  readonly inverseTemperature: Value;
}

/** Declares the target inputs with symbols M (`targets`), R (`completions`) and T (`tokens`). */
export function declareTargetInputs(graph: Graph): TargetInputs {
  return {
    targetPlaces: graph.input('targetPlaces', 'int32', ['targets']),
    targetIds: graph.input('targetIds', 'int32', ['targets']),
    targetLayout: graph.input('targetLayout', 'int32', ['completions', 'tokens']),
    inverseTemperature: graph.input('inverseTemperature', 'float32', []),
  };
}

/** What {@link tokenLogProbs} gives, both `[R, T]` with 0 for padding. */
export interface TokenScores {
  readonly logProb: Value;
  /** Entropy of the whole distribution, in nats; no gradient flows through it. */
  readonly entropy: Value;
}

/**
 * Log-probabilities of chosen tokens: logit of the token − log Σ exp of all logits, of
 * logits / temperature. Only the scored places meet the vocabulary, and the token's own logit is
 * computed from its row of the output matrix, so that the backward pass needs one array of
 * `[M, vocabulary]` and no scatter into it.
 */
export function tokenLogProbs(
  parameters: ParameterMap,
  config: ModelConfig,
  hidden: Value,
  targets: TargetInputs,
): TokenScores {
  const matrix = outputMatrix(parameters, config);
  const rows = mul(gather(hidden, targets.targetPlaces, 0), targets.inverseTemperature);
  const logits = matMul(rows, matrix, { transposeB: true });
  const probabilities = softmax(logits);
  const normaliser = logSumExp(logits, probabilities);
  const own = reduceSum(mul(rows, gather(matrix, targets.targetIds, 0)), { axes: 1 });
  const mean = reduceSum(mul(probabilities, logits), { axes: 1 });
  return {
    logProb: layOut(sub(own, normaliser), targets.targetLayout),
    entropy: layOut(
      customGradient(sub(normaliser, mean), [], () => []),
      targets.targetLayout,
    ),
  };
}

/** log Σ exp over the last axis of `[M, V]`; its gradient is the softmax, which is at hand. */
function logSumExp(logits: Value, probabilities: Value): Value {
  const { graph } = logits;
  const rows = logits.shape[0] as Dim;
  const node = graph.append({
    op: 'ReduceLogSumExp',
    inputs: [logits, graph.constant('int64', [1])],
    outputs: [{ dtype: logits.dtype, shape: [rows] }],
    attributes: { keepdims: 0 },
  });
  return customGradient(node.outputs[0] as Value, [logits], (gradient) => [
    mul(probabilities, reshape(gradient, [rows, 1])),
  ]);
}

/** `[M]` as `[R, T]`; place M is a zero. */
function layOut(values: Value, layout: Value): Value {
  const padded = concat([values, values.graph.constant('float32', [0])], 0);
  return gather(padded, layout, 0);
}
