import { createEpochSampler, type EpochCursor } from '@skinr1/autograd';
import { described } from '@skinr1/core';
import type { PromptOrder } from './prompt-order.ts';

/** Every prompt once per epoch, in a new order each. */
export function shuffledEpochs(): PromptOrder {
  return described<PromptOrder>('shuffledEpochs', {}, ({ length }, random) => {
    const sampler = createEpochSampler(length, random);
    return {
      take: (count) => sampler.take(count),
      get state() {
        return sampler.cursor;
      },
      set state(state) {
        sampler.cursor = state as EpochCursor;
      },
    };
  });
}
