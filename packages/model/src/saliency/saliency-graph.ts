import { Graph, gradients, ops } from '@skinr1/autograd';
import type { Architecture } from '../families/family.ts';
import { scoreTokens } from '../learn/graphs.ts';
import { declareWeights, type PartFacts } from '../weights/graph-weights.ts';

/**
 * The log-probability of an answer, output `logProb`, and its gradient by the pixels, output `gradient` of their
 * shape. Input `explained` `[R, T]` is 1 for the tokens that count.
 */
export function buildSaliencyGraph(
  architecture: Architecture,
  parts: Readonly<Record<string, PartFacts>>,
): Graph {
  const { family, config } = architecture;
  const graph = new Graph('saliency');
  const weights = declareWeights(graph, family.parameters(config), parts);
  const scores = scoreTokens(graph, weights, architecture);
  const pixels = graph.inputs.find(({ name }) => name === 'pixels');
  if (!pixels) throw new Error(`unreachable: ${family.title} takes pixels`);
  const explained = graph.input('explained', 'float32', ['completions', 'tokens']);
  const logProb = ops.reduceSum(ops.mul(scores.logProb, explained));
  graph.output('logProb', logProb);
  graph.output('gradient', gradients(logProb, [pixels])[0] as typeof pixels);
  return graph;
}
