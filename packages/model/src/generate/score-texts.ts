import { type Tensor, tensor } from '@skinr1/autograd';
import { checkOptions, UsageError } from '@skinr1/core';
import type { EncodedPrompt } from '../batch/encoded-prompt.ts';
import { promptPadding } from '../batch/prompt-batch.ts';
import { prefill } from './prefill.ts';
import type { PrefillSettings } from './read-tokens.ts';
import type { GenerationSessions } from './sessions.ts';

/** How texts are scored. */
export interface ScoreOptions {
  /** The adapter beside the weights, by name; null: none. @defaultValue the one added last */
  readonly adapter?: string | null;
  /** Logits are divided by it. @defaultValue 1 */
  readonly temperature?: number;
  /** Scores the end of the turn behind each text too: then it is the whole answer. @defaultValue false */
  readonly endOfTurn?: boolean;
  readonly signal?: AbortSignal;
}

/** How likely a model finds a text as the beginning of its answer. */
export interface ScoredText {
  readonly tokenIds: Int32Array;
  /** Log-softmax of logits / temperature over the whole vocabulary, one a token. */
  readonly logProbs: Float32Array;
  /** Their sum. */
  readonly logProb: number;
}

/** Texts as tokens, and how they are scored. */
export interface ScoreSettings extends PrefillSettings {
  readonly temperature: number;
  /** Rows computed at a time. */
  readonly maxRows: number;
}

/** Throws UsageError for an option that `score` does not have. */
export function checkScoreOptions(options: ScoreOptions): void {
  const names = { adapter: true, temperature: true, endOfTurn: true, signal: true } as const;
  checkOptions<ScoreOptions>('score', options, names);
}

/** Throws UsageError for what is neither a list nor holds texts and tokens alone: it would be scored as nothing. */
export function checkTexts(texts: readonly (string | ArrayLike<number>)[]): void {
  if (!Array.isArray(texts)) {
    throw new UsageError('the texts to score are no list.', { mend: 'Give [text].' });
  }
  // By place, since a list may have holes.
  for (let place = 0; place < texts.length; place++) {
    const text: unknown = texts[place];
    if (typeof text === 'string' || isArrayLike(text)) continue;
    throw new UsageError(`text ${place + 1} of ${texts.length} to score is ${String(text)}.`, {
      mend: 'Give a string, or the ids of its tokens.',
    });
  }
}

function isArrayLike(value: unknown): value is ArrayLike<unknown> {
  return typeof value === 'object' && value !== null && 'length' in value;
}

/** Throws UsageError for a temperature that scores nothing. */
export function checkTemperature(temperature: number): number {
  if (temperature > 0 && Number.isFinite(temperature)) return temperature;
  throw new UsageError(`temperature must be above 0 to score, got ${temperature}.`);
}

/** Logits of one run: a quarter of a GiB. */
const mostLogits = 2 ** 26;
/** Scores of attention in one run, of a layer: an eighth of a GiB. */
const mostScores = 2 ** 25;
/** Tokens of one run. */
const mostTokens = 4096;

/** Scores texts behind one prompt, which is read once. */
export async function scoreTexts(
  sessions: GenerationSessions,
  prompt: EncodedPrompt,
  texts: readonly Int32Array[],
  settings: ScoreSettings,
): Promise<ScoredText[]> {
  await sessions.refresh();
  settings.signal?.throwIfAborted();
  const results = texts.map((tokenIds): ScoredText => {
    return { tokenIds, logProbs: new Float32Array(tokenIds.length), logProb: 0 };
  });
  const { cache, promptLength } = await prefill(sessions, [prompt], 1, settings);
  const { vocabularySize, headCount } = sessions.architecture.config.text;
  const scoresOfToken =
    headCount * texts.reduce((most, { length }) => Math.max(most, promptLength + length), 1);
  const limit = Math.floor(
    Math.min(mostTokens, mostLogits / vocabularySize, mostScores / scoresOfToken),
  );
  try {
    for (const batch of planRows(results, limit, settings.maxRows)) {
      settings.signal?.throwIfAborted();
      const session = await sessions.get('text score');
      const { outputs } = await session.run({
        ...sessions.weights.feeds(session, settings.adapter),
        ...cache.promptFeeds(batch.length),
        ...rowFeeds(batch, prompt, promptLength, sessions.architecture.family.positionAxes),
        ...targetFeeds(batch, settings.temperature),
      });
      const table = outputs.logProb?.data as Float32Array;
      const width = longest(batch);
      batch.forEach(({ logProbs }, row) => {
        logProbs.set(table.subarray(row * width, row * width + logProbs.length));
      });
    }
  } finally {
    cache.release();
  }
  return results.map((result) => ({ ...result, logProb: sum(result.logProbs) }));
}

