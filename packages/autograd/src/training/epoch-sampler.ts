import { checkWholeNumber, InvalidInputError, type Random } from '@skinr1/core';

/** Where a sampler stands. Plain data, so it can sit in a checkpoint. */
export interface EpochCursor {
  /** Epochs completed. */
  readonly epoch: number;
  /** Items of the current epoch already given. */
  readonly position: number;
}

/** An endless walk over the items of a data set, in a new random order each epoch. */
export interface EpochSampler {
  /** The next indices; goes over the end of an epoch into the next. */
  take(count: number): number[];
  /** Indices left in the current epoch. */
  readonly remaining: number;
  cursor: EpochCursor;
}

/**
 * Walks over `0 … length − 1`, each index once per epoch. The order of an epoch depends only on the seed of
 * `random` and the epoch's number, so a cursor is all that a resumed run needs.
 *
 * @throws UsageError for an empty data set.
 */
export function createEpochSampler(length: number, random: Random): EpochSampler {
  checkWholeNumber('the number of items to sample from', length, 1);
  const indices = Array.from({ length }, (_, index) => index);
  const orderOf = (epoch: number): number[] => random.fork(`epoch ${epoch}`).shuffle(indices);
  let epoch = 0;
  let position = 0;
  let order = orderOf(0);

  return {
    take(count) {
      const taken: number[] = [];
      while (taken.length < count) {
        if (position === length) {
          epoch += 1;
          position = 0;
          order = orderOf(epoch);
        }
        const next = order.slice(position, position + count - taken.length);
        position += next.length;
        for (const index of next) taken.push(index);
      }
      return taken;
    },
    get remaining() {
      return length - position;
    },
    get cursor() {
      return { epoch, position };
    },
    set cursor(cursor) {
      const { epoch: wanted, position: at } = cursor;
      if (
        !(
          Number.isInteger(wanted) &&
          wanted >= 0 &&
          Number.isInteger(at) &&
          at >= 0 &&
          at <= length
        )
      ) {
        throw new InvalidInputError(`cursor ${wanted}/${at} does not fit ${length} items.`);
      }
      epoch = wanted;
      position = at;
      order = orderOf(epoch);
    },
  };
}
