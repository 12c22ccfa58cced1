import { type Tensor, tensor } from '@skinr1/autograd';
import { masked } from '../architecture/attention.ts';
import type { Architecture } from '../families/family.ts';
import type { EncodedPrompt } from './encoded-prompt.ts';
import { imagePlaces } from './image-places.ts';

/** A prompt with the completions packed behind it in one row. */
export interface PackedRow {
  readonly prompt: EncodedPrompt;
  readonly completions: readonly Int32Array[];
}

/** Rows as graph feeds. */
export interface SequenceBatch {
  readonly feeds: Readonly<Record<string, Tensor>>;
  /** Place of each row's first token among all tokens. */
  readonly rowStarts: readonly number[];
}

/** Sizes of the grids that attention works on. */
export interface GridSize {
  readonly rows: number;
  readonly prompt: Blocks;
  /** Completions of the row with most. */
  readonly group: number;
  readonly answer: Blocks;
}

/** A length that is cut into blocks, which attention goes over one by one. */
export interface Blocks {
  readonly count: number;
  readonly length: number;
  /** Of all blocks. */
  readonly total: number;
}

/** Tokens of a row. */
export function packedLength(row: PackedRow): number {
  return row.completions.reduce((sum, ids) => sum + ids.length, row.prompt.tokenIds.length);
}

/** Lengths are rounded up to this, so that fewer different shapes reach the runtime. */
const lengthStep = 8;

/** At least one more than the length: there is always padding for padding to point to. */
export const padded = (length: number): number =>
  (Math.floor(length / lengthStep) + 1) * lengthStep;

/** The longest length that is one block: shorter ones gain nothing from being cut. */
const longestWhole = 256;

/** Tokens of the longest block of others: their scores should stay near the processor. */
const longestCut = 96;

/** The fewest blocks of at most that length. */
function blocksOf(
  length: number,
  longest = length <= longestWhole ? longestWhole : longestCut,
): Blocks {
  const count = Math.ceil(length / longest);
  const each = Math.ceil(length / count / lengthStep) * lengthStep;
  return { count, length: each, total: count * each };
}

/**
 * The grids that rows need.
 *
 * @param longestBlock attention holds the scores of so many queries of each row at once
 *   @defaultValue by the length
 */
export function gridSize(rows: readonly PackedRow[], longestBlock?: number): GridSize {
  const most = (values: number[]) => values.reduce((a, b) => Math.max(a, b), 0);
  const answers = rows.flatMap((row) => row.completions.map((ids) => ids.length));
  return {
    rows: rows.length,
    prompt: blocksOf(padded(most(rows.map((row) => row.prompt.tokenIds.length))), longestBlock),
    group: Math.max(1, most(rows.map((row) => row.completions.length))),
    answer: blocksOf(padded(most(answers)), longestBlock),
  };
}

/**
 * Lays out rows one after the other: the prompt, then each completion with positions that go on from
 * the prompt. Each different image is encoded once, however many rows show it.
 *
 * @param longestBlock see {@link gridSize}
 */
export function createSequenceBatch(
  rows: readonly PackedRow[],
  { family, config }: Architecture,
  longestBlock?: number,
): SequenceBatch {
  const size = gridSize(rows, longestBlock);
  const writer = new SequenceWriter(rows, size, family.positionAxes, config.padTokenId ?? 0);
  const rowStarts = rows.map((row, index) => writer.write(row, index));
  const prompts = rows.map((row) => row.prompt);
  const vision = family.layOutImages(
    prompts.flatMap((prompt) => prompt.images),
    config,
  );
  // Gradients want at least one place: without images, the blank one's feature goes to padding.
  const { imageTokenId } = config;
  const places = imagePlaces(prompts, rowStarts, imageTokenId, vision.featureRows, writer.last);
  return { rowStarts, feeds: { ...writer.feeds(), ...vision.feeds, ...places } };
}

class SequenceWriter {
  readonly size: GridSize;
  private readonly axes: number;
  /** The last token, which is always padding. */
  readonly last: number;
  private readonly count: number;
  private readonly inputIds: Int32Array;
  private readonly positionIds: Float32Array;
  private readonly promptIndex: Int32Array;
  private readonly answerIndex: Int32Array;
  private readonly gridIndex: Int32Array;
  private readonly promptBias: Float32Array;
  private next = 0;

  constructor(rows: readonly PackedRow[], size: GridSize, axes: number, padTokenId: number) {
    this.axes = axes;
    this.size = size;
    const { group } = size;
    const [promptLength, answerLength] = [size.prompt.total, size.answer.total];
    this.count = padded(rows.reduce((sum, row) => sum + packedLength(row), 0));
    this.last = this.count - 1;
    this.inputIds = new Int32Array(this.count).fill(padTokenId);
    this.positionIds = new Float32Array(axes * this.count);
    this.promptIndex = new Int32Array(rows.length * promptLength).fill(this.last);
    this.answerIndex = new Int32Array(rows.length * group * answerLength).fill(this.last);
    // The last column of the prompt grid is padding in every row.
    this.gridIndex = new Int32Array(this.count).fill(promptLength - 1);
    this.promptBias = new Float32Array(rows.length * promptLength).fill(masked);
  }

  /** Writes a row; returns the place of its first token. */
  write({ prompt, completions }: PackedRow, row: number): number {
    const start = this.next;
    const { group } = this.size;
    const [promptLength, answerLength] = [this.size.prompt.total, this.size.answer.total];
    const length = prompt.tokenIds.length;
    const gridStart = row * promptLength;
    for (let axis = 0; axis < this.axes; axis++) {
      const positions = prompt.positions.subarray(axis * length, (axis + 1) * length);
      this.positionIds.set(positions, axis * this.count + start);
    }
    this.place(prompt.tokenIds, this.promptIndex, gridStart, gridStart);
    this.promptBias.fill(0, gridStart, gridStart + length);
    completions.forEach((ids, index) => {
      for (let axis = 0; axis < this.axes; axis++) {
        const base = axis * this.count + this.next;
        for (let i = 0; i < ids.length; i++) this.positionIds[base + i] = prompt.next + i;
      }
      const answerStart = (row * group + index) * answerLength;
      this.place(ids, this.answerIndex, answerStart, this.promptIndex.length + answerStart);
    });
    return start;
  }

  /** Puts tokens next among all, and into a grid from a place that is `gridPlace` among both grids. */
  private place(ids: Int32Array, index: Int32Array, indexStart: number, gridPlace: number): void {
    this.inputIds.set(ids, this.next);
    for (let i = 0; i < ids.length; i++) {
      index[indexStart + i] = this.next + i;
      this.gridIndex[this.next + i] = gridPlace + i;
    }
    this.next += ids.length;
  }

  feeds(): Record<string, Tensor> {
    const { rows, prompt, group, answer } = this.size;
    const answerGrid = [rows, group, answer.count, answer.length];
    return {
      inputIds: tensor('int32', [this.count], this.inputIds),
      positionIds: tensor('float32', [this.axes, this.count], this.positionIds),
      promptIndex: tensor('int32', [rows, prompt.count, prompt.length], this.promptIndex),
      gridIndex: tensor('int32', [this.count], this.gridIndex),
      answerIndex: tensor('int32', answerGrid, this.answerIndex),
      promptBias: tensor('float32', [rows, prompt.total], this.promptBias),
    };
  }
}
