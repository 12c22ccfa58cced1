import { type Tensor, tensor } from '@skinr1/autograd';
import {
  checkLearningValues,
  InvalidInputError,
  reshapedBy,
  type SampledCompletion,
  UsageError,
} from '@skinr1/core';
import type { EncodedPrompt } from '../batch/encoded-prompt.ts';
import {
  createSequenceBatch,
  gridSize,
  type PackedRow,
  packedLength,
} from '../batch/sequence-batch.ts';
import type { ModelConfig } from '../config.ts';
import type { Architecture } from '../families/family.ts';
import type { Question } from '../question.ts';

/**
 * One completion to learn from: a sampled one as it is, or the tokens of an answer from elsewhere, which is
 * scored at temperature 1.
 */
export interface LearningCompletion {
  /** Answer tokens, the end token included. */
  readonly tokenIds: ArrayLike<number>;
  /** @defaultValue 0 */
  readonly advantage?: number;
  /** Log-probabilities when sampled, one a token; computed from the current weights if left out. */
  readonly logProbs?: ArrayLike<number>;
  /** Log-probabilities under what learns when it was sampled, where another program did. @defaultValue `logProbs` */
  readonly oldLogProbs?: ArrayLike<number>;
  /** Factor on each token's part of the policy gradient. @defaultValue 1 */
  readonly importance?: ArrayLike<number>;
  /** How it was sampled; must come with `logProbs`. It is scored at the same temperature. */
  readonly sampling?: SampledCompletion['sampling'];
  /**
   * Factor on the token mask, one for the completion or one a token; what has 0 teaches nothing and is seen by what
   * comes after it. @defaultValue 1
   */
  readonly weight?: number | ArrayLike<number>;
}

/** A question with completions to learn from; it is encoded once for all of them. */
export interface LearningGroup {
  readonly prompt: Question;
  readonly completions: readonly LearningCompletion[];
}

/** A completion of a step, and where in the caller's groups it stands. */
export interface PlacedCompletion {
  readonly group: number;
  readonly index: number;
  readonly tokenIds: Int32Array;
  readonly source: LearningCompletion;
}

/** A prompt and completions of one group, packed into one row. */
export interface LearningRow {
  readonly prompt: EncodedPrompt;
  readonly completions: readonly PlacedCompletion[];
}

/** Rows that run together, and their feeds but for the loss's own. */
export interface MicroBatch {
  readonly completions: readonly PlacedCompletion[];
  /** Longest completion. */
  readonly tokens: number;
  readonly feeds: Readonly<Record<string, Tensor>>;
}

/**
 * Packs each group into a row. A group over the limit is split: the prompt is repeated, the gradients
 * are the same.
 *
 * @throws InvalidInputError for a token outside the vocabulary
 * @throws UsageError for values per token that do not match their tokens
 */
export function packRows(
  groups: readonly { readonly prompt: EncodedPrompt; readonly group: LearningGroup }[],
  config: ModelConfig,
  maxTokens: number,
): LearningRow[] {
  return groups.flatMap(({ prompt, group }, groupIndex) => {
    const rows: PlacedCompletion[][] = [];
    let length = Number.POSITIVE_INFINITY;
    group.completions.forEach((source, index) => {
      const placed = { group: groupIndex, index, tokenIds: checkTokens(source, config), source };
      length += placed.tokenIds.length;
      if (length > maxTokens) {
        rows.push([]);
        length = prompt.tokenIds.length + placed.tokenIds.length;
      }
      rows.at(-1)?.push(placed);
    });
    return rows.map((completions) => ({ prompt, completions }));
  });
}

function checkTokens(source: LearningCompletion, config: ModelConfig): Int32Array {
  const ids = Int32Array.from(source.tokenIds);
  const bad = ids.findIndex((id) => id < 0 || id >= config.text.vocabularySize);
  if (bad >= 0) {
    throw new InvalidInputError(
      `token ${ids[bad]} is outside the vocabulary of ${config.text.vocabularySize}.`,
      { place: `completion token ${bad}`, mend: "Tokenize with the model's own tokenizer." },
    );
  }
  const perToken = {
    'log-probabilities': source.logProbs,
    'old log-probabilities': source.oldLogProbs,
    'values of importance': source.importance,
    weights: typeof source.weight === 'number' ? undefined : source.weight,
  };
  for (const [name, values] of Object.entries(perToken)) {
    if (!values || values.length === ids.length) continue;
    throw new UsageError(`a completion has ${ids.length} tokens but ${values.length} ${name}.`);
  }
  if (source.logProbs && !source.sampling) {
    throw new UsageError(
      'a completion has log-probabilities without the settings of its sampling.',
      {
        mend: 'Pass `sampling` with `logProbs`, as `generate` gives them.',
      },
    );
  }
  return ids;
}

/**
 * The temperature at which a completion's log-probabilities are taken: that of its sampling, 1 for an
 * answer that was not sampled or sampled greedily.
 *
 * @throws UsageError for one that is negative or not finite
 */
export function scoringTemperature({ sampling }: LearningCompletion): number {
  const temperature = sampling?.temperature ?? 1;
  if (temperature === 0) return 1;
  if (temperature > 0 && Number.isFinite(temperature)) return temperature;
  throw new UsageError(`a completion says that it was sampled at temperature ${temperature}.`);
}

/** The factor on each token's mask. */
export function tokenWeights({
  tokenIds,
  source: { weight = 1 },
}: PlacedCompletion): ArrayLike<number> {
  return typeof weight === 'number' ? new Float32Array(tokenIds.length).fill(weight) : weight;
}

