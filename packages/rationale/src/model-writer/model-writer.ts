import {
  type AnswerCache,
  type ChatAnswer,
  type ChatClient,
  checkWholeNumber,
  type TextMessage,
} from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import * as z from 'zod';
import type { GroundedTrajectory, TrajectoryRecord } from '../trajectories/types.ts';
import type { Verifier } from '../verify/verify-trajectory.ts';
import { type Budget, createBudget } from './budget.ts';
import { addUsage, costOf, estimateUsage, type Ledger, type TokenPrices } from './estimate-cost.ts';
import type { Journal, JournalEntry } from './journal.ts';
import {
  notePlan,
  noteRequest,
  noteSchema,
  readNote,
  requestHash,
  withTexts,
} from './note-request.ts';
import { licensedNoteSchema } from './note-schema.ts';

/** A trajectory to be put into words, with its record. */
export interface Draft {
  readonly trajectory: GroundedTrajectory;
  readonly record: TrajectoryRecord;
}

/** What became of a draft. */
export type WriteOutcome =
  | {
      readonly status: 'written';
      readonly trajectory: GroundedTrajectory;
      /** Answers that were sent back before one was accepted. */
      readonly repairs: number;
    }
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
    for (const { trajectory } of drafts) yield { status: 'written', trajectory, repairs: 0 };
  },
};

/** What a model writer has used, and what it did not have to ask for. */
export interface WriterLedger extends Ledger {
  /** Drafts that an earlier run had finished, by the journal. */
  resumed: number;
  /** Drafts answered from the cache. */
  cached: number;
}

/** Options of {@link createModelWriter}. */
export interface ModelWriterOptions {
  readonly client: ChatClient;
  readonly ontology: Ontology;
  readonly verify: Verifier;
  /** Trajectories whose wording the model is shown, each with its plan; small models need them. @defaultValue none */
  readonly examples?: readonly GroundedTrajectory[];
  /**
   * Asks the server to hold the model to the plan's names and to words that state nothing, by a pattern for each step
   * in the JSON schema; small models need it, and not every server can. @defaultValue false
   */
  readonly licensedWords?: boolean;
  readonly cache?: AnswerCache;
  readonly journal?: Journal;
  /** Requests under way at the same time. @defaultValue 4 */
  readonly concurrency?: number;
  /** Further tries for an answer that fails a check, with the reasons told. @defaultValue 2 */
  readonly repairs?: number;
  /** @defaultValue 0 */
  readonly prices?: TokenPrices;
  /**
   * Most that may be spent, in the unit of the prices; requests under way count at what they may cost.
   * @defaultValue no limit
   */
  readonly budget?: number;
  readonly signal?: AbortSignal;
}

/**
 * A writer that lets a language model word the notes. Each answer is validated against the schema and judged by
 * the verifier; a bad one is sent back with the reasons, a few times, and then quarantined. Finished work
 * goes to the journal at once, so that a killed run goes on; an answer is cached only if it passed.
 *
 * Throws UsageError for a concurrency below 1. `write` throws ResourceError when the budget is spent or the
 * server is gone, and the signal's reason when it is aborted, but not before it has let requests under way
 * end and yielded all that is finished.
 */
export function createModelWriter(
  options: ModelWriterOptions,
): CorpusWriter & { readonly ledger: WriterLedger } {
  const { budget, client, concurrency = 4, prices = { prompt: 0, completion: 0 } } = options;
  checkWholeNumber('concurrency', concurrency, 1);
  const counts = { requests: 0, promptTokens: 0, completionTokens: 0, cost: 0 };
  const ledger: WriterLedger = { ...counts, resumed: 0, cached: 0 };
  const purse = budget === undefined ? null : createBudget(budget, client.id);
  return {
    name: client.id,
    ledger,
    write: (drafts) => writeAll(drafts, { ...options, concurrency, prices, ledger, purse }),
  };
}

/** Options with what a writer keeps beside them. */
interface WriterContext extends ModelWriterOptions {
  readonly concurrency: number;
  readonly prices: TokenPrices;
  readonly ledger: WriterLedger;
  readonly purse: Budget | null;
}

