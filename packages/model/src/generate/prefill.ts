import { type Feeds, type Tensor, type TensorHandle, zeros } from '@skinr1/autograd';
import { featureName } from '../architecture/generation-graphs.ts';
import type { EncodedPrompt } from '../batch/encoded-prompt.ts';
import { createPromptBatch, promptPadding } from '../batch/prompt-batch.ts';
import type { Architecture, VisionBatch } from '../families/family.ts';
import { DecodingCache, promptTensors, withoutNext } from './cache.ts';
import { prefixKey, type ReadPrefix, releaseAll } from './prefix-cache.ts';
import type { GenerationSessions } from './sessions.ts';

/** Under what prompts are read. */
export interface PrefillSettings {
  /** The adapter that stands beside the weights; null: none. */
  readonly adapter: string | null;
  readonly signal?: AbortSignal | undefined;
}

/** Prompts that were read. The holder releases the cache. */
export interface ReadPrompts {
  readonly cache: DecodingCache;
  /** Of the token behind each prompt, `[prompts, vocabularySize]`. */
  readonly logits: Tensor;
  /** Columns of the prompts' cache, with padding. */
  readonly promptLength: number;
}

/**
 * Reads prompts and their images: the first pass of generation. `group` rows are to follow each. One prompt
 * alone is read in two steps, up to its last image and from there, whether the first is known from a call
 * before or not: so answers are the same to the bit.
 */
export async function prefill(
  sessions: GenerationSessions,
  prompts: readonly EncodedPrompt[],
  group: number,
  settings: PrefillSettings,
): Promise<ReadPrompts> {
  const { text } = sessions.architecture.config;
  const size = { prompts: prompts.length, group };
  const [prompt] = prompts;
  if (!prompt || prompts.length > 1 || !sessions.prefixes.isOn) {
    const { tensors, columns, logits } = await readTokens(sessions, prompts, settings);
    return { cache: new DecodingCache(text, size, tensors), logits, promptLength: columns };
  }
  const { read, isKept } = await readOnce(sessions, prompt, settings, () =>
    readInSteps(sessions, prompt, settings),
  );
  const cache = new DecodingCache(text, size, read.tensors, isKept);
  return { cache, logits: read.logits, promptLength: read.columns };
}

/** Looks tokens up in what was read before, or reads and keeps them. */
async function readOnce(
  { prefixes, weights }: GenerationSessions,
  prompt: EncodedPrompt,
  { adapter }: PrefillSettings,
  readTokens: () => Promise<ReadPrefix>,
): Promise<{ readonly read: ReadPrefix; readonly isKept: boolean }> {
  const key = prefixKey(weights.identity(adapter), prompt);
  const known = prefixes.find(key);
  if (known) return { read: known, isKept: true };
  const read = await readTokens();
  return { read, isKept: prefixes.keep(key, read) };
}

async function readInSteps(
  sessions: GenerationSessions,
  prompt: EncodedPrompt,
  settings: PrefillSettings,
): Promise<ReadPrefix> {
  const { imageTokenId } = sessions.architecture.config;
  const split = prompt.tokenIds.lastIndexOf(imageTokenId) + 1;
  if (split === 0 || split === prompt.tokenIds.length) {
    return readTokens(sessions, [prompt], settings);
  }
  const shown = { ...slicePrompt(prompt, 0, split), images: prompt.images };
  const { read: prefix, isKept } = await readOnce(sessions, shown, settings, () =>
    readTokens(sessions, [shown], settings, { isPadded: false }),
  );
  try {
    settings.signal?.throwIfAborted();
    const rest = slicePrompt(prompt, split, prompt.tokenIds.length);
    return await readTokens(sessions, [rest], settings, { prefix });
  } finally {
    if (!isKept) releaseAll(prefix.tensors);
  }
}

/** Some of a prompt's tokens, without images. */
function slicePrompt(prompt: EncodedPrompt, from: number, to: number): EncodedPrompt {
  const { length } = prompt.tokenIds;
  const axes = prompt.positions.length / length;
  const positions = new Int32Array(axes * (to - from));
  for (let axis = 0; axis < axes; axis++) {
    const part = prompt.positions.subarray(axis * length + from, axis * length + to);
    positions.set(part, axis * (to - from));
  }
  return { tokenIds: prompt.tokenIds.slice(from, to), positions, next: prompt.next, images: [] };
}

/** One run over prompts, or over the tokens of one behind a prefix. */
async function readTokens(
  sessions: GenerationSessions,
  prompts: readonly EncodedPrompt[],
  { adapter, signal }: PrefillSettings,
  { prefix, isPadded = true }: { readonly prefix?: ReadPrefix; readonly isPadded?: boolean } = {},
): Promise<ReadPrefix> {
  const { architecture, weights } = sessions;
  const { feeds, vision, promptLength } = createPromptBatch(prompts, architecture, isPadded);
  const { text } = architecture.config;
  const features = vision ? await see(sessions, vision, adapter) : {};
  try {
    signal?.throwIfAborted();
    const session = await sessions.get('language');
    const { outputs, kept } = await session.run({
      ...weights.feeds(session, adapter),
      ...DecodingCache.none(text, prompts.length),
      ...noFeatures(architecture),
      ...features,
      ...feeds,
      ...(prefix ? behind(prefix) : {}),
    });
    const logits = outputs.logits as Tensor;
    const tensors = promptTensors(text, kept);
    if (!prefix) return { tensors, columns: promptLength, logits };
    const joined = await join(sessions, prefix, kept);
    return { tensors: joined, columns: prefix.columns + promptLength, logits };
  } finally {
    releaseAll(features);
  }
}

/** What comes before the tokens of a step, all of it to be seen. */
function behind({ tensors, columns }: ReadPrefix): Feeds {
  return { ...tensors, promptBias: promptPadding([columns], columns) };
}

/** A prefix and what was read behind it as one. The second is freed. */
async function join(
  sessions: GenerationSessions,
  prefix: ReadPrefix,
  kept: Readonly<Record<string, TensorHandle>>,
): Promise<Readonly<Record<string, TensorHandle>>> {
  const rest = withoutNext(kept);
  try {
    const session = await sessions.get('join');
    return withoutNext((await session.run({ ...prefix.tensors, ...rest })).kept);
  } finally {
    releaseAll(rest);
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
export function noFeatures({ config, family }: Architecture): Feeds {
  const none = zeros('float32', [1, config.text.hiddenSize]);
  const count = family.featureCount(config);
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [featureName(i), none]));
}
