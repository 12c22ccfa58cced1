import { Graph, ops, type TokenLoss, type TokenLossInputs, type Value } from '@skinr1/autograd';
import {
  declareTargetInputs,
  type TokenScores,
  tokenLogProbs,
} from '../architecture/token-log-probs.ts';
import { wholeRows } from '../architecture/whole-rows.ts';
import type { Architecture } from '../families/family.ts';
import { declareWeights, type GraphWeights, type PartFacts } from '../weights/graph-weights.ts';

/** Declares all inputs of a scoring pass but the weights, and runs it. */
function scoreTokens(graph: Graph, weights: GraphWeights, architecture: Architecture): TokenScores {
  const { family, config } = architecture;
  const hidden = wholeRows(graph, weights, architecture);
  const matrix = family.outputMatrix(weights, config);
  return tokenLogProbs(matrix, hidden, declareTargetInputs(graph));
}

/** Log-probabilities of given completions: output `logProb` `[R, T]`. */
export function buildScoreGraph(
  architecture: Architecture,
  parts: Readonly<Record<string, PartFacts>>,
): Graph {
  const { family, config } = architecture;
  const graph = new Graph('score');
  const weights = declareWeights(graph, family.parameters(config), parts);
  graph.output('logProb', scoreTokens(graph, weights, architecture).logProb);
  return graph;
}

/** Declares what a token loss gets besides what the model says of the tokens. */
function declareLossInputs(graph: Graph, scores: TokenScores): TokenLossInputs {
  const table = ['completions', 'tokens'] as const;
  return {
    ...scores,
    oldLogProb: graph.input('oldLogProb', 'float32', table),
    refLogProb: graph.input('refLogProb', 'float32', table),
    advantage: graph.input('advantage', 'float32', ['completions', 1]),
    mask: graph.input('mask', 'float32', table),
    totalSequences: graph.input('totalSequences', 'float32', []),
    totalTokens: graph.input('totalTokens', 'float32', []),
    maxCompletionLength: graph.input('maxCompletionLength', 'float32', []),
  };
}

/** A training loss over packed rows, with the entropy of the model's choices among its metrics. */
export function packedLoss(
  graph: Graph,
  weights: GraphWeights,
  architecture: Architecture,
  loss: TokenLoss,
): { loss: Value; metrics: Record<string, Value> } {
  const scores = scoreTokens(graph, weights, architecture);
  const inputs = declareLossInputs(graph, scores);
  const result = loss(inputs);
  const perToken = ops.div(ops.reduceSum(ops.mul(scores.entropy, inputs.mask)), inputs.totalTokens);
  return {
    loss: result.loss,
    metrics: { ...result.metrics, entropy: perToken },
  };
}

/** Which of its inputs a loss reads. */
export function usedInputs(loss: TokenLoss): { oldLogProb: boolean; refLogProb: boolean } {
  const graph = new Graph('probe');
  const table = ['completions', 'tokens'] as const;
  const inputs = declareLossInputs(graph, {
    logProb: graph.input('logProb', 'float32', table),
    entropy: graph.input('entropy', 'float32', table),
  });
  loss(inputs);
  const used = new Set(graph.nodes.flatMap((node) => node.inputs));
  return { oldLogProb: used.has(inputs.oldLogProb), refLogProb: used.has(inputs.refLogProb) };
}
