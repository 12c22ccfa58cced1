import { type Feeds, type Tensor, type TensorHandle, tensor, zeros } from '@skinr1/autograd';
import { addedName } from '../architecture/cache-graphs.ts';
import { featureName } from '../architecture/generation-graphs.ts';
import type { EncodedPrompt } from '../batch/encoded-prompt.ts';
import { createPromptBatch } from '../batch/prompt-batch.ts';
import { padded } from '../batch/sequence-batch.ts';
import type { Architecture, VisionBatch } from '../families/family.ts';
import { releaseAll } from '../weights/weight-part.ts';
import { nothingRead, type PromptTensors, withoutNext } from './cache.ts';
import type { ReadPrefix } from './prefix-cache.ts';
import type { GenerationSessions } from './sessions.ts';

/** Under what prompts are read. */
export interface PrefillSettings {
  /** The adapter that stands beside the weights; null: none. */
  readonly adapter: string | null;
  readonly signal?: AbortSignal | undefined;
}

/** Tokens that are read at once: of more prompts, some after the others. */
const mostTokens = 2048;
/** Tokens of a longer prompt that are read at once: so many have activations, and scores, at a time. */
const chunkTokens = 512;

/** Reads prompts from their beginnings. */
export async function readPrompts(
  sessions: GenerationSessions,
  prompts: readonly EncodedPrompt[],
  settings: PrefillSettings,
): Promise<ReadPrefix> {
  const columns = padded(longest(prompts));
  const atOnce = Math.max(1, Math.floor(mostTokens / columns));
  let read = await readTokens(sessions, prompts.slice(0, atOnce), columns, settings);
  for (let first = atOnce; first < prompts.length; first += atOnce) {
    const part = prompts.slice(first, first + atOnce);
    read = await below(sessions, read, () => readTokens(sessions, part, columns, settings));
  }
  return read;
}

function longest(prompts: readonly EncodedPrompt[]): number {
  return prompts.reduce((most, { tokenIds }) => Math.max(most, tokenIds.length), 0);
}

/** Prompts that were read with others below; the parts are freed. */
async function below(
  sessions: GenerationSessions,
  first: ReadPrefix,
  readOthers: () => Promise<ReadPrefix>,
): Promise<ReadPrefix> {
  try {
    const others = await readOthers();
    try {
      const added = Object.entries(others.tensors).map(([name, each]) => [addedName(name), each]);
      const session = await sessions.get('stack');
      const { kept } = await session.run({ ...first.tensors, ...Object.fromEntries(added) });
      const logits = rowsBelow(first.logits, others.logits);
      return { tensors: withoutNext(kept), columns: first.columns, logits };
    } finally {
      releaseAll(others.tensors);
    }
  } finally {
    releaseAll(first.tensors);
  }
}

function rowsBelow(first: Tensor, others: Tensor): Tensor {
  const data = new Float32Array(first.data.length + others.data.length);
  data.set(first.data as Float32Array);
  data.set(others.data as Float32Array, first.data.length);
  const [rows = 0, width = 0] = first.dims;
  return tensor('float32', [rows + (others.dims[0] ?? 0), width], data);
}

/**
 * Reads prompts, or the tokens of one behind a prefix, which stays as it is.
 *
 * @param columns tokens of each with padding
 */
export async function readTokens(
  sessions: GenerationSessions,
  prompts: readonly EncodedPrompt[],
  columns: number,
  { adapter, signal }: PrefillSettings,
  prefix?: ReadPrefix,
): Promise<ReadPrefix> {
  const { architecture, weights } = sessions;
  const batch = createPromptBatch(prompts, architecture, columns);
  const before = prefix?.columns ?? 0;
  // Of several prompts none comes behind anything: they are short enough to be read at once.
  const step = prompts.length === 1 ? chunkTokens : columns;
  const features = batch.vision ? await see(sessions, batch.vision, adapter) : {};
  let tensors: PromptTensors = {};
  try {
    let logits: Tensor | null = null;
    for (let from = 0; from < columns; from += step) {
      signal?.throwIfAborted();
      const session = await sessions.get('first pass');
      const { outputs, kept } = await session.run({
        ...weights.feeds(session, adapter),
        ...nothingRead(architecture.config.text, prompts.length),
        ...noFeatures(architecture),
        ...features,
        ...batch.feeds(from, Math.min(from + step, columns)),
        ...prefix?.tensors,
        ...tensors,
      });
      releaseAll(tensors);
      tensors = withoutNext(kept);
      // Chunks behind the last token are padding alone.
      if (from < longest(prompts)) logits = outputs.logits as Tensor;
    }
    return { tensors, columns: before + columns, logits: logits as Tensor };
  } catch (error) {
    releaseAll(tensors);
    throw error;
  } finally {
    releaseAll(features);
  }
}

/** Image tokens, padding included, from which on memory counts more than the nodes of a tower in parts. */
const manyRows = 1024;

/** Features of images, which stay in the engine. */
async function see(
  sessions: GenerationSessions,
  { feeds, rowCount }: VisionBatch,
  adapter: string | null,
): Promise<Readonly<Record<string, TensorHandle>>> {
  const session = await sessions.get(rowCount > manyRows ? 'large vision' : 'vision');
  const { kept } = await session.run({ ...sessions.weights.feeds(session, adapter), ...feeds });
  return kept;
}

/** What stands for features where there are no images. */
function noFeatures({ config, family }: Architecture): Feeds {
  const none = zeros('float32', [1, config.text.hiddenSize]);
  const count = family.featureCount(config);
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [featureName(i), none]));
}
