import { join } from 'node:path';
import { type ChatClient, createChatClient, SkinR1Error, UsageError } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import {
  buildDdxGraph,
  createAnswerCache,
  createModelWriter,
  createVerifier,
  type Draft,
  estimateCost,
  openJournal,
  type RationaleCorpus,
  type WriteOutcome,
  type WriterLedger,
} from '@skinr1/rationale';
import { printLine } from '../terminal/print.ts';
import { barProgress } from '../terminal/progress.ts';
import { listenForInterrupt } from '../terminal/until-stopped.ts';
import { writeLines } from './rationale-shared.ts';

/** What asking a language model needs. */
export interface RewordOptions {
  readonly out: string;
  readonly modelUrl?: string;
  readonly model?: string;
  readonly budget?: number;
  readonly promptPrice: number;
  readonly completionPrice: number;
  readonly concurrency?: number;
  readonly requestsPerMinute?: number;
  /** Seconds. */
  readonly answerTimeout?: number;
  readonly dryRun?: boolean;
}

/**
 * Lets the language model word the notes; `null` where there is nothing to save: after a dry run, or where it
 * was stopped before the first note. A run that ends early (Ctrl-C, budget, a server that is gone) gives
 * the notes worded so far and sets the exit code; the same command goes on from the journal.
 */
export async function reword(
  corpus: RationaleCorpus,
  options: RewordOptions,
  ontology: Ontology,
): Promise<RationaleCorpus | null> {
  const client = clientOf(options);
  const prices = { prompt: options.promptPrice, completion: options.completionPrice };
  const journal = openJournal(join(options.out, 'journal.jsonl'));
  const drafts = corpus.trajectories.flatMap((trajectory): Draft[] => {
    const record = corpus.records.get(trajectory.recordId);
    return record ? [{ trajectory, record }] : [];
  });
  if (options.dryRun) {
    const { requests, promptTokens, completionTokens, cost } = estimateCost(drafts, {
      ...{ ontology, prices, journal, client },
    });
    printLine(
      `About ${requests} requests, ${promptTokens} prompt and ${completionTokens} completion tokens, cost ${cost.toFixed(2)}. Nothing was sent.`,
    );
    return null;
  }
  const interrupt = listenForInterrupt('Stopping');
  const { budget, concurrency } = options;
  const writer = createModelWriter({
    ...{ client, ontology, journal, prices, signal: interrupt.signal },
    verify: createVerifier({
      ...corpus,
      ontology,
      graph: buildDdxGraph({ cards: corpus.cards, ontology }),
    }),
    cache: createAnswerCache(join(options.out, 'answers')),
    ...(budget === undefined ? {} : { budget }),
    ...(concurrency === undefined ? {} : { concurrency }),
  });
  const { outcomes, problem } = await wordAll(writer, drafts);
  interrupt.end();
  const quarantined = outcomes.filter(({ status }) => status === 'quarantined');
  const trajectories = outcomes.flatMap((outcome) =>
    outcome.status === 'written' ? [outcome.trajectory] : [],
  );
  await writeLines(options.out, 'quarantined.jsonl', quarantined);
  printLine(describeOutcomes(outcomes, writer.ledger));
  if (quarantined.length > 0) {
    printLine(`What was turned away, with reasons: ${join(options.out, 'quarantined.jsonl')}`);
  }
  if (problem !== null) explainStop(problem, outcomes.length, drafts.length, interrupt.signal);
  return trajectories.length === 0 && problem !== null ? null : { ...corpus, trajectories };
}

function clientOf(options: RewordOptions): ChatClient {
  const { modelUrl = '', model, budget, promptPrice, completionPrice } = options;
  if (model === undefined) {
    throw new UsageError('--model-url needs --model.', { mend: 'Name the model to ask.' });
  }
  if (budget !== undefined && promptPrice + completionPrice === 0) {
    throw new UsageError('--budget needs prices to count against it.', {
      mend: 'Give --prompt-price and --completion-price, per million tokens.',
    });
  }
  const { requestsPerMinute, answerTimeout } = options;
  const apiKey = process.env.OPENAI_API_KEY;
  return createChatClient({
    baseUrl: modelUrl,
    model,
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(requestsPerMinute === undefined ? {} : { requestsPerMinute }),
    ...(answerTimeout === undefined ? {} : { timeoutMs: answerTimeout * 1000 }),
  });
}

/** All outcomes up to the end, or up to what ended it early. */
async function wordAll(
  writer: ReturnType<typeof createModelWriter>,
  drafts: readonly Draft[],
): Promise<{ readonly outcomes: readonly WriteOutcome[]; readonly problem: unknown }> {
  const outcomes: WriteOutcome[] = [];
  const progress = barProgress('wording', drafts.length);
  try {
    for await (const outcome of writer.write(drafts)) {
      outcomes.push(outcome);
      const { requests, cost } = writer.ledger;
      progress.update(outcomes.length, `${requests} requests, cost ${cost.toFixed(2)}`);
    }
    return { outcomes, problem: null };
  } catch (problem) {
    return { outcomes, problem };
  } finally {
    progress.stop();
  }
}

function describeOutcomes(outcomes: readonly WriteOutcome[], ledger: WriterLedger): string {
  const written = outcomes.filter(({ status }) => status === 'written').length;
  const repaired = outcomes.filter(
    (outcome) => outcome.status === 'written' && outcome.repairs > 0,
  ).length;
  const { resumed, cached, requests, promptTokens, completionTokens, cost } = ledger;
  return [
    `${written} worded (${repaired} after repair), ${outcomes.length - written} quarantined;`,
    `${resumed} from the journal, ${cached} from the cache, ${requests} requests,`,
    `${promptTokens} + ${completionTokens} tokens, cost ${cost.toFixed(2)}.`,
  ].join(' ');
}

/** Says why a run ended early and how to go on; what nobody can mend is thrown. */
function explainStop(problem: unknown, done: number, total: number, signal: AbortSignal): void {
  const why = SkinR1Error.isInstance(problem) ? problem.message : null;
  if (why === null && !signal.aborted) throw problem;
  process.stderr.write(
    `${why === null ? 'Stopped.' : `skinr1: ${why}`}\n${done} of ${total} are done and kept; the same command goes on from there.\n`,
  );
  process.exitCode = signal.aborted ? 130 : 1;
}
