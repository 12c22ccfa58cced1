import type { Tensor } from '@skinr1/autograd';
import type { EncodedPrompt } from '../batch/encoded-prompt.ts';
import { padded } from '../batch/sequence-batch.ts';
import { releaseAll } from '../weights/weight-part.ts';
import { DecodingCache } from './cache.ts';
import { prefixKey, type ReadPrefix } from './prefix-cache.ts';
import { type PrefillSettings, readPrompts, readTokens } from './read-tokens.ts';
import type { GenerationSessions } from './sessions.ts';

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
    const { tensors, columns, logits } = await readPrompts(sessions, prompts, settings);
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
  read: () => Promise<ReadPrefix>,
): Promise<{ readonly read: ReadPrefix; readonly isKept: boolean }> {
  const key = prefixKey(weights.identity(adapter), prompt);
  const known = prefixes.find(key);
  if (known) return { read: known, isKept: true };
  const made = await read();
  return { read: made, isKept: prefixes.keep(key, made) };
}

async function readInSteps(
  sessions: GenerationSessions,
  prompt: EncodedPrompt,
  settings: PrefillSettings,
): Promise<ReadPrefix> {
  const { imageTokenId } = sessions.architecture.config;
  const split = prompt.tokenIds.lastIndexOf(imageTokenId) + 1;
  if (split === 0 || split === prompt.tokenIds.length) {
    return readPrompts(sessions, [prompt], settings);
  }
  const shown = { ...slicePrompt(prompt, 0, split), images: prompt.images };
  const { read: prefix, isKept } = await readOnce(sessions, shown, settings, () =>
    readTokens(sessions, [shown], split, settings),
  );
  try {
    settings.signal?.throwIfAborted();
    const rest = slicePrompt(prompt, split, prompt.tokenIds.length);
    const columns = padded(rest.tokenIds.length);
    return await readTokens(sessions, [rest], columns, settings, prefix);
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
