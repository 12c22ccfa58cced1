import { type Feeds, type Tensor, tensor } from '@skinr1/autograd';
import { checkNumber, UsageError } from '@skinr1/core';
import { coefficientInput } from './graphs.ts';
import { type MicroBatch, type PlacedCompletion, tokenTable, tokenWeights } from './groups.ts';
import type { StepTotals } from './step-totals.ts';

/** Log-probabilities of the tokens of completions. */
export type Scores = ReadonlyMap<PlacedCompletion, ArrayLike<number>>;

/** Log-probabilities that a micro-batch does not bring along; empty where the loss does not read them. */
export interface BatchScores {
  readonly reference: Scores;
  /** Of the weights as they are now, for answers that were not sampled. */
  readonly current: Scores;
}

/** Feeds a loss with what it gets beside the model's own figures. */
export function lossFeeds(
  batch: MicroBatch,
  totals: StepTotals,
  { reference, current }: BatchScores,
): Feeds {
  const { completions } = batch;
  const sampled = (each: PlacedCompletion) => each.source.logProbs ?? current.get(each) ?? [];
  const ones = ({ tokenIds }: PlacedCompletion) => new Float32Array(tokenIds.length).fill(1);
  return {
    refLogProb: tokenTable(batch, (each) => reference.get(each) ?? []),
    oldLogProb: tokenTable(batch, (each) => each.source.oldLogProbs ?? sampled(each)),
    samplerLogProb: tokenTable(batch, sampled),
    importance: tokenTable(batch, (each) => each.source.importance ?? ones(each)),
    mask: tokenTable(batch, tokenWeights),
    advantage: tensor(
      'float32',
      [completions.length, 1],
      completions.map(({ source }) => source.advantage ?? 0),
    ),
    totalSequences: scalar(totals.sequences),
    totalTokens: scalar(totals.tokens),
    maxCompletionLength: scalar(totals.longest),
  };
}

/**
 * Feeds a loss's coefficients: those given, and of the others what the loss was made with.
 *
 * @throws UsageError for one that the loss does not ask for, or that is not finite
 */
export function coefficientFeeds(
  initial: Readonly<Record<string, number>>,
  given: Readonly<Record<string, number>>,
): Feeds {
  const names = Object.keys(initial);
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`the loss has no coefficient '${unknown}'.`, {
      mend:
        names.length > 0
          ? `It has ${names.join(', ')}.`
          : 'A loss has those that it was made with a value other than 0 for.',
    });
  }
  const feeds = Object.entries({ ...initial, ...given }).map(([name, value]) => {
    checkNumber(`coefficient '${name}'`, value);
    return [coefficientInput(name), scalar(value)] as const;
  });
  return Object.fromEntries(feeds);
}

function scalar(value: number): Tensor {
  return tensor('float32', [], [value]);
}
