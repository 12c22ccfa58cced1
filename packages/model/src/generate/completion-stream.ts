import type { SampledCompletion } from '@skinr1/core';
import { abortable } from '../abortable.ts';
import type { GenerationRow } from './row.ts';

/** What was drawn since the part before. */
export interface CompletionPart {
  /** Whole characters; together the parts' texts are that of the result. */
  readonly text: string;
  /** Together the parts' tokens are those of the result, the end token included. */
  readonly tokenIds: readonly number[];
  /** One a token, as {@link SampledCompletion.logProbs}. */
  readonly logProbs: readonly number[];
}

/**
 * An answer part by part. It is generated whether it is read or not, so that who stops reading holds nobody up;
 * `break`, `return()` and disposal end it within a token and wait until its memory is free.
 */
export interface CompletionStream extends AsyncIterableIterator<CompletionPart>, AsyncDisposable {
  /** The whole answer. Rejects with the signal's reason, or an AbortError when reading was ended early. */
  readonly result: Promise<SampledCompletion>;
  return(): Promise<IteratorResult<CompletionPart>>;
  [Symbol.asyncIterator](): CompletionStream;
}

/**
 * Starts an answer: `onToken` is to be called after each token. What it gives settles when the answer's memory is
 * free, which after an abort may be later than the abort.
 */
export type StartAnswer = (
  signal: AbortSignal,
  onToken: (row: GenerationRow) => void,
) => Promise<SampledCompletion>;

/** Runs a generation of one answer as a stream. */
export function streamCompletion(
  start: StartAnswer,
  signal: AbortSignal | undefined,
): CompletionStream {
  const reading = new AbortController();
  const parts = new PartQueue();
  const cutter = new PartCutter((part) => parts.push(part));
  const either = AbortSignal.any(signal ? [signal, reading.signal] : [reading.signal]);
  const work = start(either, (row) => cutter.add(row));
  const result = abortable(work, either);
  const over = result.then(
    () => parts.end(),
    (error: unknown) => parts.fail(error),
  );
  return {
    result,
    next: () => parts.take(),
    async return() {
      reading.abort(new DOMException('The stream was ended before the answer.', 'AbortError'));
      await work.catch(() => {});
      await over;
      parts.drop();
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
    async [Symbol.asyncDispose]() {
      await this.return();
    },
  };
}

/** Cuts an answer in the making into parts. */
class PartCutter {
  private readonly push: (part: CompletionPart) => void;
  private characters = 0;
  private tokens = 0;

  constructor(push: (part: CompletionPart) => void) {
    this.push = push;
  }

  add(row: GenerationRow): void {
    const text = row.text.slice(this.characters, row.certainLength);
    if (text === '' && !row.isFinished) return;
    this.push({
      text,
      tokenIds: row.tokenIds.slice(this.tokens),
      logProbs: row.logProbs.slice(this.tokens),
    });
    this.characters += text.length;
    this.tokens = row.tokenIds.length;
  }
}

type Taken = IteratorResult<CompletionPart>;

/** Parts that wait to be read, and readers that wait for parts. */
class PartQueue {
  private parts: CompletionPart[] = [];
  private readers: { resolve: (taken: Taken) => void; reject: (error: unknown) => void }[] = [];
  private ending: { readonly error?: unknown } | null = null;

  push(part: CompletionPart): void {
    const reader = this.readers.shift();
    if (reader) reader.resolve({ done: false, value: part });
    else this.parts.push(part);
  }

  end(): void {
    this.ending = {};
    for (const { resolve } of this.readers.splice(0)) resolve({ done: true, value: undefined });
  }

  /** The first who reads on is told of the error. */
  fail(error: unknown): void {
    this.ending = { error };
    const [first, ...others] = this.readers.splice(0);
    if (!first) return;
    this.ending = {};
    first.reject(error);
    for (const { resolve } of others) resolve({ done: true, value: undefined });
  }

  drop(): void {
    this.parts = [];
    this.end();
  }

  take(): Promise<Taken> {
    const part = this.parts.shift();
    if (part) return Promise.resolve({ done: false, value: part });
    if (!this.ending) {
      return new Promise((resolve, reject) => this.readers.push({ resolve, reject }));
    }
    const { ending } = this;
    this.ending = {};
    if ('error' in ending) return Promise.reject(ending.error);
    return Promise.resolve({ done: true, value: undefined });
  }
}
