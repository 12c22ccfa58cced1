import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  type ChatClientOptions,
  checkSampleOptions,
  createChatClient,
  InvalidInputError,
  type ModelAnswer,
  type SampledCompletion,
  type SampleOptions,
  type SamplingSettings,
  samplePrompts,
  type TrainablePolicy,
  UsageError,
} from '@skinr1/core';
import { reloadAdapter } from './reload-adapter.ts';
import type { ServerDialect } from './server-dialects.ts';

/** Options of {@link createRemotePolicy}. */
export interface RemotePolicyOptions {
  /** What learns, here; it is not asked for answers. */
  readonly learner: TrainablePolicy;
  /** Where answers are drawn, and how it is asked; `model` is the base model's name there. */
  readonly server: Omit<ChatClientOptions, 'extraBody'>;
  /** {@link vllm}, {@link sglang} or one of your own. */
  readonly dialect: ServerDialect;
  /** Writes the adapter that learns as a PEFT folder, such as `saveAdapter` of `@skinr1/model` does. */
  readonly saveAdapter: (folder: string) => Promise<unknown>;
  /** Folder that this machine and the server see under one path. Old adapters are removed from it. */
  readonly adapterDirectory: string;
  /** Name of the adapter on the server. @defaultValue 'skinr1' */
  readonly adapterName?: string;
  /**
   * Whether log-probabilities are of the logits as they are, or after the temperature (vLLM with
   * `--logprobs-mode processed_logprobs`). @defaultValue 'raw'
   */
  readonly logProbs?: 'raw' | 'processed';
  /** Ids with which answers end: one that came to its end must have it, or the policy would never learn to stop. */
  readonly endTokenIds: readonly number[];
}

/**
 * A policy that draws its answers on a server and learns here: before a server is asked, the adapter as it is learnt
 * goes there as a folder. What was drawn has the server's own log-probabilities. They are of another program and
 * often of another precision than the learner: train with the correction for that on.
 *
 * @throws UsageError, when it is asked, for a temperature, top-k, top-p or repetition penalty under which the
 *   server's log-probabilities are not those of what was drawn from; InvalidInputError for answers without token ids
 *   or end, ResourceError for a server that cannot be reached or does not take the adapter.
 */
export function createRemotePolicy(options: RemotePolicyOptions): TrainablePolicy {
  const { learner, server, dialect, adapterName = 'skinr1' } = options;
  const client = createChatClient({
    ...server,
    model: dialect.modelWith(server.model, adapterName),
    extraBody: dialect.extraBody,
  });
  const weights = createHandOver(options, adapterName);
  const answer: typeof client.answer = (question, how) =>
    client.answer(question, { ...how, logProbs: true });
  // Whatever else the learner can do goes through to it.
  return Object.assign(Object.create(learner) as TrainablePolicy, {
    check: async (prompts, how) => {
      checkDrawing(how, options);
      await learner.check?.(prompts, how);
    },
    sample: async (prompts, how) => {
      const sampling = { ...checkDrawing(how, options), adapter: learner.adapter ?? null };
      await weights.handOver(how.signal);
      const concurrency = server.concurrency ?? 4;
      const groups = await samplePrompts(prompts, how, { answer, concurrency });
      return groups.map((answers, index) =>
        answers.map((one) => toSampled(one, sampling, prompts[index]!.id, options)),
      );
    },
    update: async (...parameters) => {
      weights.changed();
      return learner.update(...parameters);
    },
    restore: async (directory) => {
      weights.changed();
      await learner.restore(directory);
    },
    identity: async () => ({
      ...(await learner.identity?.()),
      'server that draws answers': `${server.model}, ${dialect.name}`,
    }),
  } satisfies Partial<TrainablePolicy>);
}

/** The learner's weights on their way to the server: only when they have changed, each time in a folder of their own. */
function createHandOver(
  { server, dialect, saveAdapter, adapterDirectory }: RemotePolicyOptions,
  name: string,
): { changed(): void; handOver(signal: AbortSignal | undefined): Promise<void> } {
  let version = 0;
  let isCurrent = false;
  const folderOf = (number: number) => join(resolve(adapterDirectory), `${name}-${number}`);
  return {
    changed: () => {
      isCurrent = false;
    },
    handOver: async (signal) => {
      if (isCurrent) return;
      const folder = folderOf(++version);
      await rm(folder, { recursive: true, force: true });
      await saveAdapter(folder);
      await reloadAdapter(server, dialect.reload(name, folder), signal);
      isCurrent = true;
      // The server has read the new one.
      await rm(folderOf(version - 1), { recursive: true, force: true });
    },
  };
}

/** How answers are drawn, where the server's log-probabilities are of just that. */
function checkDrawing(
  options: SampleOptions,
  { logProbs = 'raw' }: RemotePolicyOptions,
): SamplingSettings {
  const { temperature, topK, topP, repetitionPenalty } = checkSampleOptions(options);
  const isWhole = topK === 0 && topP === 1 && repetitionPenalty === 1;
  if (!isWhole || (temperature !== 1 && logProbs === 'raw')) {
    throw new UsageError("the server's log-probabilities would not be of what is drawn from.", {
      mend: isWhole
        ? "Use temperature 1, or a server that gives processed ones, with `logProbs: 'processed'`."
        : 'Leave top-k, top-p and the repetition penalty out.',
    });
  }
  return { temperature, topK, topP, bannedIds: [] };
}

function toSampled(
  { text, finishReason, tokens }: ModelAnswer,
  sampling: SamplingSettings,
  id: string,
  { endTokenIds, dialect }: RemotePolicyOptions,
): SampledCompletion {
  const source = `an answer to '${id}'`;
  const ids = tokens?.map((token) => token.id) ?? [];
  if (ids.length === 0 || ids.some((number) => number === null)) {
    throw new InvalidInputError('its tokens have no ids.', {
      source,
      mend: `Use a release of ${dialect.name} that knows ${Object.keys(dialect.extraBody).join(', ')}.`,
    });
  }
  if (finishReason === 'stop' && !endTokenIds.includes(ids.at(-1)!)) {
    throw new InvalidInputError('it came to its end, and has no end token.', {
      source,
      mend: 'Give the end tokens of the model as `endTokenIds`, or a server that reports them.',
    });
  }
  return {
    ...{ text, finishReason, sampling },
    tokenIds: Int32Array.from(ids as readonly number[]),
    logProbs: Float32Array.from(tokens!, ({ logProb }) => logProb),
  };
}
