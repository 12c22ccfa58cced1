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
export function scoreTokens(
  graph: Graph,
  weights: GraphWeights,
  architecture: Architecture,
): TokenScores {
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

/** Name of the input that a coefficient of a loss is fed by. */
export function coefficientInput(name: string): string {
  return `coefficient/${name}`;
}

/** Declares what a token loss gets besides what the model says of the tokens. */
function declareLossInputs(
  graph: Graph,
  scores: TokenScores,
  onCoefficient: (name: string, initial: number) => void = () => undefined,
): TokenLossInputs {
  const table = ['completions', 'tokens'] as const;
  const coefficients = new Map<string, Value>();
  return {
    ...scores,
    oldLogProb: graph.input('oldLogProb', 'float32', table),
    samplerLogProb: graph.input('samplerLogProb', 'float32', table),
    refLogProb: graph.input('refLogProb', 'float32', table),
    advantage: graph.input('advantage', 'float32', ['completions', 1]),
    importance: graph.input('importance', 'float32', table),
    mask: graph.input('mask', 'float32', table),
    totalSequences: graph.input('totalSequences', 'float32', []),
    totalTokens: graph.input('totalTokens', 'float32', []),
    maxCompletionLength: graph.input('maxCompletionLength', 'float32', []),
    coefficient: (name, initial) => {
      const declared = coefficients.get(name);
      if (declared) return declared;
      const value = graph.input(coefficientInput(name), 'float32', []);
      coefficients.set(name, value);
      onCoefficient(name, initial);
      return value;
    },
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

/** What a loss reads of what may be had. */
export interface LossNeeds {
  readonly oldLogProb: boolean;
  readonly samplerLogProb: boolean;
  readonly refLogProb: boolean;
  /** Its coefficients, with what each is unless told otherwise. */
  readonly coefficients: Readonly<Record<string, number>>;
}

/** What a loss reads. */
export function needsOf(loss: TokenLoss): LossNeeds {
  const graph = new Graph('probe');
  const table = ['completions', 'tokens'] as const;
  const coefficients: Record<string, number> = {};
  const inputs = declareLossInputs(
    graph,
    {
      logProb: graph.input('logProb', 'float32', table),
      entropy: graph.input('entropy', 'float32', table),
    },
    (name, initial) => {
      coefficients[name] = initial;
    },
  );
  loss(inputs);
  const used = new Set(graph.nodes.flatMap((node) => node.inputs));
  const reads = (name: 'oldLogProb' | 'samplerLogProb' | 'refLogProb') => used.has(inputs[name]);
  return {
    oldLogProb: reads('oldLogProb'),
    samplerLogProb: reads('samplerLogProb'),
    refLogProb: reads('refLogProb'),
    coefficients,
  };
}
