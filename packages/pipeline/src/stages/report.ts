import { basename } from 'node:path';
import { researchUseOnly } from '@skinr1/core';
import { renderReport } from '@skinr1/eval';
import { type RunOutcome, shownCase, summaryRows } from '../outcome.ts';
import { toPng } from '../png.ts';
import { reportSections } from '../report-sections.ts';
import type { RunConfig } from '../run-config.ts';
import { describeResults, resultsFile } from '../run-reader/results-file.ts';
import { defineStage, type Stage } from '../stage.ts';
import { dataStage } from './data.ts';
import { evaluationsStage } from './evaluations.ts';
import { ontologyStage } from './ontology.ts';
import { reasoningStage } from './reasoning.ts';

/** Writes `report.html`, the results table as data, and `case.png`, the image of the case that is shown. */
export const reportStage: Stage<RunOutcome> = defineStage({
  name: 'report',
  needs: {
    ontology: ontologyStage,
    data: dataStage,
    reasoning: reasoningStage,
    results: evaluationsStage,
  },
  async run(outcome, { config, directory, emit }) {
    const report = {
      name: basename(directory.path),
      createdAt: new Date().toISOString(),
      description: describe(config, outcome),
      sections: await Promise.all(reportSections.map((make) => make(outcome, directory))),
    };
    const results = describeResults(summaryRows(outcome));
    await directory.write(resultsFile, `${JSON.stringify(results, null, 2)}\n`);
    await directory.write('report.html', renderReport(report));
    const shown = shownCase(outcome);
    if (shown) await directory.write('case.png', await toPng(shown.result.item.of.image));
    emit({ type: 'artifact', path: directory.file('report.html'), reused: false });
    return outcome;
  },
});

function describe({ source }: RunConfig, { data }: RunOutcome): string {
  const what =
    source.kind === 'embedded'
      ? 'Embedded textbook and synthetic (drawn) lesions: the figures say nothing about patients.'
      : `Textbook ${source.textbook}, images ${source.images}.`;
  return `${what} ${data.test.length} test images held out by lesion. ${researchUseOnly}`;
}
