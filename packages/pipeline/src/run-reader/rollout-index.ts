import { type FileHandle, open } from 'node:fs/promises';
import { NotFoundError } from '@skinr1/core';
import { followLines } from './follow-lines.ts';
import { GrowingColumn } from './growing-column.ts';
import {
  parseRollout,
  parseRolloutFigures,
  type RolloutFigures,
  type RolloutRow,
} from './rollout-row.ts';

/** What of a rollout is kept in memory; the rest is read from the file when asked for. */
export interface RolloutColumns {
  /** Index into {@link RolloutIndex.stages}. */
  readonly stage: GrowingColumn;
  readonly step: GrowingColumn;
  /** NaN where no reward applied. */
  readonly reward: GrowingColumn;
  readonly advantage: GrowingColumn;
  /** 1 for an answer that was cut off. */
  readonly cutOff: GrowingColumn;
  /** 1 where a reward failed. */
  readonly failed: GrowingColumn;
  /** By reward; NaN where it did not apply. */
  readonly rewards: ReadonlyMap<string, GrowingColumn>;
}

/** The rows of `rollouts.jsonl` by number, of which only places and figures are in memory. */
export interface RolloutIndex {
  /** Takes in what was written since. */
  update(): Promise<void>;
  /** Rows taken in so far, also while an update goes on. */
  readonly length: number;
  /** In the order in which they began. */
  readonly stages: readonly string[];
  readonly columns: RolloutColumns;
  /** Lines that are no rollout: not JSON, without a step or an answer, too long. */
  readonly damagedLines: number;
  /** Grows when rows come from the start again. */
  readonly generation: number;
  /** A row, whole. Throws NotFoundError for a number that there is not, or whose line is gone. */
  row(number: number): Promise<RolloutRow>;
  /** The raw lines of rows, in the order given; ascending numbers are read in few strokes. */
  lines(
    numbers: readonly number[],
  ): AsyncGenerator<{ readonly number: number; readonly line: string }>;
}

/** More rewards or stages than these are not told apart: no run has them. */
const maxNames = 64;

/** Opens the rollouts of a run, which need not have begun. */
export function openRolloutIndex(file: string): RolloutIndex {
  const offsets = new GrowingColumn(Float64Array);
  const lengths = new GrowingColumn(Uint32Array);
  const stages: string[] = [];
  const rewards = new Map<string, GrowingColumn>();
  const columns = {
    stage: new GrowingColumn(Uint16Array),
    step: new GrowingColumn(Uint32Array),
    reward: new GrowingColumn(Float32Array),
    advantage: new GrowingColumn(Float32Array),
    cutOff: new GrowingColumn(Uint16Array),
    failed: new GrowingColumn(Uint16Array),
    rewards,
  };
  let damagedLines = 0;
  let generation = 0;

  const follower = followLines(file, {
    onRestart: () => {
      const { rewards: _, ...fixed } = columns;
      for (const column of [offsets, lengths, ...Object.values(fixed)]) column.clear();
      stages.length = 0;
      rewards.clear();
      damagedLines = 0;
      generation++;
    },
  });
  const stageNumber = (name: string): number => {
    const known = stages.indexOf(name);
    if (known >= 0 || stages.length >= maxNames) return Math.max(0, known);
    return stages.push(name) - 1;
  };
  const addRewards = (row: RolloutFigures, number: number): void => {
    for (const name of Object.keys(row.rewards)) {
      if (rewards.has(name) || rewards.size >= maxNames) continue;
      const column = new GrowingColumn(Float32Array);
      for (let before = 0; before < number; before++) column.push(Number.NaN);
      rewards.set(name, column);
    }
    for (const [name, column] of rewards) column.push(row.rewards[name] ?? Number.NaN);
  };
  const add = (row: RolloutFigures, offset: number, byteLength: number): void => {
    addRewards(row, offsets.length);
    columns.stage.push(stageNumber(row.stage));
    columns.step.push(row.step);
    columns.reward.push(row.reward ?? Number.NaN);
    columns.advantage.push(row.advantage ?? Number.NaN);
    columns.cutOff.push(row.finishReason === 'length' ? 1 : 0);
    columns.failed.push(Object.keys(row.problems).length > 0 ? 1 : 0);
    lengths.push(byteLength);
    // Last: a row counts once it is whole.
    offsets.push(offset);
  };
  const lines = (numbers: readonly number[]): ReturnType<RolloutIndex['lines']> =>
    readLines(
      file,
      numbers.filter((number) => number < offsets.length),
      offsets,
      lengths,
    );
  return {
    stages,
    columns,
    lines,
    get length() {
      return offsets.length;
    },
    get damagedLines() {
      return damagedLines;
    },
    get generation() {
      return generation;
    },
    update: () =>
      follower.read(({ offset, byteLength, text }) => {
        if (text === '') return;
        const row = text === null ? null : parseRolloutFigures(text);
        if (row) add(row, offset, byteLength);
        else damagedLines++;
      }),
    async row(number) {
      for await (const { line } of lines([number])) {
        const row = parseRollout(line);
        if (row) return row;
      }
      throw new NotFoundError(`no rollout ${number} in ${file}.`, {
        mend: 'Load the page again: the run may have gone back to a checkpoint.',
      });
    },
  };
}

/** So many bytes are read at a stroke, unless a line is longer. */
const windowBytes = 4 << 20;

async function* readLines(
  file: string,
  numbers: readonly number[],
  offsets: GrowingColumn,
  lengths: GrowingColumn,
): AsyncGenerator<{ readonly number: number; readonly line: string }> {
  if (numbers.length === 0) return;
  const handle = await open(file);
  try {
    let window: Buffer = Buffer.alloc(0);
    let windowStart = 0;
    for (const [index, number] of numbers.entries()) {
      const start = offsets.at(number);
      const end = start + lengths.at(number);
      if (start < windowStart || end > windowStart + window.length) {
        const until = lastWithin(numbers, index, offsets, lengths);
        window = await readAt(handle, start, Math.max(end, until) - start);
        windowStart = start;
      }
      const line = window.toString('utf8', start - windowStart, end - windowStart);
      yield { number, line };
    }
  } finally {
    await handle.close();
  }
}

/** Where the last of the following rows ends that fits into one window. */
function lastWithin(
  numbers: readonly number[],
  index: number,
  offsets: GrowingColumn,
  lengths: GrowingColumn,
): number {
  const start = offsets.at(numbers[index] as number);
  let end = start;
  for (let next = index; next < numbers.length; next++) {
    const number = numbers[next] as number;
    const nextEnd = offsets.at(number) + lengths.at(number);
    if (offsets.at(number) < start || nextEnd > start + windowBytes) break;
    end = nextEnd;
  }
  return end;
}

async function readAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}
