import { type Tensor, tensor } from '@skinr1/autograd';
import type { Random } from '@skinr1/core';
import type { EncodedPrompt } from '../batch/encoded-prompt.ts';
import { promptPadding } from '../batch/prompt-batch.ts';
import type { DrawSettings, GenerationRow } from './row.ts';

/** How answers are generated. */
export interface GenerationSettings extends DrawSettings {
  readonly groupSize: number;
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

/** The prompts and rows that are still in the batch: P groups of the same size. */
export class LiveBatch {
  groups: readonly Group[];
  private readonly promptLength: number;

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

  /** The newest tokens, their positions, and the prompts' padding. */
  feeds(step: number, positionAxes: number): Record<string, Tensor> {
    const shape = [this.groups.length, this.groupSize, 1];
    const tokenIds = this.groups.flatMap((group) => group.rows.map((row) => row.lastId));
    const positions = this.groups.flatMap(({ prompt, rows }) => rows.map(() => prompt.next + step));
    const lengths = this.groups.map(({ prompt }) => prompt.tokenIds.length);
    return {
      tokenIds: tensor('int32', shape, tokenIds),
      // Generated text advances all axes together.
      positions: tensor(
        'float32',
        [positionAxes, ...shape],
        Array.from({ length: positionAxes }, () => positions).flat(),
      ),
      promptBias: promptPadding(lengths, this.promptLength),
    };
  }
}

function unfinished(group: Group): number[] {
  return group.rows.flatMap((row, index) => (row.isFinished ? [] : [index]));
}
