/*
 * Let a real language model on your machine word the reasoning: any GGUF file, run by node-llama-cpp. It is shown
 * some notes as examples and held to the plan's names and to words that state nothing; the verifier judges what it
 * makes of them, tells it what is wrong, and turns away what stays wrong.
 *
 *   npm install --no-save node-llama-cpp
 *   tsx … word-trajectories-with-a-local-model.ts --gguf=model.gguf [--drafts=40] [--free] [--save=notes.jsonl]
 *
 * `--free` asks for the note's form only, without names and words.
 */

import { appendFile } from 'node:fs/promises';
import { createChatClient } from '@skinr1/core';
import { syntheticLesions } from '@skinr1/datasets';
import { loadOntology } from '@skinr1/ontology';
import {
  buildCorpus,
  buildDdxGraph,
  createModelWriter,
  createVerifier,
  embeddedTextbook,
} from '@skinr1/rationale';
import { startGgufServer } from './support/gguf-server.ts';

const option = (name: string): string | undefined =>
  process.argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
const gguf = option('gguf');
const server = gguf === undefined ? null : await startGgufServer(gguf);
if (server === null) {
  console.log(
    gguf === undefined
      ? 'Give a model as --gguf=FILE to have it word notes; nothing was asked.'
      : 'node-llama-cpp is not installed: npm install --no-save node-llama-cpp',
  );
  process.exit(0);
}

const ontology = loadOntology();
const documents = await embeddedTextbook();
const records = syntheticLesions({ seed: 1, casesPerDisease: 2, size: 56, ontology });
const corpus = buildCorpus({ documents, records, ontology, seed: 1, perDiagnosisAndType: 1 });
const graph = buildDdxGraph({ cards: corpus.cards, ontology });
const verify = createVerifier({ ...corpus, ontology, graph });

// The first note of each type is an example; drafts come from all over the others.
const types = new Set(corpus.trajectories.map(({ type }) => type));
const examples = [...types].flatMap(
  (type) => corpus.trajectories.find((trajectory) => trajectory.type === type) ?? [],
);
const others = corpus.trajectories.filter((trajectory) => !examples.includes(trajectory));
const wanted = Number(option('drafts') ?? 10);
const drafts = others
  .filter((_, at) => at % Math.max(1, Math.floor(others.length / wanted)) === 0)
  .slice(0, wanted)
  .flatMap((trajectory) => {
    const record = corpus.records.get(trajectory.recordId);
    return record ? [{ trajectory, record }] : [];
  });

const client = createChatClient({
  ...{ baseUrl: server.url, model: gguf as string, temperature: 0.6, maxTokens: 300 },
  ...{ timeoutMs: 600_000, retries: 0 },
});
const writer = createModelWriter({
  ...{ client, ontology, verify, examples, concurrency: 1, repairs: 2 },
  licensedWords: !process.argv.includes('--free'),
  ...{ prices: { prompt: 0.1, completion: 0.4 }, budget: 1 },
});
const save = option('save');
const counts = { atOnce: 0, repaired: 0, quarantined: 0 };
for await (const outcome of writer.write(drafts)) {
  if (outcome.status === 'quarantined') counts.quarantined++;
  else counts[outcome.repairs === 0 ? 'atOnce' : 'repaired']++;
  const { thinking, id } = outcome.trajectory;
  console.log(
    outcome.status === 'written' ? `✓ ${thinking}` : `✗ ${id}: ${outcome.reasons.join('; ')}`,
  );
  if (save !== undefined) await appendFile(save, `${JSON.stringify(outcome)}\n`);
}
const { requests, promptTokens, completionTokens, cost } = writer.ledger;
console.log(
  `${drafts.length} drafts: ${counts.atOnce} written at once, ${counts.repaired} after repair, ${counts.quarantined} quarantined; ${requests} requests, ${promptTokens} + ${completionTokens} tokens, cost ${cost.toFixed(4)}`,
);
await server.close();
process.exit(0);
