import { type Tensor, tensor } from '@skinr1/autograd';
import type { ModelConfig } from '../config.ts';
import type { ImagePatches } from '../image/patches.ts';
import { createVisionBatch } from './vision-batch.ts';

/** A prompt as tokens, ready for the model. */
export interface EncodedPrompt {
  /** Image tokens repeated, one for each merged patch. */
  readonly tokenIds: Int32Array;
  /** M-RoPE positions `[3, length]`. */
  readonly positions: Int32Array;
  /** Position of the token after the prompt. */
  readonly next: number;
  readonly images: readonly ImagePatches[];
}

/** A prompt with the completions packed behind it in one row. */
export interface PackedRow {
  readonly prompt: EncodedPrompt;
  readonly completions: readonly Int32Array[];
}

/** Rows as graph feeds. */
export interface SequenceBatch {
  readonly feeds: Readonly<Record<string, Tensor>>;
  readonly rows: number;
  /** Columns, padding included. */
  readonly length: number;
}

/** Tokens of a row. */
export function packedLength(row: PackedRow): number {
  return row.completions.reduce((sum, ids) => sum + ids.length, row.prompt.tokenIds.length);
}

/** Lengths are rounded up to this, so that fewer different shapes reach the runtime. */
const lengthStep = 8;

/**
 * Lays out rows: the prompt, then each completion with positions that go on from the prompt, then
 * padding. Each different image is encoded once, however many rows show it.
 */
export function createSequenceBatch(
  rows: readonly PackedRow[],
  config: ModelConfig,
): SequenceBatch {
  const images = rows.flatMap((row) => row.prompt.images);
  const longest = rows.reduce((most, row) => Math.max(most, packedLength(row)), 0);
  // A batch without images needs one padding column, to which the blank image's feature goes.
  const needed = images.length === 0 ? longest + 1 : longest;
  const length = Math.ceil(needed / lengthStep) * lengthStep;
  const inputIds = new Int32Array(rows.length * length).fill(config.padTokenId ?? 0);
  const segmentIds = new Int32Array(rows.length * length).fill(-1);
  const positionIds = new Float32Array(3 * rows.length * length);
  rows.forEach((row, index) => {
    const start = index * length;
    const { prompt } = row;
    inputIds.set(prompt.tokenIds, start);
    segmentIds.fill(0, start, start + prompt.tokenIds.length);
    for (let axis = 0; axis < 3; axis++) {
      const base = axis * rows.length * length + start;
      const size = prompt.tokenIds.length;
      positionIds.set(prompt.positions.subarray(axis * size, (axis + 1) * size), base);
    }
    let at = start + prompt.tokenIds.length;
    row.completions.forEach((ids, completion) => {
      inputIds.set(ids, at);
      segmentIds.fill(completion + 1, at, at + ids.length);
      for (let axis = 0; axis < 3; axis++) {
        const base = axis * rows.length * length + at;
        for (let i = 0; i < ids.length; i++) positionIds[base + i] = prompt.next + i;
      }
      at += ids.length;
    });
  });
  const vision = createVisionBatch(images, config.vision);
  return {
    rows: rows.length,
    length,
    feeds: {
      inputIds: tensor('int32', [rows.length, length], inputIds),
      positionIds: tensor('float32', [3, rows.length, length], positionIds),
      segmentIds: tensor('int32', [rows.length, length], segmentIds),
      columns: tensor(
        'int32',
        [length],
        Int32Array.from({ length }, (_, i) => i),
      ),
      ...vision.feeds,
      ...imagePlaces(rows, config.imageTokenId, length, vision.featureRows),
    },
  };
}

/** Which feature goes to which token; the blank image's to the first row's last, a padding token. */
function imagePlaces(
  rows: readonly PackedRow[],
  imageTokenId: number,
  length: number,
  featureRows: (image: ImagePatches) => Int32Array,
): Record<'featureIndex' | 'imagePlace', Tensor> {
  const features: number[] = [];
  const places: bigint[] = [];
  rows.forEach(({ prompt }, index) => {
    features.push(...prompt.images.flatMap((image) => [...featureRows(image)]));
    prompt.tokenIds.forEach((id, column) => {
      if (id === imageTokenId) places.push(BigInt(index * length + column));
    });
  });
  if (features.length === 0) {
    features.push(0);
    places.push(BigInt(length - 1));
  }
  return {
    featureIndex: tensor('int32', [features.length], Int32Array.from(features)),
    imagePlace: tensor('int64', [places.length, 1], BigInt64Array.from(places)),
  };
}
