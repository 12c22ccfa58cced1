/*
 * Let a language model word the reasoning, and see what becomes of its mistakes. The model here is a local
 * server that speaks the OpenAI chat API and fails on purpose: busy, silent, cut off, inventing signs,
 * obeying orders from nowhere. What reaches the corpus has passed every check; the rest is repaired or
 * turned away with its reason. Give the address and the model of a real server to ask that instead:
 *
 *   tsx … word-trajectories-with-a-language-model.ts [http://…/v1 model]     the key from OPENAI_API_KEY
 */

import { rm } from 'node:fs/promises';
import { createChatClient } from '@skinr1/core';
import { syntheticLesions } from '@skinr1/datasets';
import { loadOntology } from '@skinr1/ontology';
import {
  buildCorpus,
  buildDdxGraph,
  createAnswerCache,
  createModelWriter,
  createVerifier,
  embeddedTextbook,
  openJournal,
  type WriteOutcome,
} from '@skinr1/rationale';
import { chatFaults, startChatServer } from '@skinr1/rationale/testing';

const ontology = loadOntology();
const documents = await embeddedTextbook();
const records = syntheticLesions({ seed: 1, casesPerDisease: 2, size: 56, ontology });
const corpus = buildCorpus({
  ...{ documents, records, ontology, seed: 1, perDiagnosisAndType: 1, style: 'full' },
});
const graph = buildDdxGraph({ cards: corpus.cards, ontology });
const verify = createVerifier({ ...corpus, ontology, graph });
const drafts = corpus.trajectories.flatMap((trajectory) => {
  const record = corpus.records.get(trajectory.recordId);
  return record ? [{ trajectory, record }] : [];
});

// Every second request goes wrong, one in 26 in each way.
const faults = Object.fromEntries(chatFaults.map((fault) => [fault, 0.5 / chatFaults.length]));
const [address, model = 'test'] = process.argv.slice(2);
const server = await startChatServer({ faults, seed: 1 });
const apiKey = process.env.OPENAI_API_KEY;
const client = createChatClient({
  ...{ baseUrl: address ?? server.url, model, retries: 8 },
  ...(address === undefined ? { timeoutMs: 1000, pauseMs: 5 } : {}),
  ...(address === undefined || apiKey === undefined ? {} : { apiKey }),
});
const directory = 'runs/examples/wording';
await rm(directory, { recursive: true, force: true });

/** Words all drafts, with what earlier runs left in the folder. */
async function word(journalName: string) {
  const writer = createModelWriter({
    ...{ client, ontology, verify, concurrency: 8, repairs: 1 },
    cache: createAnswerCache(`${directory}/answers`),
    journal: openJournal(`${directory}/${journalName}`),
    // The price of a million tokens; a budget would stop the run before it costs more.
    ...{ prices: { prompt: 0.15, completion: 0.6 }, budget: 1 },
  });
  const outcomes: WriteOutcome[] = [];
  for await (const outcome of writer.write(drafts)) outcomes.push(outcome);
  return { outcomes, ledger: writer.ledger };
}

const { outcomes, ledger } = await word('journal.jsonl');
console.log('faults injected by the server');
for (const [fault, count] of Object.entries(server.injected)) {
  console.log(`  ${fault.padEnd(22)} ${count}`);
}
const written = outcomes.filter((outcome) => outcome.status === 'written');
const quarantined = outcomes.filter((outcome) => outcome.status === 'quarantined');
console.log(`\n${drafts.length} drafts, ${server.questions.length} questions reached the server`);
console.log(`  written at once    ${written.filter(({ repairs }) => repairs === 0).length}`);
console.log(`  after a repair     ${written.filter(({ repairs }) => repairs > 0).length}`);
console.log(`  quarantined        ${quarantined.length}`);
for (const { trajectory, reasons } of quarantined) {
  console.log(`    ${trajectory.id}: ${reasons[0]}`);
}
const { requests, promptTokens, completionTokens, cost } = ledger;
console.log(
  `  answers paid for   ${requests}: ${promptTokens} + ${completionTokens} tokens, cost ${cost.toFixed(4)}`,
);
const passing = written.filter(({ trajectory }) => {
  const record = corpus.records.get(trajectory.recordId);
  return record !== undefined && verify(trajectory, { record }).ok;
});
console.log(`  verified           ${passing.length} of ${written.length} written`);

const [before, after] = [drafts[0], written[0]];
console.log(`\noffline  ${before?.trajectory.thinking}\nmodel    ${after?.trajectory.thinking}\n`);

const resumed = await word('journal.jsonl');
console.log(
  `again, with the journal: ${resumed.ledger.resumed} resumed, ${resumed.ledger.requests} requests`,
);
const fromCache = await word('another-journal.jsonl');
console.log(
  `again, with the cache alone: ${fromCache.ledger.cached} from the cache, ${fromCache.ledger.requests} requests for what had been quarantined`,
);
await server.close();
if (passing.length !== written.length || resumed.ledger.requests !== 0) process.exitCode = 1;
