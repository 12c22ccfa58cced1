import type { Graph, TensorHandle, Value } from '@skinr1/autograd';
import { UsageError } from '@skinr1/core';
import { declareParts } from '../weights/graph-weights.ts';
import type { ModelWeights } from '../weights/model-weights.ts';
import { isAdapterPart } from '../weights/part-names.ts';
import { isHandle, type WeightPart } from '../weights/weight-part.ts';

/** The parts of a model's weights, by what a learner does with them. */
export interface LearningParts {
  /** The adapter that learns; null: the weights themselves. */
  readonly adapter: string | null;
  readonly learning: Readonly<Record<string, TensorHandle>>;
  /** Neither given back by a training step nor ever copied. */
  readonly frozen: Readonly<Record<string, WeightPart>>;
}

/** What is to learn. */
export interface LearningChoice {
  /** @defaultValue the one added last */
  readonly adapter?: string | null | undefined;
  /** @defaultValue all */
  readonly trainable?: ((name: string) => boolean) | undefined;
}

/**
 * Chooses what learns: one adapter of a model that has any, else all weights; of these what `trainable`
 * allows.
 *
 * @throws UsageError when the model has a learner already, when nothing is left, for a weight that is not
 *   kept in float32, or an adapter that the model does not have
 */
export function chooseLearning(
  weights: ModelWeights,
  { adapter = weights.defaultAdapter, trainable = () => true }: LearningChoice = {},
): LearningParts {
  weights.checkOpen();
  if (weights.isLearning) {
    throw new UsageError('the model has a learner already.', { mend: 'Release that one first.' });
  }
  const beside = adapter === null ? {} : weights.adapter(adapter).parts;
  const learning: Record<string, TensorHandle> = {};
  const frozen: Record<string, WeightPart> = {};
  for (const [name, part] of Object.entries({ ...weights.parts, ...beside })) {
    const learns = (adapter === null || isAdapterPart(name)) && trainable(name);
    if (!learns) frozen[name] = part;
    else if (!isHandle(part) || part.dtype !== 'float32') {
      throw new UsageError(
        `'${name}' is kept ${'path' in part ? 'in its file' : `in ${part.dtype}`} and cannot learn.`,
        {
          mend: "Load the model with precision 'float32', or put an adapter beside its weights.",
        },
      );
    } else learning[name] = part;
  }
  if (Object.keys(learning).length > 0) return { adapter, learning, frozen };
  throw new UsageError('no weight was chosen to learn.', { mend: 'Let trainable choose some.' });
}

/** The frozen parts that are fed at each run. */
export function frozenFeeds({ frozen }: LearningParts): Record<string, TensorHandle> {
  const feeds: Record<string, TensorHandle> = {};
  for (const [name, part] of Object.entries(frozen)) if (isHandle(part)) feeds[name] = part;
  return feeds;
}

/** All parts in a trainer's graph, which has declared those that learn. */
export function declareAll(
  graph: Graph,
  learning: Readonly<Record<string, Value>>,
  { frozen }: LearningParts,
): Record<string, Value> {
  return { ...declareParts(graph, frozen), ...learning };
}
