import type { AnswerToken, LikelyToken } from '@skinr1/core';
import type { LogitsProcessor, StoppingCriterion } from '@skinr1/model';

/** What is seen of a generation while it runs, without changing it. */
export interface DrawingWatcher {
  /** Length of the prompt in tokens, its images included; 0 before the first token. */
  readonly promptTokens: number;
  /** The likeliest tokens at each place of an answer, by its place in the group. */
  alternatives(row: number): readonly AnswerToken['alternatives'][];
  /** Never stops an answer. */
  readonly criterion: StoppingCriterion;
  /** Leaves logits as they are. */
  readonly processor: LogitsProcessor;
}

/**
 * Watches a generation.
 *
 * @param count of likeliest tokens at each place
 * @param temperature that logits are divided by
 * @param textOf text of a token
 */
export function watchDrawing(
  count: number,
  temperature: number,
  textOf: (id: number) => string,
): DrawingWatcher {
  const rows: AnswerToken['alternatives'][][] = [];
  let promptTokens = 0;
  return {
    get promptTokens() {
      return promptTokens;
    },
    alternatives: (row) => rows[row] ?? [],
    criterion: ({ promptIds }) => {
      promptTokens = promptIds.length;
      return null;
    },
    processor: (logits, { row, tokenIds }) => {
      const places = rows[row] ?? [];
      rows[row] = places;
      places[tokenIds.length] = likeliest(logits, count, temperature).map(({ id, logProb }) => {
        return { text: textOf(id), logProb } satisfies LikelyToken;
      });
    },
  };
}

/** The tokens of the largest logits with log-softmax of logits / temperature, the first first. */
function likeliest(logits: Float32Array, count: number, temperature: number) {
  let largest = Number.NEGATIVE_INFINITY;
  for (const logit of logits) largest = Math.max(largest, logit);
  let sum = 0;
  for (const logit of logits) sum += Math.exp((logit - largest) / temperature);
  const kept: { readonly id: number; readonly logit: number }[] = [];
  logits.forEach((logit, id) => {
    if (kept.length === count && logit <= (kept.at(-1)?.logit ?? 0)) return;
    const place = kept.findIndex((each) => each.logit < logit);
    kept.splice(place < 0 ? kept.length : place, 0, { id, logit });
    if (kept.length > count) kept.pop();
  });
  const total = Math.log(sum);
  return kept.map(({ id, logit }) => ({
    id,
    logProb: Math.min(0, (logit - largest) / temperature - total),
  }));
}
