import { readStepLog } from '@skinr1/autograd';
import {
  casesSection,
  curvesFromMetrics,
  curvesSection,
  type ExampleCase,
  exampleCase,
  type ItemResult,
  type MetricsRow,
  provenanceSection,
  type ReportRollout,
  type ReportSection,
  reasoningSection,
  resultsSection,
  rolloutsSection,
} from '@skinr1/eval';
import { comparisonNotes, methodItems, type RunOutcome, summaryRows } from './outcome.ts';
import { toDataUri } from './png.ts';
import type { RunDirectory } from './run-directory.ts';
import { openRunRecord } from './run-record.ts';

/** Makes a section of a run's report; `null` where the run has nothing to show in it. */
type MakeSection = (outcome: RunOutcome, directory: RunDirectory) => Promise<ReportSection | null>;

/** The sections of a run's report, in order. A new one is an entry here; its content is made with `html`. */
export const reportSections: readonly MakeSection[] = [
  async (outcome) => resultsSection(summaryRows(outcome), comparisonNotes(outcome)),
  async (outcome) => reasoningSection(summaryRows(outcome)),
  async (outcome) => {
    const examples = await examplesOf(outcome);
    return examples.length === 0 ? null : casesSection(examples);
  },
  async (_, directory) => curvesSection(await curvesOf(directory)),
  async (_, directory) =>
    rolloutsSection(await readStepLog<ReportRollout>(directory.file('rollouts.jsonl'))),
  async (outcome, directory) =>
    provenanceSection(await provenanceOf(outcome, directory), directory.config),
];

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
  'rewards/coherence/mean',
  'rewards/grounding/mean',
  'kl',
  'entropy',
  'completions/mean_length',
  'frac_reward_zero_std',
  'grad_norm',
  'learning_rate',
];

async function curvesOf(directory: RunDirectory): Promise<ReturnType<typeof curvesFromMetrics>> {
  const rows = await readStepLog<{ step: number; stage?: string; metrics: MetricsRow }>(
    directory.file('metrics.jsonl'),
  );
  const flat = rows.map(({ step, stage, metrics }) => ({
    // Nats an image and nats a token do not belong in one chart.
    ...(stage === 'vision' ? { 'vision loss': metrics.loss, recall: metrics.recall } : metrics),
    step,
    stage,
  }));
  return curvesFromMetrics(flat, { metrics: charted });
}

async function provenanceOf(
  { data, reasoning }: RunOutcome,
  directory: RunDirectory,
): Promise<Record<string, string | number>> {
  const records = [...(await openRunRecord(directory)).stages.values()];
  const devices = new Set(records.flatMap(({ device }) => device ?? []));
  const versions = new Set(records.map(({ node }) => node));
  return {
    seed: directory.config.seed,
    device: `${[...devices].join(', ')} (onnxruntime-node)`,
    node: [...versions].join(', '),
    'training images with reasoning': data.dense.length,
    'training images with labels only': data.sparse.length,
    trajectories: reasoning.trajectories.length,
    'trajectories rejected by verification': reasoning.rejected.length,
    'records without a trajectory': reasoning.dropped.length,
    'images or rows skipped': data.skipped.length,
  };
}

/** The shown case, then the first ones answered rightly and wrongly, as all models answered them. */
async function examplesOf(outcome: RunOutcome): Promise<ExampleCase[]> {
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
