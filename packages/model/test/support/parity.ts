import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type Tensor, tensor } from '@skinr1/autograd';
import type { EncodedPrompt } from '../../src/batch/encoded-prompt.ts';
import { createSequenceBatch, type PackedRow } from '../../src/batch/sequence-batch.ts';
import type { Architecture, Family } from '../../src/families/family.ts';
import { familyOf } from '../../src/families/known-families.ts';
import type { QwenVlConfig } from '../../src/families/qwen-vl/config-types.ts';
import { type ImagePatches, patchWidth } from '../../src/image/patches.ts';

/** What `tools/parity/model.py` wrote. */
export interface ModelFixture {
  readonly config: unknown;
  readonly rows: readonly (readonly number[])[];
  readonly grids: readonly (readonly (readonly [number, number])[])[];
  readonly positions: readonly (readonly (readonly number[])[])[];
  readonly logits: readonly { row: number; column: number; values: readonly number[] }[];
  /** Of the first image: embeddings, then what is added behind the first layers, row by row. */
  readonly features: readonly (readonly number[])[];
  readonly loss: number;
  readonly gradients: Readonly<
    Record<string, { norm: number; places: readonly number[]; values: readonly number[] }>
  >;
  readonly greedy: readonly (readonly number[])[];
}

export function readFixture<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8')) as T;
}

/** The same of a file that was compressed. */
export function readZippedFixture<T>(name: string): T {
  const packed = readFileSync(new URL(`../fixtures/${name}`, import.meta.url));
  return JSON.parse(gunzipSync(packed).toString()) as T;
}

/** Numbers in [−0.5, 0.5): the integer hash of `tools/parity/model.py`. */
export function hashUniform(name: string, count: number): Float64Array {
  let seed = 2166136261;
  for (const char of name) seed = Math.imul(seed ^ char.charCodeAt(0), 16777619) >>> 0;
  return Float64Array.from({ length: count }, (_, place) => {
    let x = (Math.imul(place, 2654435761) + seed) >>> 0;
    for (let round = 0; round < 2; round++) x = Math.imul(x ^ (x >>> 16), 0x45d9f3b) >>> 0;
    x = (x ^ (x >>> 16)) >>> 0;
    return x / 4294967296 - 0.5;
  });
}

/** The fixture's weights. */
export function hashWeights({ family, config }: Architecture): Map<string, Tensor> {
  return new Map(
    family.parameters(config).map(({ name, shape }) => {
      const uniform = hashUniform(
        name,
        shape.reduce((a, b) => a * b, 1),
      );
      const isNorm = name.includes('norm') || name.includes('ln_q');
      const values = Float32Array.from(uniform, (u) =>
        name.endsWith('bias') ? 0.4 * u : isNorm ? 1 + 0.4 * u : 0.5 * u,
      );
      return [name, tensor('float32', shape, values)];
    }),
  );
}

/** The same without their numbers: graphs are fed them. */
export function weightFacts({
  family,
  config,
}: Architecture): Record<string, { dtype: 'float32'; dims: readonly number[] }> {
  const specs = family.parameters(config);
  return Object.fromEntries(
    specs.map(({ name, shape }) => [name, { dtype: 'float32', dims: shape }]),
  );
}

/** A fixture's configuration and its rows as prompts. */
export function fixturePrompts(
  name: string,
  fixture: ModelFixture,
): { family: Family; config: QwenVlConfig; prompts: EncodedPrompt[] } {
  const json = fixture.config as { model_type: string };
  const family = familyOf(json.model_type, name);
  const config = family.parseConfig(json, name) as QwenVlConfig;
  const prompts = fixture.rows.map((row, index) => {
    const images = (fixture.grids[index] ?? []).map(([gridHeight, gridWidth], k): ImagePatches => {
      const count = gridHeight * gridWidth * patchWidth(config.vision);
      const pixels = Float32Array.from(
        hashUniform(`${name}.pixels.${index}.${k}`, count),
        (u) => 4 * u,
      );
      return { gridHeight, gridWidth, pixels, tokenCount: (gridHeight * gridWidth) / 4 };
    });
    const { positions, next } = family.positions(row, images, config);
    return { tokenIds: Int32Array.from(row), positions, next, images };
  });
  return { family, config, prompts };
}

/** The fixture's loss: minus the log-probabilities of the last four tokens of each row. */
const scoredTokens = 4;

/** A row of the fixture with its last tokens as the completion of the rest. */
function splitRow({ tokenIds, positions, images }: EncodedPrompt): PackedRow {
  const [whole, length] = [tokenIds.length, tokenIds.length - scoredTokens];
  const axes = [0, 1, 2].map((axis) => positions.subarray(axis * whole, axis * whole + length));
  const prompt = {
    tokenIds: tokenIds.slice(0, length),
    positions: Int32Array.from(axes.flatMap((axis) => [...axis])),
    next: positions[length]!,
    images,
  };
  return { prompt, completions: [tokenIds.slice(length)] };
}

/**
 * Feeds, but for the weights, of the fixtures' losses: the last tokens of all rows are scored.
 *
 * @param longestBlock of attention, in tokens
 */
export function scoredBatch(
  prompts: readonly EncodedPrompt[],
  architecture: Architecture,
  longestBlock?: number,
): { feeds: Record<string, Tensor>; count: number } {
  const batch = createSequenceBatch(prompts.map(splitRow), architecture, longestBlock);
  const targets = prompts.flatMap(({ tokenIds }, row) =>
    Array.from({ length: scoredTokens }, (_, i) => {
      const column = tokenIds.length - scoredTokens + i;
      return { id: tokenIds[column]!, place: batch.rowStarts[row]! + column - 1 };
    }),
  );
  const count = targets.length;
  const integers = (values: readonly number[], shape = [count]) => tensor('int32', shape, values);
  const feeds = {
    ...batch.feeds,
    targetPlaces: integers(targets.map(({ place }) => place)),
    targetIds: integers(targets.map(({ id }) => id)),
    targetLayout: integers([...targets.keys()], [1, count]),
    inverseTemperature: tensor('float32', [count, 1], new Float32Array(count).fill(1)),
  };
  return { feeds, count };
}
