import type { Random } from '@skinr1/core';
import { AnswerText } from './answer-text.ts';
import type { AnswerSoFar, LogitsProcessor } from './logits-processor.ts';
import { drawToken, type TokenChoice } from './sample-token.ts';
import type { Stop, StoppingCriterion } from './stopping.ts';

/** One generated answer as tokens. */
export interface GeneratedTokens {
  /** The end token included, when there is one. */
  readonly tokenIds: Int32Array;
  /** Full-vocabulary log-probabilities at the sampling temperature. */
  readonly logProbs: Float32Array;
  readonly text: string;
  readonly finishReason: 'stop' | 'length';
}

/** How the tokens of answers are drawn, and when answers end. */
export interface DrawSettings {
  readonly choice: TokenChoice;
  /** In the order in which they change logits. */
  readonly processors: readonly LogitsProcessor[];
  /** The first that stops an answer decides how it ends. */
  readonly stopping: readonly StoppingCriterion[];
  /** The bytes that a token adds to a text. */
  readonly bytesOf: (id: number) => Uint8Array;
}

/** Where an answer belongs. */
export interface RowPlace {
  readonly question: number;
  readonly row: number;
  readonly promptIds: Int32Array;
}

/** An answer in the making. */
export class GenerationRow implements AnswerSoFar {
  readonly question: number;
  readonly row: number;
  readonly promptIds: Int32Array;
  readonly tokenIds: number[] = [];
  readonly logProbs: number[] = [];
  private readonly random: Random;
  /** Drawn from `random` beforehand. */
  private readonly uniforms: number[] = [];
  private readonly answerText: AnswerText;
  private readonly settings: DrawSettings;
  private stop: Stop | null = null;

  constructor({ question, row, promptIds }: RowPlace, random: Random, settings: DrawSettings) {
    this.question = question;
    this.row = row;
    this.promptIds = promptIds;
    this.random = random;
    this.settings = settings;
    this.answerText = new AnswerText(settings.bytesOf);
  }

  get lastId(): number {
    return this.tokenIds.at(-1) ?? 0;
  }

  get isFinished(): boolean {
    return this.stop !== null;
  }

  /** Up to the last whole character; of a finished answer, all that counts of it. */
  get text(): string {
    return this.answerText.text.slice(0, this.stop?.textLength);
  }

  /** Characters of the text that no criterion may cut off any more. */
  get certainLength(): number {
    const { text, settings } = this;
    if (this.isFinished) return text.length;
    const held = settings.stopping.map(({ heldBack }) => heldBack?.(text) ?? 0);
    return text.length - held.reduce((most, length) => Math.max(most, length), 0);
  }

  /** The numbers that the next tokens are drawn with, if they are drawn at random. */
  uniformsAhead(count: number): readonly number[] {
    while (this.uniforms.length < count) this.uniforms.push(this.random.next());
    return this.uniforms.slice(0, count);
  }

  /** Draws the next token from logits. */
  extend(logits: Float32Array): void {
    const { choice, processors, stopping } = this.settings;
    const adjusted = processors.length === 0 ? logits : scratch(logits);
    for (const process of processors) process(adjusted, this);
    const { id, logProb } = drawToken(logits, choice, () => this.nextUniform(), adjusted);
    this.tokenIds.push(id);
    this.logProbs.push(logProb);
    this.answerText.add(id);
    for (const criterion of stopping) {
      this.stop = criterion(this);
      if (this.stop) break;
    }
    if (this.stop) this.answerText.finish();
  }

  private nextUniform(): number {
    return this.uniforms.shift() ?? this.random.next();
  }

  result(): GeneratedTokens {
    return {
      tokenIds: Int32Array.from(this.tokenIds),
      logProbs: Float32Array.from(this.logProbs),
      text: this.text,
      finishReason: this.stop?.reason ?? 'length',
    };
  }
}

let memory: Float32Array = new Float32Array(0);

/** A copy for processors to change, in the same memory at each call. */
function scratch(logits: Float32Array): Float32Array {
  if (memory.length !== logits.length) memory = new Float32Array(logits.length);
  memory.set(logits);
  return memory;
}
