import type { Graph, Value } from '@skinr1/autograd';
import type { Architecture, AttentionInputs } from '../families/family.ts';
import type { GraphWeights } from '../weights/graph-weights.ts';
import { createGrids } from './grids.ts';
import { declareImagePlaces, placeImages } from './image-places.ts';
import { declareSequenceInputs } from './sequence-inputs.ts';

/**
 * Declares all inputs of a pass over whole rows, prompts with their answers, but the weights, and runs it:
 * used alike in training and scoring.
 *
 * @returns `[N, hiddenSize]`, after the last norm
 */
export function wholeRows(
  graph: Graph,
  weights: GraphWeights,
  { family, config }: Architecture,
): Value {
  const sequence = declareSequenceInputs(graph, family.positionAxes);
  const features = family.visionTower(graph, weights, config);
  const images = placeImages(features, declareImagePlaces(graph));
  const embedded = images.replace(family.embed(weights, config, sequence.inputIds));
  const grids = createGrids(sequence);
  const attend = (_: number, { query, key, value }: AttentionInputs): Value =>
    grids.attend(query, key, value, config.text);
  const layers = { attend, after: images.after };
  return family.textStack(weights, config, embedded, sequence.positionIds, layers);
}
