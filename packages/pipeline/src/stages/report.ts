import { readStepLog } from '@skinr1/autograd';
import { researchUseOnly } from '@skinr1/core';
import {
  compareResults,
  curvesFromMetrics,
  type ExampleCase,
  exampleCase,
  type ItemResult,
  type MetricsRow,
  type ReportRollout,
  type RunReport,
  renderReport,
  type SummaryRow,
  summarize,
} from '@skinr1/eval';
import type { Ontology } from '@skinr1/ontology';
import { comparedRows, methodRow } from '../model-rows.ts';
import { toDataUri, toPng } from '../png.ts';
import type { RunDirectory } from '../run-directory.ts';
import { defineStage, type Stage } from '../stage.ts';
import { dataStage, type RunData } from './data.ts';
import { evaluationsStage, type ModelResult } from './evaluations.ts';
import { ontologyStage } from './ontology.ts';
import { type Reasoning, reasoningStage } from './reasoning.ts';

/** What a finished run found. */
export interface RunOutcome {
  readonly ontology: Ontology;
  readonly data: RunData;
  readonly reasoning: Reasoning;
  /** One per row of the results table, in order. */
  readonly results: readonly ModelResult[];
}

/** Writes `report.html` and `case.png`, the image of the case that is shown. */
export const reportStage: Stage<RunOutcome> = defineStage({
  name: 'report',
  needs: {
    ontology: ontologyStage,
    data: dataStage,
    reasoning: reasoningStage,
    results: evaluationsStage,
  },
  async run(outcome, { directory, emit }) {
    await writeReport(directory, outcome);
    const shown = shownItem(outcome);
    if (shown) await directory.write('case.png', await toPng(shown.item.of.image));
    emit({ type: 'artifact', path: directory.file('report.html'), reused: false });
    return outcome;
  },
});

/** Figures worth a chart, in order. */
const charted = [
  'vision loss',
  'recall',
  'loss',
  'mean_token_probability',
  'reward',
  'rewards/format/mean',
  'rewards/hierarchy/mean',
  'rewards/malignancy/mean',
  'kl',
  'entropy',
  'completions/mean_length',
  'frac_reward_zero_std',
  'grad_norm',
  'learning_rate',
];

/** Rows of the results table. */
export function summaryRows({ results }: RunOutcome): SummaryRow[] {
  return results.map(({ title, benchmarks }) => summarize(title, benchmarks));
}

/** Table, learning curves, cases, rollouts, configuration. */
async function writeReport(directory: RunDirectory, outcome: RunOutcome): Promise<void> {
  const rows = await readStepLog<{ step: number; stage?: string; metrics: MetricsRow }>(
    directory.file('metrics.jsonl'),
  );
  const flat = rows.map(({ step, stage, metrics }) => ({
    // Nats an image and nats a token do not belong in one chart.
    ...(stage === 'vision' ? { 'vision loss': metrics.loss, recall: metrics.recall } : metrics),
    step,
    stage,
  }));
  const report: RunReport = {
    name: directory.path.split('/').at(-1) ?? 'run',
    createdAt: new Date().toISOString(),
    description: describe(directory, outcome),
    summary: summaryRows(outcome),
    notes: comparisonNotes(outcome),
    curves: curvesFromMetrics(flat, { metrics: charted }),
    examples: await examples(outcome),
    rollouts: await readStepLog<ReportRollout>(directory.file('rollouts.jsonl')),
    config: directory.config,
    provenance: {
      seed: directory.config.seed,
      device: `${directory.config.device} (onnxruntime-node)`,
      node: process.version,
      'training images with reasoning': outcome.data.dense.length,
      'training images with labels only': outcome.data.sparse.length,
      trajectories: outcome.reasoning.trajectories.length,
      'trajectories rejected by verification': outcome.reasoning.rejected.length,
      'records without a trajectory': outcome.reasoning.dropped.length,
      'images or rows skipped': outcome.data.skipped.length,
    },
  };
  await directory.write('report.html', renderReport(report));
}

function describe({ config }: RunDirectory, { data }: RunOutcome): string {
  const what =
    config.source.kind === 'embedded'
      ? 'Embedded textbook and synthetic (drawn) lesions: the figures say nothing about patients.'
      : `Textbook ${config.source.textbook}, images ${config.source.images}.`;
  return `${what} ${data.test.length} test images held out by lesion. ${researchUseOnly}`;
}

/** What the paired tests say about the method's two steps, on the in-domain questions. */
export function comparisonNotes({ results }: RunOutcome): string[] {
  return comparedRows.flatMap(([first, second]) => {
    const [a, b] = [first, second].map((id) => results.find((result) => result.id === id));
    const [left, right] = [a?.benchmarks[0], b?.benchmarks[0]];
    if (!a || !b || !left || !right) return [];
    const { accuracy, pValue } = compareResults(left, right);
    const points = (value: number): string => (value * 100).toFixed(1);
    return [
      `${a.title} against ${b.title}, in-domain: ${points(accuracy.difference)} points ` +
        `(95 % interval ${points(accuracy.low)} to ${points(accuracy.high)}), McNemar p = ${pValue.toPrecision(2)}.`,
    ];
  });
}

/** What the whole method's model answered to the questions of training's kind. */
function methodItems({ results }: RunOutcome): readonly ItemResult[] {
  return results.find(({ id }) => id === methodRow)?.benchmarks[0]?.items ?? [];
}

/** The case to show: the first held-out question that the last model of the method answers rightly. */
export function shownItem(outcome: RunOutcome): ItemResult | undefined {
  const items = methodItems(outcome);
  return items.find(({ correct }) => correct) ?? items[0];
}

/** The shown case, then the first ones answered rightly and wrongly, as all models answered them. */
async function examples(outcome: RunOutcome): Promise<ExampleCase[]> {
  const items = methodItems(outcome);
  const right = items.filter(({ correct }) => correct).slice(0, 4);
  const wrong = items.filter(({ correct }) => !correct).slice(0, 4);
  return Promise.all([...right, ...wrong].map((item) => toExample(outcome, item)));
}

async function toExample(
  { results, ontology }: RunOutcome,
  item: ItemResult,
): Promise<ExampleCase> {
  const answers = results.flatMap(({ title, benchmarks }) => {
    const result = benchmarks[0]?.items.find(({ promptId }) => promptId === item.promptId);
    return result ? [{ model: title, result }] : [];
  });
  return exampleCase(answers, { ontology, image: await toDataUri(item.item.of.image) });
}