/** Several drafts at a time; outcomes in the order of the drafts. */
async function* writeAll(
  drafts: readonly Draft[],
  context: WriterContext,
): AsyncGenerator<WriteOutcome> {
  const running = new Map<number, Promise<void>>();
  const finished = new Map<number, WriteOutcome>();
  let started = 0;
  const start = (at: number): void => {
    const work = writeOne(drafts[at] as Draft, context).then((outcome) => {
      finished.set(at, outcome);
      running.delete(at);
    });
    running.set(at, work);
  };
  for (let next = 0; next < drafts.length; next++) {
    try {
      while (!finished.has(next)) {
        while (running.size < context.concurrency && started < drafts.length) start(started++);
        await Promise.race(running.values());
      }
    } catch (error) {
      await Promise.allSettled(running.values());
      const ends = [...finished].sort(([a], [b]) => a - b);
      for (const [, outcome] of ends) yield outcome;
      throw error;
    }
    yield finished.get(next) as WriteOutcome;
    finished.delete(next);
  }
}

const jsonSchema = z.toJSONSchema(noteSchema);

function schemaOf(
  trajectory: GroundedTrajectory,
  { licensedWords, ontology }: WriterContext,
): object {
  return licensedWords ? licensedNoteSchema(notePlan(trajectory, ontology)) : jsonSchema;
}

async function writeOne(
  { trajectory, record }: Draft,
  context: WriterContext,
): Promise<WriteOutcome> {
  const { ontology, journal, repairs = 2, verify, cache, client, ledger } = context;
  const messages = noteRequest(trajectory, ontology, context.examples);
  const draft = requestHash(messages);
  const question = { modelId: client.id, messages: [...messages] };
  const before = journal?.done.get(trajectory.id);
  const same = before?.draft === draft && before.writer === client.id;
  const known = same ? resumed(trajectory, record, before, verify) : null;
  if (known) {
    ledger.resumed++;
    return known;
  }
  const entry = { id: trajectory.id, draft, writer: client.id };
  const spent = { promptTokens: 0, completionTokens: 0 };
  let reasons: readonly string[] = [];
  for (let attempt = 0; attempt <= repairs; attempt++) {
    const cached = attempt === 0 ? cache?.get(question) : null;
    const answer = cached ?? (await ask(messages, trajectory, context, spent));
    const judged = judge(answer.text, trajectory, record, verify);
    if ('written' in judged) {
      // Under the first question, also where it took a repair: that is what the next run asks.
      if (cached) ledger.cached++;
      else cache?.set(question, answer);
      const texts = judged.written.steps.map(({ text }) => text);
      journal?.append({ ...entry, texts, reasons: [], repairs: attempt, ...spent });
      return { status: 'written', trajectory: judged.written, repairs: attempt };
    }
    reasons = judged.reasons;
    messages.push(
      { role: 'assistant', content: answer.text.slice(0, 4000) },
      { role: 'user', content: `That breaks the rules: ${reasons.join('; ')}. Answer again.` },
    );
  }
  journal?.append({ ...entry, texts: null, reasons, repairs, ...spent });
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

/** Asks the model, if the budget allows, and enters what it used. */
async function ask(
  messages: readonly TextMessage[],
  trajectory: GroundedTrajectory,
  context: WriterContext,
  spent: { promptTokens: number; completionTokens: number },
): Promise<ChatAnswer> {
  const { client, purse, prices, signal, ledger } = context;
  const settle = purse?.reserve(costOf(estimateUsage(messages, trajectory), prices));
  let cost = 0;
  try {
    const answer = await client.complete(messages, schemaOf(trajectory, context), signal);
    addUsage(ledger, answer.usage, prices);
    spent.promptTokens += answer.usage.promptTokens;
    spent.completionTokens += answer.usage.completionTokens;
    cost = costOf(answer.usage, prices);
    return answer;
  } finally {
    settle?.(cost);
  }
}

/** What the journal holds; `null` if it does not pass (any more), and the work has to be done again. */
function resumed(
  trajectory: GroundedTrajectory,
  record: TrajectoryRecord,
  { texts, reasons, repairs }: JournalEntry,
  verify: Verifier,
): WriteOutcome | null {
  if (texts === null) return { status: 'quarantined', trajectory, reasons };
  const written = withTexts(trajectory, texts);
  if (!verify(written, { record }).ok) return null;
  return { status: 'written', trajectory: written, repairs };
}
