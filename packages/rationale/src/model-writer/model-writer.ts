import { ResourceError } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import * as z from 'zod';
import type { GroundedTrajectory, TrajectoryRecord } from '../trajectories/types.ts';
import type { Verifier } from '../verify/verify-trajectory.ts';
import { type AnswerCache, answerKey } from './answer-cache.ts';
import type { ChatAnswer, ChatClient, ChatMessage } from './chat-client.ts';
import type { Journal, JournalEntry } from './journal.ts';
import { noteRequest, noteSchema, readNote, requestHash, withTexts } from './note-request.ts';

/** A trajectory to be put into words, with its record. */
export interface Draft {
  readonly trajectory: GroundedTrajectory;
  readonly record: TrajectoryRecord;
}

/** What became of a draft. */
export type WriteOutcome =
  | { readonly status: 'written'; readonly trajectory: GroundedTrajectory }
  /** No acceptable wording was found; the reasons of the last try. */
  | {
      readonly status: 'quarantined';
      readonly trajectory: GroundedTrajectory;
      readonly reasons: readonly string[];
    };

/** Puts drafts into words. The offline writer's drafts are already in words and pass through. */
export interface CorpusWriter {
  readonly name: string;
  write(drafts: readonly Draft[]): AsyncIterable<WriteOutcome>;
}

/** The offline writer as a {@link CorpusWriter}: drafts carry its words already. */
export const offlineCorpusWriter: CorpusWriter = {
  name: 'offline',
  async *write(drafts) {
    for (const { trajectory } of drafts) yield { status: 'written', trajectory };
  },
};

/** Tokens and money spent; cached and resumed answers cost nothing. */
export interface Ledger {
  requests: number;
  promptTokens: number;
  completionTokens: number;
  /** In the unit of the prices. */
  cost: number;
}

/** Options of {@link createModelWriter}. */
export interface ModelWriterOptions {
  readonly client: ChatClient;
  readonly ontology: Ontology;
  readonly verify: Verifier;
  readonly cache?: AnswerCache;
  readonly journal?: Journal;
  /** Requests under way at the same time. @defaultValue 4 */
  readonly concurrency?: number;
  /** Further tries for an answer that fails a check, with the reasons told. @defaultValue 2 */
  readonly repairs?: number;
  /** Price of a million tokens. @defaultValue 0 */
  readonly prices?: { readonly prompt: number; readonly completion: number };
  /** Most that may be spent, in the unit of the prices. @defaultValue no limit */
  readonly budget?: number;
  readonly signal?: AbortSignal;
}

/**
 * A writer that lets a language model word the notes. Each answer is validated against the schema and judged by
 * the verifier; a bad one is sent back with the reasons, a few times, and then quarantined. Finished work
 * goes to the journal at once, so that a killed run goes on; an answer is cached only if it passed.
 *
 * `write` throws ResourceError when the budget is spent or the server is gone; outcomes already yielded are
 * in the journal.
 */
export function createModelWriter(
  options: ModelWriterOptions,
): CorpusWriter & { readonly ledger: Ledger } {
  const ledger: Ledger = { requests: 0, promptTokens: 0, completionTokens: 0, cost: 0 };
  const { concurrency = 4 } = options;
  return {
    name: options.client.id,
    ledger,
    async *write(drafts) {
      const running = new Map<number, Promise<{ at: number; outcome: WriteOutcome }>>();
      const finished = new Map<number, WriteOutcome>();
      let started = 0;
      for (let next = 0; next < drafts.length; next++) {
        while (running.size < concurrency && started < drafts.length) {
          const at = started++;
          const work = writeOne(drafts[at] as Draft, options, ledger);
          running.set(
            at,
            work.then((outcome) => ({ at, outcome })),
          );
        }
        try {
          while (!finished.has(next)) {
            const { at, outcome } = await Promise.race(running.values());
            running.delete(at);
            finished.set(at, outcome);
          }
        } catch (error) {
          // Let what is under way end and be journalled before giving up.
          await Promise.allSettled(running.values());
          throw error;
        }
        yield finished.get(next) as WriteOutcome;
        finished.delete(next);
      }
    },
  };
}

const jsonSchema = z.toJSONSchema(noteSchema);

