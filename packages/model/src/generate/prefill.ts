import { type Feeds, type Tensor, type TensorHandle, zeros } from '@skinr1/autograd';
import { featureName } from '../architecture/generation-graphs.ts';
import type { EncodedPrompt } from '../batch/encoded-prompt.ts';
import { createPromptBatch } from '../batch/prompt-batch.ts';
import type { Architecture } from '../families/family.ts';
import { DecodingCache } from './cache.ts';
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

/** Reads prompts and their images: the first pass of generation. `group` rows are to follow each. */
export async function prefill(
  sessions: GenerationSessions,
  prompts: readonly EncodedPrompt[],
  group: number,
  { adapter, signal }: PrefillSettings,
): Promise<ReadPrompts> {
  const { architecture, weights } = sessions;
  const { feeds, vision, promptLength } = createPromptBatch(prompts, architecture);
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
    });
    const size = { prompts: prompts.length, group };
    const cache = new DecodingCache(text, size, kept);
    return { cache, logits: outputs.logits as Tensor, promptLength };
  } finally {
    for (const handle of Object.values(features)) handle.release();
  }
}

/** Features of images, which stay in the engine. */
async function see(
  sessions: GenerationSessions,
  feeds: Feeds,
  adapter: string | null,
): Promise<Readonly<Record<string, TensorHandle>>> {
  const session = await sessions.get('vision');
  const { kept } = await session.run({ ...sessions.weights.feeds(session, adapter), ...feeds });
  return kept;
}

/** What stands for features where there are no images. */
export function noFeatures({ config, family }: Architecture): Feeds {
  const none = zeros('float32', [1, config.text.hiddenSize]);
  const count = family.featureCount(config);
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [featureName(i), none]));
}
