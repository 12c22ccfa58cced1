import type { Random } from '@skinr1/core';
import { drawToken, type TokenChoice } from './sample-token.ts';

/** One generated answer as tokens. */
export interface GeneratedTokens {
  /** The end token included, when there is one. */
  readonly tokenIds: Int32Array;
  /** Full-vocabulary log-probabilities at the sampling temperature. */
  readonly logProbs: Float32Array;
  readonly finishReason: 'stop' | 'length';
}

/** An answer in the making. */
export class GenerationRow {
  private readonly ids: number[] = [];
  private readonly logProbs: number[] = [];
  private readonly random: Random;
  private stopped = false;

  constructor(random: Random) {
    this.random = random;
  }

  get lastId(): number {
    return this.ids.at(-1) ?? 0;
  }

  isFinished(maxTokens: number): boolean {
    return this.stopped || this.ids.length >= maxTokens;
  }

  /** Draws the next token of an answer to a prompt from logits. */
  extend(
    logits: Float32Array,
    { choice, endIds }: { readonly choice: TokenChoice; readonly endIds: ReadonlySet<number> },
    prompt: Int32Array,
  ): void {
    const seen = choice.repetitionPenalty === 1 ? [] : [...prompt, ...this.ids];
    const { id, logProb } = drawToken(logits, choice, () => this.random.next(), seen);
    this.ids.push(id);
    this.logProbs.push(logProb);
    this.stopped = endIds.has(id);
  }

  result(): GeneratedTokens {
    return {
      tokenIds: Int32Array.from(this.ids),
      logProbs: Float32Array.from(this.logProbs),
      finishReason: this.stopped ? 'stop' : 'length',
    };
  }
}