async function writeOne(
  { trajectory, record }: Draft,
  options: ModelWriterOptions,
  ledger: Ledger,
): Promise<WriteOutcome> {
  const { ontology, journal, repairs = 2, verify } = options;
  const messages = noteRequest(trajectory, ontology);
  const draft = requestHash(messages);
  const before = journal?.done.get(trajectory.id);
  const known = before?.draft === draft ? resumed(trajectory, record, before, verify) : null;
  if (known) return known;
  const spent = { promptTokens: 0, completionTokens: 0 };
  let reasons: readonly string[] = [];
  for (let attempt = 0; attempt <= repairs; attempt++) {
    const answer = await answerTo(messages, options, ledger, spent);
    const judged = judge(answer.text, trajectory, record, verify);
    if ('written' in judged) {
      options.cache?.set(answerKey(options.client.id, messages), answer);
      const texts = judged.written.steps.map(({ text }) => text);
      journal?.append({ id: trajectory.id, draft, texts, reasons: [], ...spent });
      return { status: 'written', trajectory: judged.written };
    }
    reasons = judged.reasons;
    messages.push(
      { role: 'assistant', content: answer.text.slice(0, 4000) },
      { role: 'user', content: `That breaks the rules: ${reasons.join('; ')}. Answer again.` },
    );
  }
  journal?.append({ id: trajectory.id, draft, texts: null, reasons, ...spent });
  return { status: 'quarantined', trajectory, reasons };
}

function judge(
  answer: string,
  trajectory: GroundedTrajectory,
  record: TrajectoryRecord,
  verify: Verifier,
): { readonly written: GroundedTrajectory } | { readonly reasons: readonly string[] } {
  const note = readNote(answer, trajectory.steps.length);
  if ('problem' in note) return { reasons: [note.problem] };
  const written = withTexts(trajectory, note.texts);
  const { ok, reasons } = verify(written, { record });
  return ok ? { written } : { reasons: reasons.map(({ code, message }) => `${code}: ${message}`) };
}

async function answerTo(
  messages: readonly ChatMessage[],
  { client, cache, budget, prices = { prompt: 0, completion: 0 }, signal }: ModelWriterOptions,
  ledger: Ledger,
  spent: { promptTokens: number; completionTokens: number },
): Promise<ChatAnswer> {
  const cached = cache?.get(answerKey(client.id, messages));
  if (cached) return cached;
  if (budget !== undefined && ledger.cost >= budget) {
    throw new ResourceError(`the budget of ${budget} is spent (${ledger.cost.toFixed(4)}).`, {
      source: client.id,
      mend: 'Raise the budget and run again: finished work is kept.',
    });
  }
  const answer = await client.complete(messages, jsonSchema, signal);
  const { promptTokens, completionTokens } = answer.usage;
  ledger.requests++;
  ledger.promptTokens += promptTokens;
  ledger.completionTokens += completionTokens;
  ledger.cost += (promptTokens * prices.prompt + completionTokens * prices.completion) / 1e6;
  spent.promptTokens += promptTokens;
  spent.completionTokens += completionTokens;
  return answer;
}

/** What the journal holds; `null` if it does not pass (any more), and the work has to be done again. */
function resumed(
  trajectory: GroundedTrajectory,
  record: TrajectoryRecord,
  { texts, reasons }: JournalEntry,
  verify: Verifier,
): WriteOutcome | null {
  if (texts === null) return { status: 'quarantined', trajectory, reasons };
  const written = withTexts(trajectory, texts);
  return verify(written, { record }).ok ? { status: 'written', trajectory: written } : null;
}

/** What a run would send, by four characters a token, without sending it. */
export function estimateCost(
  drafts: readonly Draft[],
  {
    ontology,
    prices = { prompt: 0, completion: 0 },
    journal,
  }: Pick<ModelWriterOptions, 'ontology' | 'prices' | 'journal'>,
): Ledger {
  const ledger: Ledger = { requests: 0, promptTokens: 0, completionTokens: 0, cost: 0 };
  for (const { trajectory } of drafts) {
    const messages = noteRequest(trajectory, ontology);
    if (journal?.done.get(trajectory.id)?.draft === requestHash(messages)) continue;
    const characters = messages.reduce((sum, { content }) => sum + content.length, 0);
    ledger.requests++;
    ledger.promptTokens += Math.ceil(characters / 4);
    // A worded note is about half as long again as the offline one.
    ledger.completionTokens += Math.ceil((trajectory.thinking.length * 1.5) / 4) + 20;
  }
  ledger.cost =
    (ledger.promptTokens * prices.prompt + ledger.completionTokens * prices.completion) / 1e6;
  return ledger;
}
