import { UsageError } from '@skinr1/core';
import type { EncodedPrompt } from '../batch/encoded-prompt.ts';
import { CallQueue } from '../call-queue.ts';
import type { Architecture } from '../families/family.ts';
import type { Decoder } from '../generate/answering.ts';
import type { GenerationSettings } from '../generate/live-batch.ts';
import { type GeneratedTokens, GenerationRow } from '../generate/row.ts';
import { logProbOf } from '../generate/sample-token.ts';
import type { ScoredText, ScoreSettings } from '../generate/score-texts.ts';
import { releaseAll } from '../weights/weight-part.ts';
import { type OnnxStep, readPrompt, readToken } from './onnx-decoding.ts';
import type { OnnxSessions } from './onnx-sessions.ts';

/** A {@link Decoder} of sessions that others exported: one row at a time behind a prompt that is read once. */
export class OnnxDecoder implements Decoder {
  readonly calls: CallQueue = new CallQueue();
  private readonly sessions: OnnxSessions;
  private readonly architecture: Architecture;
  private isOpen = true;

  constructor(sessions: OnnxSessions, architecture: Architecture) {
    this.sessions = sessions;
    this.architecture = architecture;
  }

  checkOpen(): void {
    if (this.isOpen) return;
    throw new UsageError('the model was released.', { mend: 'Open the folder again.' });
  }

  adapterOf(asked: string | null = null): null {
    if (asked === null) return null;
    throw new UsageError(`the model has no adapter '${asked}': it was exported to ONNX.`, {
      mend: 'Merge the adapter before the export, or open the folder that it was exported from.',
    });
  }

  async generate(
    prompts: readonly EncodedPrompt[],
    settings: GenerationSettings,
  ): Promise<GeneratedTokens[][]> {
    const { groupSize, randomOf, signal, onToken, onFinished } = settings;
    const groups: GeneratedTokens[][] = [];
    for (const [question, prompt] of prompts.entries()) {
      const rows = Array.from({ length: groupSize }, (_, row) => {
        const place = { question, row, promptIds: prompt.tokenIds };
        return new GenerationRow(place, randomOf(question, row), settings);
      });
      await this.behind(prompt, signal, async (read) => {
        for (const row of rows) {
          await this.follow(prompt, read, signal, (logits, tokenIds) => {
            row.extend(logits);
            onToken?.(row);
            tokenIds.push(row.lastId);
            return !row.isFinished;
          });
          onFinished?.(1);
        }
      });
      groups.push(rows.map((row) => row.result()));
    }
    return groups;
  }

  async score(
    prompt: EncodedPrompt,
    texts: readonly Int32Array[],
    { temperature, signal }: ScoreSettings,
  ): Promise<ScoredText[]> {
    const logProbs = texts.map(({ length }) => new Float32Array(length));
    await this.behind(prompt, signal, async (read) => {
      for (const [text, ids] of texts.entries()) {
        if (ids.length === 0) continue;
        await this.follow(prompt, read, signal, (logits, tokenIds) => {
          const place = tokenIds.length;
          const id = ids[place] as number;
          (logProbs[text] as Float32Array)[place] = logProbOf(logits, id, temperature);
          tokenIds.push(id);
          return tokenIds.length < ids.length;
        });
      }
    });
    return texts.map((tokenIds, text) => {
      const values = logProbs[text] as Float32Array;
      return { tokenIds, logProbs: values, logProb: values.reduce((sum, value) => sum + value, 0) };
    });
  }

  release(): Promise<void> {
    if (!this.isOpen) return Promise.resolve();
    this.isOpen = false;
    return this.calls.run(() => this.sessions.release());
  }

  /** Reads a prompt for what is to be done behind it, and frees its cache. */
  private async behind(
    prompt: EncodedPrompt,
    signal: AbortSignal | undefined,
    use: (read: OnnxStep) => Promise<void>,
  ): Promise<void> {
    signal?.throwIfAborted();
    const read = await readPrompt(this.sessions, prompt, this.architecture.config);
    try {
      await use(read);
    } finally {
      releaseAll(read.cache);
    }
  }

  /**
   * Goes on behind a prompt token by token. `next` is given the logits of each place and the tokens so far, to which
   * it adds one, and tells whether to go on.
   */
  private async follow(
    prompt: EncodedPrompt,
    read: OnnxStep,
    signal: AbortSignal | undefined,
    next: (logits: Float32Array, tokenIds: number[]) => boolean,
  ): Promise<void> {
    const { positionAxes } = this.architecture.family;
    const tokenIds: number[] = [];
    let step = read;
    try {
      while (next(step.logits, tokenIds)) {
        signal?.throwIfAborted();
        const before = step;
        const position = prompt.next + tokenIds.length - 1;
        step = await readToken(
          this.sessions,
          tokenIds.at(-1) as number,
          position,
          positionAxes,
          before,
        );
        if (before !== read) releaseAll(before.cache);
      }
    } finally {
      if (step !== read) releaseAll(step.cache);
    }
  }
}
