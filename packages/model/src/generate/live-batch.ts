import { type Tensor, tensor } from '@skinr1/autograd';
import type { Random } from '@skinr1/core';
import type { EncodedPrompt } from '../batch/encoded-prompt.ts';
import { promptPadding } from '../batch/prompt-batch.ts';
import type { DrawSettings, GenerationRow } from './row.ts';

/** How answers are generated. */
export interface GenerationSettings extends DrawSettings {
  readonly groupSize: number;
  /** Tokens of an answer, at most. */
  readonly maxTokens: number;
  /** End an answer whatever else does. */
  readonly endIds: readonly number[];
  /** Rows decoded at a time. */
  readonly maxRows: number;
  /** The adapter that stands beside the weights; null: none. */
  readonly adapter: string | null;
  /** The random stream of a row; a row's answer depends on its own stream only. */
  readonly randomOf: (question: number, row: number) => Random;
  readonly signal?: AbortSignal | undefined;
  readonly onToken?: (answer: GenerationRow) => void;
  readonly onFinished?: (rows: number) => void;
}

/** Rows of one prompt that are decoded together. */
export interface Group {
  readonly index: number;
  readonly prompt: EncodedPrompt;
  readonly rows: GenerationRow[];
}

/** Below this share of the rows being alive, finished rows are dropped from the batch. */
const compactBelow = 0.6;

/** A scale that leaves nothing of any logit but the largest. */
const sharpest = 1e30;

/** The prompts and rows that are still in the batch: P groups of the same size. */
export class LiveBatch {
  groups: readonly Group[];
  /** Columns of the prompts' cache. */
  readonly promptLength: number;

  /** @param promptLength columns of the prompts' cache */
  constructor(groups: readonly Group[], promptLength: number) {
    this.promptLength = promptLength;
    // Compaction works on copies: the caller's groups keep all their rows.
    this.groups = groups.map((group) => ({ ...group, rows: [...group.rows] }));
  }

  get groupSize(): number {
    return this.groups[0]?.rows.length ?? 0;
  }

  /** Rows that are not finished. */
  get alive(): number {
    return this.groups.reduce((sum, group) => sum + unfinished(group).length, 0);
  }

  /** Draws a token for each unfinished row. */
  extend(
    { data }: Tensor,
    settings: GenerationSettings,
    logitsRow: (group: number, row: number) => number,
  ): void {
    const logits = data as Float32Array;
    const width = settings.choice.banned.length;
    let finished = 0;
    this.groups.forEach((group, g) => {
      group.rows.forEach((row, r) => {
        if (row.isFinished) return;
        const at = logitsRow(g, r) * width;
        row.extend(logits.subarray(at, at + width));
        settings.onToken?.(row);
        if (row.isFinished) finished++;
      });
    });
    if (finished > 0) settings.onFinished?.(finished);
  }

  /**
   * Draws tokens of some steps, each from its logits, and gives the number of steps that hold: behind a step at which
   * an unfinished row draws another token than the one that was `drawn` ahead, the others were not about its answer.
   *
   * @param logits `[steps, rows, vocabularySize]`
   * @param drawn `[steps, rows]`
   */
  extendSteps(logits: Tensor, drawn: Tensor, settings: GenerationSettings): number {
    const [steps = 0] = logits.dims;
    const { length } = drawn.data;
    const rows = length / steps;
    for (let step = 0; step < steps; step++) {
      settings.signal?.throwIfAborted();
      this.extend(logits, settings, (group, row) => step * rows + group * this.groupSize + row);
      const holds = this.rows.every(
        ({ isFinished, lastId }, i) => isFinished || lastId === drawn.data[step * rows + i],
      );
      if (!holds || this.alive === 0) return step + 1;
    }
    return steps;
  }

  /** All rows, group after group. */
  private get rows(): readonly GenerationRow[] {
    return this.groups.flatMap(({ rows }) => rows);
  }

  /** The rows to keep, when that shrinks the batch enough; null otherwise. */
  planCompaction(): { prompt: number; rows: number[] }[] | null {
    const open = this.groups.map(unfinished);
    const width = open.reduce((most, rows) => Math.max(most, rows.length), 0);
    const kept = open.flatMap((rows, prompt) => {
      if (rows.length === 0) return [];
      // Groups stay of one size: finished rows fill up.
      const all = Array.from({ length: this.groupSize }, (_, row) => row);
      const fill = all.filter((row) => !rows.includes(row)).slice(0, width - rows.length);
      return [{ prompt, rows: [...rows, ...fill] }];
    });
    const now = this.groups.length * this.groupSize;
    return kept.length * width <= compactBelow * now ? kept : null;
  }

  compact(plan: readonly { prompt: number; rows: readonly number[] }[]): void {
    this.groups = plan.map(({ prompt, rows }) => {
      const group = this.groups[prompt] as Group;
      return { ...group, rows: rows.map((row) => group.rows[row] as GenerationRow) };
    });
  }

  /** What steps that draw ahead are fed besides {@link feeds}. */
  aheadFeeds(steps: number, { choice, endIds }: GenerationSettings): Record<string, Tensor> {
    const { rows } = this;
    const { banned, temperature } = choice;
    const uniform = new Float64Array(steps * rows.length);
    if (temperature > 0) {
      rows.forEach((row, r) => {
        if (row.isFinished) return;
        row.uniformsAhead(steps).forEach((value, step) => {
          uniform[step * rows.length + r] = value;
        });
      });
    }
    const goesOn = new Float32Array(banned.length).fill(1);
    for (const id of endIds) goesOn[id] = 0;
    const alive = Float32Array.from(rows, ({ isFinished }) => (isFinished ? 0 : 1));
    const ban = Float32Array.from(banned, (isBanned) => (isBanned ? Number.NEGATIVE_INFINITY : 0));
    return {
      steps: tensor('int64', [], [steps]),
      banned: tensor('float32', [ban.length], ban),
      goesOn: tensor('float32', [goesOn.length], goesOn),
      alive: tensor('float32', [rows.length], alive),
      scale: tensor('float64', [], [temperature > 0 ? 1 / temperature : sharpest]),
      uniform: tensor('float64', [steps, rows.length, 1], uniform),
    };
  }

  /** The newest tokens and their positions. */
  feeds(step: number, positionAxes: number): Record<string, Tensor> {
    const shape = [this.groups.length, this.groupSize, 1];
    const tokenIds = this.groups.flatMap((group) => group.rows.map((row) => row.lastId));
    const positions = this.groups.flatMap(({ prompt, rows }) => rows.map(() => prompt.next + step));
    return {
      tokenIds: tensor('int32', shape, tokenIds),
      // Generated text advances all axes together.
      positions: tensor(
        'float32',
        [positionAxes, ...shape],
        Array.from({ length: positionAxes }, () => positions).flat(),
      ),
    };
  }

  /** Where prompts end among the columns of their cache. */
  get promptFeeds(): Record<'promptBias', Tensor> {
    return { promptBias: promptPadding(this.promptTokens, this.promptLength) };
  }

  /** Tokens of each prompt. */
  get promptTokens(): readonly number[] {
    return this.groups.map(({ prompt }) => prompt.tokenIds.length);
  }
}

function unfinished(group: Group): number[] {
  return group.rows.flatMap((row, index) => (row.isFinished ? [] : [index]));
}
