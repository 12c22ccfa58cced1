import { join } from 'node:path';
import { UsageError } from '@skinr1/core';
import type { Ontology } from '@skinr1/ontology';
import {
  buildDdxGraph,
  createAnswerCache,
  createChatClient,
  createModelWriter,
  createVerifier,
  type Draft,
  estimateCost,
  type GroundedTrajectory,
  openJournal,
  type RationaleCorpus,
  type WriteOutcome,
} from '@skinr1/rationale';
import { barProgress } from '../terminal/progress.ts';
import { print, writeLines } from './rationale-shared.ts';

/** What asking a language model needs. */
export interface RewordOptions {
  readonly out: string;
  readonly modelUrl?: string;
  readonly model?: string;
  readonly budget?: number;
  readonly promptPrice: number;
  readonly completionPrice: number;
  readonly dryRun?: boolean;
}

/** Lets the language model word the notes; `null` after a dry run. */
export async function reword(
  corpus: RationaleCorpus,
  options: RewordOptions,
  ontology: Ontology,
): Promise<RationaleCorpus | null> {
  const { modelUrl = '', model, budget, out, promptPrice, completionPrice, dryRun } = options;
  if (model === undefined) {
    throw new UsageError('--model-url needs --model.', { mend: 'Name the model to ask.' });
  }
  const graph = buildDdxGraph({ cards: corpus.cards, ontology });
  const prices = { prompt: promptPrice, completion: completionPrice };
  const journal = openJournal(join(out, 'journal.jsonl'));
  const drafts = corpus.trajectories.flatMap((trajectory): Draft[] => {
    const record = corpus.records.get(trajectory.recordId);
    return record ? [{ trajectory, record }] : [];
  });
  if (dryRun) {
    const { requests, promptTokens, completionTokens, cost } = estimateCost(drafts, {
      ontology,
      prices,
      journal,
    });
    print(
      `About ${requests} requests, ${promptTokens} prompt and ${completionTokens} completion tokens, cost ${cost.toFixed(2)}. Nothing was sent.`,
    );
    return null;
  }
  const apiKey = process.env.OPENAI_API_KEY;
  const writer = createModelWriter({
    client: createChatClient({
      baseUrl: modelUrl,
      model,
      ...(apiKey === undefined ? {} : { apiKey }),
    }),
    ontology,
    verify: createVerifier({ ...corpus, ontology, graph }),
    cache: createAnswerCache(join(out, 'answers')),
    journal,
    prices,
    ...(budget === undefined ? {} : { budget }),
  });
  const trajectories: GroundedTrajectory[] = [];
  const quarantined: WriteOutcome[] = [];
  const progress = barProgress('wording', drafts.length);
  try {
    for await (const outcome of writer.write(drafts)) {
      if (outcome.status === 'written') trajectories.push(outcome.trajectory);
      else quarantined.push(outcome);
      progress.update(trajectories.length + quarantined.length);
    }
  } finally {
    progress.stop();
    await writeLines(out, 'quarantined.jsonl', quarantined);
  }
  const { requests, promptTokens, completionTokens, cost } = writer.ledger;
  print(
    `${trajectories.length} worded, ${quarantined.length} quarantined; ${requests} requests, ${promptTokens} + ${completionTokens} tokens, cost ${cost.toFixed(2)}.`,
  );
  return { ...corpus, trajectories };
}
