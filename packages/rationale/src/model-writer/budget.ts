import { ResourceError } from '@skinr1/core';

/** Money that may be spent. */
export interface Budget {
  /**
   * Sets aside what a request may cost; what comes back settles it at what it did cost, or gives it back.
   * Throws ResourceError where too little is left.
   */
  reserve(expected: number): (actual: number) => void;
}

/**
 * A budget that requests under way count against at once, so that several at a time do not pass it together.
 * A request is taken to cost what was expected or as much as the dearest so far; only one dearer than both
 * can pass the limit, by the difference.
 */
export function createBudget(limit: number, source: string): Budget {
  let spent = 0;
  let reserved = 0;
  let dearest = 0;
  return {
    reserve: (expected) => {
      const amount = Math.max(expected, dearest);
      if (spent + reserved + amount > limit) {
        throw new ResourceError(
          `the budget of ${limit} does not allow another request (${spent.toFixed(4)} spent).`,
          { source, mend: 'Raise the budget and run again: finished work is kept.' },
        );
      }
      reserved += amount;
      return (actual) => {
        reserved -= amount;
        spent += actual;
        dearest = Math.max(dearest, actual);
      };
    },
  };
}