/** Throws UsageError, naming group and completion, for a value that would spoil what learns. */
export function refuseSpoilingValues(groups: readonly LearningGroup[]): void {
  groups.forEach(({ completions }, group) => {
    completions.forEach((completion, index) => {
      checkLearningValues(`group ${group + 1}: completion ${index + 1}`, completion);
    });
  });
}

/** Below this temperature float32 logits, divided by it, hold no log-probabilities to learn from. */
const leastTemperature = 0.01;

/**
 * Throws UsageError for a completion that was drawn from no distribution that could learn: greedily, or
 * nearly so, or with penalties or logits processors, which change the logits by what was said before.
 */
export function refuseUnscorable(groups: readonly LearningGroup[]): void {
  const reshaped = groups
    .flatMap(({ completions }) => completions)
    .map(({ sampling }) => (sampling ? reshapedBy(sampling) : null))
    .find((each) => each !== null);
  if (reshaped) {
    throw new UsageError(
      `a completion was sampled with ${reshaped}: its log-probabilities are of another distribution.`,
      {
        mend: 'Sample with repetitionPenalty 1 and without processors, or pass `tokenIds` alone to learn it.',
      },
    );
  }
  const temperatures = groups.flatMap(({ completions }) =>
    completions.map(({ sampling }) => sampling?.temperature ?? 1),
  );
  const cold = temperatures.find((temperature) => temperature < leastTemperature);
  if (cold === undefined) return;
  throw new UsageError(
    `a completion was sampled at temperature ${cold}: its ratio means nothing.`,
    {
      mend: `Sample at ${leastTemperature} or above, or pass \`tokenIds\` alone to learn it as a given answer.`,
    },
  );
}

/**
 * Throws UsageError for log-probabilities that came with another adapter than the one that learns: their
 * ratio would compare two models.
 */
export function refuseOtherAdapter(groups: readonly LearningGroup[], adapter: string | null): void {
  const other = groups
    .flatMap(({ completions }) => completions)
    .find(({ logProbs, sampling }) => logProbs && (sampling?.adapter ?? null) !== adapter);
  if (!other) return;
  const named = (name: string | null) => (name === null ? 'without an adapter' : `with '${name}'`);
  throw new UsageError(
    `a completion was sampled ${named(other.sampling?.adapter ?? null)}, but what learns answers ${named(adapter)}.`,
    { mend: 'Sample with what learns, or pass `tokenIds` alone to learn it as a given answer.' },
  );
}

/** Attention works on padded grids; they may be this many times the tokens of a micro-batch. */
const gridAllowance = 2;

/** Groups rows of like length into micro-batches of at most `maxTokens` tokens. */
export function planMicroBatches(
  rows: readonly LearningRow[],
  architecture: Architecture,
  maxTokens: number,
): MicroBatch[] {
  const sized = rows
    .map((row, index) => ({ row, index, length: packedLength(toPacked(row)) }))
    .sort((a, b) => b.length - a.length || a.index - b.index);
  const batches: LearningRow[][] = [];
  let total = 0;
  for (const { row, length } of sized) {
    const current = batches.at(-1);
    total += length;
    if (current && total <= maxTokens && fitsGrid([...current, row], maxTokens)) current.push(row);
    else {
      batches.push([row]);
      total = length;
    }
  }
  return batches.map((batch) => createMicroBatch(batch, architecture));
}

function fitsGrid(rows: readonly LearningRow[], maxTokens: number): boolean {
  const size = gridSize(rows.map(toPacked));
  const places = size.rows * (size.prompt.total + size.group * size.answer.total);
  return places <= gridAllowance * maxTokens;
}

function toPacked({ prompt, completions }: LearningRow): PackedRow {
  return { prompt, completions: completions.map(({ tokenIds }) => tokenIds) };
}

function createMicroBatch(rows: readonly LearningRow[], architecture: Architecture): MicroBatch {
  const sequence = createSequenceBatch(rows.map(toPacked), architecture);
  const completions = rows.flatMap((row) => row.completions);
  const tokens = completions.reduce((most, { tokenIds }) => Math.max(most, tokenIds.length), 1);
  const places: number[] = [];
  const ids: number[] = [];
  const inverseTemperatures: number[] = [];
  const layout = new Int32Array(completions.length * tokens).fill(-1);
  let completion = 0;
  rows.forEach(({ prompt, completions: answers }, row) => {
    const start = sequence.rowStarts[row] as number;
    let column = prompt.tokenIds.length;
    for (const { tokenIds, source } of answers) {
      const inverseTemperature = 1 / scoringTemperature(source);
      tokenIds.forEach((id, i) => {
        layout[completion * tokens + i] = ids.length;
        ids.push(id);
        inverseTemperatures.push(inverseTemperature);
        // The first token is predicted by the prompt's last, whichever completion it is.
        const before = i === 0 ? prompt.tokenIds.length - 1 : column + i - 1;
        places.push(start + before);
      });
      column += tokenIds.length;
      completion++;
    }
  });
  // Padding points behind the last token.
  const padded = layout.map((place) => (place < 0 ? ids.length : place));
  return {
    completions,
    tokens,
    feeds: {
      ...sequence.feeds,
      targetPlaces: tensor('int32', [places.length], places),
      targetIds: tensor('int32', [ids.length], ids),
      inverseTemperature: tensor('float32', [ids.length, 1], inverseTemperatures),
      targetLayout: tensor('int32', [completions.length, tokens], padded),
    },
  };
}

/** Values of each completion's tokens as `[R, T]`, 0 for padding. */
export function tokenTable(
  { completions, tokens }: MicroBatch,
  values: (completion: PlacedCompletion) => ArrayLike<number>,
): Tensor {
  const data = new Float32Array(completions.length * tokens);
  completions.forEach((completion, row) => {
    data.set(values(completion), row * tokens);
  });
  return tensor('float32', [completions.length, tokens], data);
}