/** Rows of like length together, at most so many tokens with padding. */
function planRows(rows: readonly ScoredText[], limit: number, maxRows: number): ScoredText[][] {
  const batches: ScoredText[][] = [];
  const order = rows.filter(({ tokenIds }) => tokenIds.length > 0);
  for (const row of order.sort((a, b) => b.tokenIds.length - a.tokenIds.length)) {
    const batch = batches.at(-1);
    const fits = batch && batch.length < maxRows && (batch.length + 1) * longest(batch) <= limit;
    if (fits) batch.push(row);
    else batches.push([row]);
  }
  return batches;
}

/** Tokens of the first row, which is the longest. */
function longest(batch: readonly ScoredText[]): number {
  return batch[0]?.tokenIds.length ?? 0;
}

/**
 * Each row starts with the prompt's last token, which predicts the text's first; in the prompt's own columns that
 * token is masked.
 */
function rowFeeds(
  batch: readonly ScoredText[],
  prompt: EncodedPrompt,
  promptLength: number,
  axes: number,
): Record<string, Tensor> {
  const [group, steps] = [batch.length, longest(batch)];
  const last = prompt.tokenIds.length - 1;
  const lastId = prompt.tokenIds[last] as number;
  const tokenIds = new Int32Array(group * steps);
  batch.forEach((row, g) => {
    tokenIds[g * steps] = lastId;
    tokenIds.set(row.tokenIds.subarray(0, -1), g * steps + 1);
  });
  const positions = new Float32Array(axes * group * steps);
  for (let i = 0; i < positions.length; i++) {
    const axis = Math.floor(i / (group * steps));
    const step = i % steps;
    positions[i] =
      step === 0
        ? (prompt.positions[axis * prompt.tokenIds.length + last] as number)
        : prompt.next + step - 1;
  }
  return {
    tokenIds: tensor('int32', [1, group, steps], tokenIds),
    positions: tensor('float32', [axes, 1, group, steps], positions),
    columns: tensor(
      'int32',
      [steps],
      Int32Array.from({ length: steps }, (_, i) => i),
    ),
    promptBias: promptPadding([last], promptLength),
  };
}

function targetFeeds(batch: readonly ScoredText[], temperature: number): Record<string, Tensor> {
  const steps = longest(batch);
  const count = batch.reduce((total, { tokenIds }) => total + tokenIds.length, 0);
  const places = new Int32Array(count);
  const ids = new Int32Array(count);
  const layout = new Int32Array(batch.length * steps).fill(count);
  let next = 0;
  batch.forEach(({ tokenIds }, row) => {
    tokenIds.forEach((id, i) => {
      layout[row * steps + i] = next;
      places[next] = row * steps + i;
      ids[next++] = id;
    });
  });
  return {
    targetPlaces: tensor('int32', [count], places),
    targetIds: tensor('int32', [count], ids),
    targetLayout: tensor('int32', [batch.length, steps], layout),
    inverseTemperature: tensor(
      'float32',
      [count, 1],
      new Float32Array(count).fill(1 / temperature),
    ),
  };
}

function sum(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0);
}
