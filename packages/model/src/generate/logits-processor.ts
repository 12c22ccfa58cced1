import {
  checkWholeNumber,
  described,
  descriptionOf,
  InvalidInputError,
  UsageError,
} from '@skinr1/core';
import { leadingTokens, type Narrowing } from './most-probable.ts';
import { WeighedTokens } from './weighed-tokens.ts';

/** An answer while it is generated. The same object through its whole life: what is kept of it can be kept by it. */
export interface AnswerSoFar {
  /** Place of its question in the call. */
  readonly question: number;
  /** Place of the answer in its group. */
  readonly row: number;
  readonly promptIds: Int32Array;
  readonly tokenIds: readonly number[];
  /** One a token, as {@link SampledCompletion.logProbs}. */
  readonly logProbs: readonly number[];
  /** The text up to the last whole character. */
  readonly text: string;
}

/**
 * Changes the logits `[vocabularySize]` of an answer's next token, in place; -Infinity takes a token out of the
 * choice. Those of one call run in order, behind penalties and before temperature, top-k, top-p and min-p.
 *
 * What is drawn so cannot be learnt from: log-probabilities are those of the logits as the model gave them.
 */
export type LogitsProcessor = (logits: Float32Array, answer: AnswerSoFar) => void;

/** The name under which a processor stands in `sampling.processors`. */
export function nameOfProcessor(processor: LogitsProcessor): string {
  const description = descriptionOf(processor);
  if (!description) return processor.name || 'a function without a name';
  return `${description.name}(${JSON.stringify(description.options)})`;
}

/** Divides logits, which makes the choice sharper below 1. Throws UsageError unless it is above 0. */
export function temperature(value: number): LogitsProcessor {
  if (!(value > 0 && Number.isFinite(value))) {
    throw new UsageError(`temperature must be above 0, got ${value}.`);
  }
  return described('temperature', { value }, (logits) => {
    for (let id = 0; id < logits.length; id++) logits[id] = (logits[id] as number) / value;
  });
}

/** Keeps the `count` most probable tokens; of equal ones those of the lowest ids. Throws UsageError below 1. */
export function topK(count: number): LogitsProcessor {
  checkWholeNumber('topK', count, 1);
  return described('topK', { count }, (logits) => {
    keepLeading(logits, { topK: count, topP: 1, minP: 0 });
  });
}

/**
 * Keeps the fewest most probable tokens whose probability reaches a share (nucleus sampling; Holtzman et al.,
 * 2020). Throws UsageError unless it is in (0, 1].
 */
export function topP(share: number): LogitsProcessor {
  if (!(share > 0 && share <= 1)) throw new UsageError(`topP must be in (0, 1], got ${share}.`);
  return described('topP', { share }, (logits) => {
    keepLeading(logits, { topK: 0, topP: share, minP: 0 });
  });
}

/**
 * Keeps tokens with at least this share of the most probable one's probability (Nguyen et al., 2024). Throws
 * UsageError unless it is in [0, 1].
 */
export function minP(share: number): LogitsProcessor {
  if (!(share >= 0 && share <= 1)) throw new UsageError(`minP must be in [0, 1], got ${share}.`);
  return described('minP', { share }, (logits) => {
    keepLeading(logits, { topK: 0, topP: 1, minP: share });
  });
}

/**
 * Makes tokens less likely that prompt or answer have already, each once however often it is there: positive
 * logits are divided, negative ones multiplied (CTRL; Keskar et al., 2019). Throws UsageError unless above 0.
 */
export function repetitionPenalty(penalty: number): LogitsProcessor {
  if (!(penalty > 0 && Number.isFinite(penalty))) {
    throw new UsageError(`repetitionPenalty must be above 0, got ${penalty}.`);
  }
  return described('repetitionPenalty', { penalty }, (logits, { promptIds, tokenIds }) => {
    for (const id of new Set([...promptIds, ...tokenIds])) {
      const logit = logits[id] as number;
      logits[id] = logit < 0 ? logit * penalty : logit / penalty;
    }
  });
}

/** Takes a number off the logits of tokens that the answer has already, each once. Throws UsageError for none. */
export function presencePenalty(penalty: number): LogitsProcessor {
  if (!Number.isFinite(penalty)) {
    throw new UsageError(`presencePenalty must be a number, got ${penalty}.`);
  }
  return described('presencePenalty', { penalty }, (logits, { tokenIds }) => {
    for (const id of new Set(tokenIds)) logits[id] = (logits[id] as number) - penalty;
  });
}

/** Never draws these tokens. The first draw throws InvalidInputError for one outside the vocabulary. */
export function suppressTokens(ids: readonly number[]): LogitsProcessor {
  return described('suppressTokens', { ids }, (logits) => {
    for (const id of ids) logits[checkedId(id, logits.length)] = Number.NEGATIVE_INFINITY;
  });
}

/**
 * Begins every answer with these tokens. The draw of one outside the vocabulary throws InvalidInputError. A
 * token that the model never draws, such as those of images, leaves no choice, which is an error too.
 */
export function forceTokens(ids: readonly number[]): LogitsProcessor {
  return described('forceTokens', { ids }, (logits, { tokenIds }) => {
    const id = ids[tokenIds.length];
    if (id === undefined) return;
    checkedId(id, logits.length);
    logits.fill(Number.NEGATIVE_INFINITY, 0, id);
    logits.fill(Number.NEGATIVE_INFINITY, id + 1);
  });
}

/** A token id. Throws InvalidInputError for one that the vocabulary does not have. */
export function checkedId(id: number, vocabularySize: number): number {
  if (Number.isInteger(id) && id >= 0 && id < vocabularySize) return id;
  throw new InvalidInputError(`token ${id} is outside the vocabulary of ${vocabularySize}.`, {
    mend: "Tokenize with the model's own tokenizer.",
  });
}

function keepLeading(logits: Float32Array, narrowing: Narrowing): void {
  const kept = leadingTokens(new WeighedTokens(logits, 1), narrowing);
  for (let id = 0; id < logits.length; id++) {
    if (!kept.has(id)) logits[id] = Number.NEGATIVE_INFINITY;
  }
}
