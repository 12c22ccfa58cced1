import {
  type Feeds,
  freeMemory,
  type Session,
  sizeOf,
  type Tensor,
  tensor,
} from '@skinr1/autograd';
import { languageSpecs } from '../architecture/generation-graphs.ts';
import type { Architecture } from '../families/family.ts';
import { isQuantizedPart } from '../weights/part-names.ts';
import { releaseAll } from '../weights/weight-part.ts';
import type { DecodingCache } from './cache.ts';
import type { GenerationSettings, LiveBatch } from './live-batch.ts';
import type { GenerationSessions } from './sessions.ts';

/** A batch in the middle of its answers. */
export interface Decoding {
  readonly batch: LiveBatch;
  readonly cache: DecodingCache;
  /** Steps before. */
  readonly step: number;
}

/** Steps in one run at most: more save nothing, and keep a stream waiting. */
const mostSteps = 16;
/** Weights that the steps of one run read at most, which bounds its time, and bytes of the logits that it returns. */
const [mostWeights, mostBytes] = [200e6, 2 ** 25];

/**
 * Steps that are worth one run: those in which the graph draws the tokens itself. It knows temperature and bans alone,
 * and what draws otherwise goes step by step. So do devices other than the processor, where steps in a graph were not
 * tried, and rounded weights, whose kernel multiplies another way in a loop's body than outside. Of sizes alone, so that
 * an answer comes out the same again.
 */
function stepsAtOnce(
  { architecture, device, weights }: GenerationSessions,
  batch: LiveBatch,
  { choice: { topK, topP, minP, banned }, processors }: GenerationSettings,
): number {
  const isPlain = processors.length === 0 && topK === 0 && topP === 1 && minP === 0;
  if (!isPlain || device !== 'cpu' || Object.keys(weights.declared).some(isQuantizedPart)) return 1;
  const bytes = 4 * banned.length * batch.groups.length * batch.groupSize;
  return Math.max(
    1,
    Math.floor(Math.min(mostSteps, mostWeights / weightCount(architecture), mostBytes / bytes)),
  );
}

/**
 * Whether there is one row whose keys and values may be copied at each step: they are far fewer than the weights that
 * are read at each.
 */
function isAlone({ architecture }: GenerationSessions, batch: LiveBatch): boolean {
  const { layerCount, keyValueHeadCount, headSize } = architecture.config.text;
  const copied = 2 * layerCount * keyValueHeadCount * headSize * batch.promptLength;
  const isOneRow = batch.groups.length === 1 && batch.groupSize === 1;
  return isOneRow && 4 * copied <= weightCount(architecture);
}

/** Numbers of a language model. */
function weightCount(architecture: Architecture): number {
  return languageSpecs(architecture).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

/** Goes some steps on. Returns how many. */
export async function decode(
  sessions: GenerationSessions,
  decoding: Decoding,
  settings: GenerationSettings,
): Promise<number> {
  // The first token of each answer came with the prompt.
  const left = settings.maxTokens - 1 - decoding.step;
  const steps = Math.min(left, stepsAtOnce(sessions, decoding.batch, settings));
  if (steps > 1) return decodeAhead(sessions, decoding, settings, steps);
  const { batch, cache } = decoding;
  const session = await sessions.get('language');
  const { outputs, kept } = await session.run({
    ...stepFeeds(sessions, session, decoding, settings),
    ...batch.promptFeeds,
  });
  cache.advance(kept, 1);
  settings.signal?.throwIfAborted();
  const { groupSize } = batch;
  batch.extend(outputs.logits as Tensor, settings, (group, row) => group * groupSize + row);
  freeMemory(outputs.logits as Tensor);
  return 1;
}

function stepFeeds(
  { weights, architecture }: GenerationSessions,
  session: Session,
  { batch, cache, step }: Decoding,
  { adapter }: GenerationSettings,
): Feeds {
  return {
    ...weights.feeds(session, adapter),
    ...cache.feeds,
    ...batch.feeds(step, architecture.family.positionAxes),
  };
}

/**
 * Steps in one run. Tokens are drawn here from the logits that it returns, as ever: where one is not what the graph drew
 * ahead, which rounding can do, the steps up to there are run again, by themselves.
 */
async function decodeAhead(
  sessions: GenerationSessions,
  decoding: Decoding,
  settings: GenerationSettings,
  steps: number,
): Promise<number> {
  const { batch, cache } = decoding;
  const isOne = isAlone(sessions, batch);
  const session = await sessions.get(isOne ? 'decoding one' : 'decoding');
  const feeds = {
    ...stepFeeds(sessions, session, decoding, settings),
    ...(isOne ? { promptTokens: tensor('int64', [1], batch.promptTokens) } : batch.promptFeeds),
    ...batch.aheadFeeds(steps, settings),
  };
  const { outputs, kept } = await session.run(feeds);
  const { logits, drawn } = outputs as { readonly logits: Tensor; readonly drawn: Tensor };
  let recent = kept;
  try {
    settings.signal?.throwIfAborted();
    const held = batch.extendSteps(logits, drawn, settings);
    if (held < (logits.dims[0] ?? 0) && batch.alive > 0) {
      const only = tensor('int64', [], [held]);
      recent = (await session.run({ ...feeds, steps: only }, { fetch: [] })).kept;
      releaseAll(kept);
    }
    cache.advance(recent, held);
    return held;
  } catch (error) {
    releaseAll(recent);
    throw error;
  } finally {
    freeMemory(logits);
  }
}
