import { basename, resolve } from 'node:path';
import { researchUseOnly } from '@skinr1/core';
import { loadOntology } from '@skinr1/ontology';
import { isColoredImage } from '@skinr1/pipeline';
import {
  createFigureReview,
  createReviewSession,
  figureCaptionsPath,
  loadCorpus,
  openFigureCaptions,
  openReviewLog,
  reviewLogPath,
  startReviewServer,
} from '@skinr1/rationale';
import type { Command } from 'commander';
import { printLine } from '../terminal/print.ts';
import { untilStopped } from '../terminal/until-stopped.ts';
import { port as portNumber } from './option-values.ts';

/** Adds `rationale review`. */
export function registerReview(rationale: Command): void {
  rationale
    .command('review <directory>')
    .description('judge trajectories and caption figures in a local web page, by keyboard')
    .option('--port <port>', 'port on this machine; 0 takes a free one', portNumber, 0)
    .action(async (directory: string, { port }: { port: number }) => {
      const corpus = await loadCorpus(directory);
      const path = reviewLogPath(directory);
      const log = openReviewLog(path);
      for (const line of log.damagedLines) {
        printLine(`${path}, line ${line}: no decision; it is left as it is and not counted.`);
      }
      const ontology = loadOntology();
      const session = createReviewSession(corpus, log, ontology);
      const captions = openFigureCaptions(figureCaptionsPath(directory));
      const figures = createFigureReview({
        corpus,
        captions,
        ontology,
        isColored: isColoredImage,
      });
      const server = await startReviewServer({
        session,
        figures,
        port,
        title: basename(resolve(directory)),
      });
      const open = figures.list().filter(({ state }) => state === 'open').length;
      printLine(`${corpus.trajectories.length} trajectories at ${server.url} (Ctrl-C ends)`);
      printLine(`${open} figures to caption at ${server.url}figures`);
      printLine(
        `Decisions go to ${path}, captions to ${figureCaptionsPath(directory)}; the next \`rationale build\` into that folder follows them.`,
      );
      printLine(researchUseOnly);
      await untilStopped();
      await server.close();
      printLine(
        `${log.decisions().length} decisions and ${captions.captions().length} captions in all.`,
      );
    });
}
