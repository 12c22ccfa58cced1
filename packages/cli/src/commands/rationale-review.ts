import { basename, resolve } from 'node:path';
import { researchUseOnly } from '@skinr1/core';
import { loadOntology } from '@skinr1/ontology';
import {
  createReviewSession,
  loadCorpus,
  openReviewLog,
  reviewLogPath,
  startReviewServer,
} from '@skinr1/rationale';
import type { Command } from 'commander';
import { wholeNumber } from './option-values.ts';
import { print } from './rationale-shared.ts';

/** Adds `rationale review`. */
export function registerReview(rationale: Command): void {
  rationale
    .command('review <directory>')
    .description('read, accept, edit and reject trajectories in a local web page, by keyboard')
    .option('--port <port>', 'port on this machine; 0 takes a free one', wholeNumber, 0)
    .action(async (directory: string, { port }: { port: number }) => {
      const corpus = await loadCorpus(directory);
      const path = reviewLogPath(directory);
      const log = openReviewLog(path);
      for (const line of log.damagedLines) {
        print(`${path}, line ${line}: no decision; it is left as it is and not counted.`);
      }
      const session = createReviewSession(corpus, log, loadOntology());
      const server = await startReviewServer({
        session,
        port,
        title: basename(resolve(directory)),
      });
      print(`${corpus.trajectories.length} trajectories at ${server.url} (Ctrl-C ends)`);
      print(`Decisions go to ${path}; the next \`rationale build\` into that folder follows them.`);
      print(researchUseOnly);
      await new Promise((stopped) => {
        process.once('SIGINT', stopped);
        process.once('SIGTERM', stopped);
      });
      await server.close();
      print(`${log.decisions().length} decisions in all.`);
    });
}
